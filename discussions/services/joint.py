"""A lead names organisations that sign a submission with it, and each of them is asked (PRODUCT, sections 2 and 3)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from accounts.models import Organisation
from accounts.selectors.members import accounts_that_speak_for
from accounts.services.notices import queue_letter, queue_notice
from discussions.access.viewer import Viewer
from discussions.enums import CoSignatoryState
from discussions.models import CoSignatory, Post, Version
from discussions.validators.sent import NamedCoSignatory
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from hub.kit.text import fold


def name_co_signatories(
    *, by: Viewer, post: Post, version: Version, named: Sequence[NamedCoSignatory]
) -> None:
    """Write down who is to sign a new submission and ask each, in the caller's transaction. Replies have none."""
    if not named or post.is_reply:
        return
    rows = _add(post, version, named, first_position=0)
    _ask(rows, version)
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
    added = _add(post, version, new, first_position=len(rows))
    again: list[CoSignatory] = []
    if _says_the_same(earlier, version):
        CoSignatory.objects.filter(pk__in=[row.pk for row in kept], version=earlier).update(
            version=version
        )
    else:
        again = [row for row in kept if row.state == CoSignatoryState.CONFIRMED]
    _ask([*added, *again], version)
    detail = {
        "named": [row.pk for row in added],
        "taken_out": [row.pk for row in gone],
        "asked_again": [row.pk for row in again],
    }
    if any(detail.values()):
        _write(by, post, version, detail)


def _add(
    post: Post, version: Version, named: Sequence[NamedCoSignatory], first_position: int
) -> list[CoSignatory]:
    known = Organisation.objects.in_bulk([one.organisation for one in named if one.organisation])
    language = _letter_language(version)
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
                invited_at=at,
            )
        )
    return CoSignatory.objects.bulk_create(rows)


def _ask(rows: Sequence[CoSignatory], version: Version) -> None:
    """Every confirmed member of a known organisation, else the address that the lead gave."""
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
