"""What an author should know of where a text stands now, in the words of the letter on a decision."""

from django.utils.translation import gettext as _

from discussions.access.posts import refusal_of
from discussions.access.signatures import check_takes_endorsements
from discussions.models import Post, PostMove
from discussions.selectors.threads import all_below
from discussions.selectors.writing import window_for
from hub.kit.clock import database_now
from moderation.selectors.places import endorsements_of


def steps_after_move(post: Post) -> list[str]:
    """Where it stood and stands, what leads there, and what went with it; one sentence each, in the active language."""
    moves = post.moves.select_related("prompt", "in_reply_to__space").order_by("position", "pk")
    last = moves.last()
    steps = _stood(last) if last is not None else []
    if post.parent is not None:
        reference = post.parent.reference
        steps.append(_("It stands as a reply to %(reference)s now.") % {"reference": reference})
    if last is not None and last.reference is not None:
        steps.append(
            _("Its reference is %(reference)s now; the former one, %(former)s, leads there.")
            % {"reference": post.reference, "former": last.reference}
        )
    if all_below(post).exists():
        steps.append(_("The replies to it went with it."))
    steps.append(_("If it should stand elsewhere, write to the secretariat."))
    return steps


def _stood(move: PostMove) -> list[str]:
    """Where it stood before, as far as that changed."""
    if move.in_reply_to is not None:
        words = _("Before, it stood as a reply to %(reference)s.")
        return [words % {"reference": move.in_reply_to.reference}]
    if move.prompt is not None:
        words = _("Before, it stood under question %(number)d.")
        return [words % {"number": move.prompt.number}]
    if move.had_prompt:
        return [_("Before, it stood among the posts to the space as a whole.")]
    if move.had_in_reply_to:
        return [_("Before, it stood as a submission of its own.")]
    return []


def steps_after_merge(post: Post) -> list[str]:
    """The text that stays, and what to do where the two are not the same."""
    steps = []
    if post.merged_into is not None:
        reference = post.merged_into.reference
        steps.append(_("The text that stays is %(reference)s.") % {"reference": reference})
        steps += _endorsers(post, post.merged_into)
    steps.append(
        _("If the two do not say the same, write to the secretariat: they can be separated.")
    )
    return steps


def can_still_endorse(survivor: Post) -> bool:
    """Whether who endorsed a merged text may endorse the one that stays; needs its space and question at hand."""
    window = window_for(survivor.space, survivor.prompt)
    return refusal_of(check_takes_endorsements, window, database_now()) is None


def _endorsers(post: Post, survivor: Post) -> list[str]:
    """What becomes of endorsements, where there are any."""
    if not endorsements_of(post):
        return []
    if can_still_endorse(survivor):
        return [_("Who endorsed your text is asked whether they endorse that one too.")]
    return [
        _(
            "Endorsing has ended: who endorsed your text is told, but not asked about that one. Their endorsements of yours"
            " stay on record."
        )
    ]
