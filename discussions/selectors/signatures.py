"""Co-signatories and endorsements, found by what leads to them."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from accounts.enums import StakeholderGroup
from accounts.models import Membership
from discussions.enums import TURNED_DOWN, CoSignatoryState, PostState
from discussions.models import CoSignatory, Endorsement, Post, Version
from hub.kit.text import sort_key

#: States, UN entities, other intergovernmental bodies, then all others (PRODUCT, section 7).
_RANKS: Final[dict[str | None, int]] = {
    StakeholderGroup.MEMBER_STATE: 0,
    StakeholderGroup.UN_ENTITY: 1,
    StakeholderGroup.INTERGOVERNMENTAL: 2,
}

#: As `access.signatures.version_to_sign`.
_VERSION_TO_SIGN: Final = Case(
    When(
        post__latest_version__review__in=TURNED_DOWN,
        post__public_version__isnull=False,
        then=F("post__public_version"),
    ),
    default=F("post__latest_version"),
)


def in_order_of_the_united_nations(
    rows: Iterable[CoSignatory], language: str
) -> list[CoSignatory]:
    """Co-signatories as the United Nations list them, alphabetical in a language within each rank."""
    return sorted(
        rows,
        key=lambda row: (
            _RANKS.get(row.stakeholder_group, len(_RANKS)),
            sort_key(row.organisation_name, language),
        ),
    )


def find_co_signatory(identifier: int) -> CoSignatory | None:
    """A row with its post and all that its page shows; a fixed number of statements."""
    return _rows().filter(pk=identifier).first()


def invitations_to(post: Post, organisation_ids: Iterable[int]) -> list[CoSignatory]:
    """The rows of a joint submission that name one of the organisations now, each as above."""
    rows = _rows().filter(post=post, removed_at__isnull=True)
    return list(rows.filter(organisation_id__in=list(organisation_ids)))


def open_invitations(person_id: int) -> list[CoSignatory]:
    """What waits for an answer of an organisation that a person, as staff have confirmed, speaks for; the latest first.

    Each as above, with the windows of its space. An agreement to an earlier version waits for an answer again.
    """
    confirmed = Membership.objects.filter(
        person_id=person_id, ended_at__isnull=True, confirmed_at__isnull=False
    )
    is_again = Q(state=CoSignatoryState.CONFIRMED) & ~Q(version=_VERSION_TO_SIGN)
    rows = _rows().filter(
        Q(state=CoSignatoryState.INVITED) | is_again,
        organisation_id__in=confirmed.values("organisation_id"),
        removed_at__isnull=True,
    )
    return list(rows.prefetch_related("post__space__windows").order_by("-invited_at", "-pk"))


def endorsements_to_confirm(person_id: int, post: Post | None = None) -> list[Endorsement]:
    """Endorsements of an earlier version of a public text that a person may confirm for the one of now; one statement more for windows.

    Their own, what they endorsed for an organisation while they speak for it, and what anybody endorsed for
    one for which staff have confirmed that they speak. Of all texts, the latest first, or of one post alone.
    """
    active = Membership.objects.filter(person_id=person_id, ended_at__isnull=True)
    confirmed = active.filter(confirmed_at__isnull=False)
    theirs = (
        Q(person_id=person_id)
        | Q(by_person_id=person_id, organisation_id__in=active.values("organisation_id"))
        | Q(organisation_id__in=confirmed.values("organisation_id"))
    )
    rows = Endorsement.objects.filter(
        theirs,
        ~Q(version=F("post__public_version")),
        version__isnull=False,
        withdrawn_at__isnull=True,
    ).order_by("-at", "-pk")
    if post is not None:
        return list(rows.filter(post=post))
    public = rows.filter(post__state=PostState.PUBLISHED, post__space__published_at__isnull=False)
    shown = public.select_related("post__space", "post__prompt__window")
    return list(shown.prefetch_related("post__space__windows"))


def standing_endorsements(post: Post) -> list[Endorsement]:
    """The endorsements of a post that were not taken back, in their order; one statement."""
    rows = post.endorsements.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("by_person", "version").order_by("position", "pk"))


def given_unconfirmed(rows: Iterable[Endorsement]) -> frozenset[int]:
    """Those endorsements, for an organisation, whose giver staff have not confirmed as its member; one statement at most.

    None that counts as verified: who gave it may have left since.
    """
    asked = [row for row in rows if row.organisation_id is not None and not row.is_verified]
    if not asked:
        return frozenset()
    confirmed = Membership.objects.filter(
        organisation_id__in={row.organisation_id for row in asked},
        ended_at__isnull=True,
        confirmed_at__isnull=False,
    )
    speak = set(confirmed.values_list("person_id", "organisation_id"))
    return frozenset(
        row.pk for row in asked if (row.by_person_id, row.organisation_id) not in speak
    )


def endorsed_by(user_id: int, post: Post) -> list[Endorsement]:
    """What an account endorsed of a post and has not confirmed for its public version; one statement."""
    rows = post.endorsements.filter(withdrawn_at__isnull=True, by_person__user_id=user_id)
    return list(rows.exclude(version=post.public_version_id).order_by("position", "pk"))


def endorsed_elsewhere(user_id: int, posts: Iterable[UUID], other: Post) -> list[Endorsement]:
    """What an account endorsed of some posts for somebody who does not endorse the other one, each of these once.

    With their organisations; one statement. Not for an organisation for which they speak no longer.
    """
    there = other.endorsements.filter(withdrawn_at__isnull=True)
    same = Q(organisation=OuterRef("organisation")) | Q(person=OuterRef("person"))
    theirs = Membership.objects.filter(person__user=user_id, ended_at__isnull=True)
    rows = Endorsement.objects.filter(
        Q(organisation__isnull=True) | Q(organisation__in=theirs.values("organisation")),
        post__in=list(posts),
        withdrawn_at__isnull=True,
        by_person__user_id=user_id,
    ).exclude(Exists(there.filter(same)))
    rows = rows.select_related("organisation").order_by("post__number", "position", "pk")
    return list({(row.organisation_id, row.person_id): row for row in rows}.values())


def _rows() -> QuerySet[CoSignatory]:
    rows = CoSignatory.objects.select_related(
        "post__space",
        "post__prompt__window",
        "post__latest_version",
        "post__public_version",
        "organisation",
        "version",
    )
    numbers = Version.objects.only("post_id", "number").order_by("number")
    return rows.prefetch_related(
        "post__co_signatories",
        Prefetch("post__versions", queryset=numbers),
        "post__latest_version__attachments",
        "post__latest_version__redactions",
    )
