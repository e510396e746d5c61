"""A lead names organisations that sign a submission with it, and each of them is asked (PRODUCT, sections 2 and 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from accounts.models import Organisation
from accounts.selectors.members import accounts_that_speak_for
from accounts.services.notices import queue_letter, queue_notice
from discussions.access.viewer import Viewer
from discussions.access.words import is_verified_lead
from discussions.enums import CoSignatoryState
from discussions.models import CoSignatory, Post, Version
from discussions.services.invitation_rate import check_rate_of_invitations, may_be_asked_again
from discussions.validators.sent import NamedCoSignatory
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from hub.kit.text import fold


def check_naming(
    person_id: int, named: Iterable[NamedCoSignatory], post: Post | None = None
) -> None:
    """May the lead name them, as far as letters go? Of a correction (`post`) those count that are new.

    Asked before a number is given. Raises TooManyInvitations.
    """
    by_letter = [one for one in named if one.email]
    standing = set()
    if by_letter and post is not None:
        standing = {_key_of(row) for row in post.co_signatories.filter(removed_at__isnull=True)}
    new = [one.email for one in by_letter if _key(one) not in standing]
    check_rate_of_invitations(person_id, new, transaction_now())


def name_co_signatories(
    *, by: Viewer, post: Post, version: Version, named: Sequence[NamedCoSignatory]
) -> None:
    """Write down who is to sign a new submission and ask each, in the caller's transaction. Replies have none.

    Letters to addresses wait until the post is published where staff have not verified the lead.
    """
    if not named or post.is_reply:
        return
    asking = Asking(version, by.person_id)
    rows = _add(post, asking, named, first_position=0)
    _send([row for row in rows if not _is_waiting(row)], asking)
    _write(by, post, version, {"named": [row.pk for row in rows]})


def renew_co_signatories(
    *,
    by: Viewer,
    post: Post,
    earlier: Version,
    version: Version,
    named: Sequence[NamedCoSignatory],
) -> None:
    """After a correction: new names are asked, names that are missing are taken out, in the caller's transaction.

    Those who agreed to `earlier` are asked again where text or files changed; their answer stays and
    says which version it speaks of. No consent moves on by itself (PRODUCT, section 4).
    """
    if post.is_reply:
        return
    rows = list(post.co_signatories.order_by("position", "pk"))
    standing = {_key_of(row): row for row in rows if row.removed_at is None}
    if not standing and not named:
        return
    wanted = {_key(one): one for one in named}
    gone = [row for key, row in standing.items() if key not in wanted]
    new = [one for key, one in wanted.items() if key not in standing]
    kept = [row for key, row in standing.items() if key in wanted]
    CoSignatory.objects.filter(pk__in=[row.pk for row in gone]).update(
        removed_at=transaction_now()
    )
    asking = Asking(version, by.person_id)
    added = _add(post, asking, new, first_position=len(rows))
    again: list[CoSignatory] = []
    if _says_the_same(earlier, version):
        CoSignatory.objects.filter(pk__in=[row.pk for row in kept], version=earlier).update(
            version=version
        )
    else:
        again = [row for row in kept if row.state == CoSignatoryState.CONFIRMED]
    _send([row for row in added if not _is_waiting(row)], asking)
    if not asking.waits:
        _send_waiting([row for row in kept if _is_waiting(row)], asking)
    at = transaction_now()
    reachable = [row for row in again if not row.email or may_be_asked_again(row.email, at)]
    _send(reachable, Asking(version, None))
    detail = {
        "named": [row.pk for row in added],
        "taken_out": [row.pk for row in gone],
        "asked_again": [row.pk for row in again],
    }
    if any(detail.values()):
        _write(by, post, version, detail)


def send_waiting_invitations(post: Post) -> None:
    """Now that its latest version is public: the letters that waited for that, in the caller's transaction."""
    rows = post.co_signatories.filter(invited_at__isnull=True, removed_at__isnull=True)
    waiting = [row for row in rows.order_by("position", "pk") if _is_waiting(row)]
    _send_waiting(waiting, Asking(post.latest_version, post.author_id))


@dataclass(frozen=True)
class Asking:
    """Which version is to be signed, and on whose account the letters are counted; None: they ask once more."""

    version: Version
    lead: int | None

    @property
    def waits(self) -> bool:
        """Whether letters to addresses wait for the publication: nobody has looked at the text or its lead yet."""
        is_public = self.version.published_at is not None
        return self.lead is not None and not is_public and not is_verified_lead(self.version)


def _is_waiting(row: CoSignatory) -> bool:
    return row.invited_at is None and bool(row.email) and row.state == CoSignatoryState.INVITED


def _add(
    post: Post, asking: Asking, named: Sequence[NamedCoSignatory], first_position: int
) -> list[CoSignatory]:
    known = Organisation.objects.in_bulk([one.organisation for one in named if one.organisation])
    language = _letter_language(asking.version)
    at = transaction_now() if named else None
    rows = []
    for position, one in enumerate(named, first_position):
        organisation = known.get(one.organisation or 0)
        rows.append(
            CoSignatory(
                post=post,
                position=position,
                organisation=organisation,
                organisation_name=one.name,
                stakeholder_group=organisation.stakeholder_group if organisation else None,
                state=CoSignatoryState.INVITED,
                email=one.email,
                language=language if one.email else "",
                invited_at=None if one.email and asking.waits else at,
            )
        )
    return CoSignatory.objects.bulk_create(rows)


def _send_waiting(rows: Sequence[CoSignatory], asking: Asking) -> None:
    if not rows:
        return
    CoSignatory.objects.filter(pk__in=[row.pk for row in rows]).update(
        invited_at=transaction_now()
    )
    _send(rows, asking)


def _send(rows: Sequence[CoSignatory], asking: Asking) -> None:
    """Ask every confirmed member of a known organisation, else the address that the lead gave."""
    version = asking.version
    counted = {"lead": asking.lead} if asking.lead is not None else {}
    known = [row.organisation_id for row in rows if row.organisation_id is not None]
    members = accounts_that_speak_for(known) if known else {}
    for row in rows:
        asked: dict[str, Any] = {
            "kind": "joint-invitation",
            "act": f"joint-invitation:{row.pk}:{version.pk}",
            "facts": {"co_signatory": row.pk, "version": str(version.pk)},
        }
        receivers = members.get(row.organisation_id or 0, [])
        if receivers:
            queue_notice(**asked, receivers=receivers)
        elif row.email:
            asked["facts"] |= counted
            queue_letter(**asked, address=row.email, language=row.language)


def _says_the_same(earlier: Version, version: Version) -> bool:
    return earlier.sha256 == version.sha256 and _files_of(earlier) == _files_of(version)


def _files_of(version: Version) -> list[str]:
    return list(version.attachments.order_by("position").values_list("sha256", flat=True))


def _key(one: NamedCoSignatory) -> tuple[int | str, str]:
    """Another address is another invitation: the link that went to the first one must not stay good."""
    return one.organisation or fold(one.name), one.email.lower()


def _key_of(row: CoSignatory) -> tuple[int | str, str]:
    return row.organisation_id or fold(row.organisation_name), row.email.lower()


def _letter_language(version: Version) -> str:
    """That of the text where the portal speaks it, else that in which the lead uses the portal."""
    spoken = {code for code, _name in settings.LANGUAGES}
    if version.language in spoken:
        return version.language
    return get_language() or settings.LANGUAGE_CODE


def _write(by: Viewer, post: Post, version: Version, detail: dict[str, Any]) -> None:
    write_record(
        "joint-name",
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={"version": str(version.pk), **detail},
    )
