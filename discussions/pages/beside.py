"""What stands beside the text of a post: where it came from, who joins and who endorses it."""

from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import CoSignatoryState, OutsideKind
from discussions.models import CoSignatory, Post, PostMove
from hub.kit.dates import day_in, written_day
from hub.kit.text import sort_key

#: States, UN entities, other intergovernmental bodies, then all others (PRODUCT, section 7).
_RANKS: dict[str | None, int] = {
    StakeholderGroup.MEMBER_STATE: 0,
    StakeholderGroup.UN_ENTITY: 1,
    StakeholderGroup.INTERGOVERNMENTAL: 2,
}


def joint_with(post: Post, language: str) -> list[str]:
    """The co-signatories in the order of the United Nations, each with its answer unless it agreed."""

    def place(row: CoSignatory) -> tuple[int, tuple[str, str, str]]:
        return (
            _RANKS.get(row.stakeholder_group, len(_RANKS)),
            sort_key(row.organisation_name, language),
        )

    return [_co_signatory(row) for row in sorted(post.co_signatories.all(), key=place)]


def endorsers(post: Post, kind: str) -> list[str]:
    """Organisations or people that endorse the post and have not taken it back, with their reservations."""
    return [
        _("%(name)s (with a reservation: %(reservation)s)")
        % {"name": row.endorser_name, "reservation": row.reservation}
        if row.reservation
        else row.endorser_name
        for row in post.endorsements.all()
        if row.kind == kind and row.withdrawn_at is None
    ]


def notes_on(post: Post) -> list[str]:
    """Where the post came from, where that is not the place in which it stands."""
    notes = [_moved(move, post) for move in post.moves.all()]
    if post.outside_kind is not None and post.outside_received_on is not None:
        notes.append(_outside(post))
    return notes


def _outside(post: Post) -> str:
    assert post.outside_received_on is not None
    words = {
        OutsideKind.MAIL: _("Received by e-mail on %(day)s and entered by staff."),
        OutsideKind.LETTER: _("Received by letter on %(day)s and entered by staff."),
        OutsideKind.MEETING: _("Said at a meeting on %(day)s and entered by staff."),
    }
    default = _("Received outside the portal on %(day)s and entered by staff.")
    return words.get(OutsideKind(post.outside_kind or ""), default) % {
        "day": written_day(post.outside_received_on)
    }


def _moved(move: PostMove, post: Post) -> str:
    day = day_in(move.at)
    if move.reference and move.reference != post.reference:
        words = _("Moved here from another space on %(day)s, where it was %(reference)s.")
        return words % {"day": day, "reference": move.reference}
    if move.prompt is not None and move.prompt_id != post.prompt_id:
        words = _("Moved here from question %(number)d on %(day)s.")
        return words % {"day": day, "number": move.prompt.number}
    if move.in_reply_to is not None and move.in_reply_to_id != post.parent_id:
        reference = post.space.reference_of(move.in_reply_to.number)
        words = _("Moved here on %(day)s; it stood as a reply to %(reference)s.")
        return words % {"day": day, "reference": reference}
    if move.had_prompt and move.prompt is None and post.prompt_id is not None:
        return _("Moved here on %(day)s from the posts to the space as a whole.") % {"day": day}
    return _("Moved here on %(day)s.") % {"day": day}


def _co_signatory(row: CoSignatory) -> str:
    if row.state == CoSignatoryState.CONFIRMED:
        return row.organisation_name
    state = CoSignatoryState(row.state).label
    return _("%(name)s (%(state)s)") % {"name": row.organisation_name, "state": state}
