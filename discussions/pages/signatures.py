"""Who joins and who endorses a post, as readers see it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.signatures import co_signatories_for
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import reservation_for
from discussions.enums import CoSignatoryState, EndorserKind
from discussions.models import CoSignatory, Endorsement, Post, Version
from discussions.pages.card_shapes import EndorsingGroup, Signature
from discussions.selectors.signatures import in_order_of_the_united_nations
from hub.kit.text import sort_key


def joint_with(post: Post, shown: Version, viewer: Viewer, language: str) -> list[Signature]:
    """The co-signatories in the order of the United Nations, each with its answer unless it agreed to the shown version."""
    rows = in_order_of_the_united_nations(co_signatories_for(post, viewer), language)
    return [Signature(row.organisation_name, co_signatory_notes(row, post, shown)) for row in rows]


def co_signatory_notes(row: CoSignatory, post: Post, shown: Version) -> list[str]:
    """What a reader should know of the answer; nothing where it is known that it agreed to the shown version."""
    state = str(CoSignatoryState(row.state).label)
    is_verified = row.answered_at is None or row.is_verified
    notes = []
    if row.state != CoSignatoryState.CONFIRMED:
        notes.append(state)
    elif row.version_id not in {None, shown.pk}:
        number = _number_of(row.version_id, post)
        notes.append(_("agreed to version %(number)d") % {"number": number})
    elif not is_verified:
        notes.append(state)
    return notes if is_verified else [*notes, _("not verified")]


def endorsing_groups(post: Post, language: str) -> list[EndorsingGroup]:
    """The organisations that endorse the post and have not taken it back, by group, in the order of the groups."""
    rows = _standing(post, EndorserKind.ORGANISATION)
    found = {row.stakeholder_group for row in rows}
    known = [group for group in StakeholderGroup.values if group in found]
    groups: list[str | None] = [*known, *([None] if None in found else [])]
    return [
        EndorsingGroup(
            str(StakeholderGroup(group).label) if group else _("Group not known"),
            _signatures([row for row in rows if row.stakeholder_group == group], post, language),
        )
        for group in groups
    ]


def personal_endorsements(post: Post, language: str) -> list[Signature]:
    """The people that endorse the post for themselves and have not taken it back."""
    return _signatures(_standing(post, EndorserKind.PERSON), post, language)


def endorsement_notes(row: Endorsement, post: Post) -> list[str]:
    """What a reader should know of an endorsement: unverified, of an earlier version, with a reservation."""
    notes = []
    if not row.is_verified:
        notes.append(_("not verified"))
    if row.version_id not in {None, post.public_version_id}:
        number = _number_of(row.version_id, post)
        notes.append(_("endorsed version %(number)d") % {"number": number})
    reservation = reservation_for(row, VISITOR)
    if reservation:
        notes.append(_("with a reservation: %(words)s") % {"words": reservation})
    return notes


def _standing(post: Post, kind: str) -> list[Endorsement]:
    return [
        row for row in post.endorsements.all() if row.kind == kind and row.withdrawn_at is None
    ]


def _signatures(rows: Sequence[Endorsement], post: Post, language: str) -> list[Signature]:
    rows = sorted(rows, key=lambda row: sort_key(row.endorser_name, language))
    return [Signature(row.endorser_name, endorsement_notes(row, post)) for row in rows]


def _number_of(version_id: UUID | None, post: Post) -> int:
    return next((row.number for row in post.versions.all() if row.pk == version_id), 1)
