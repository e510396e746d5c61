"""What an author should know of where a text stands now, in the words of the letter on a decision."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.posts import admit, refusal_of
from discussions.access.signatures import check_takes_endorsements
from discussions.enums import PostState
from discussions.mailers.receipt_words import is_ahead, until_when
from discussions.models import Post, PostMove, Space, Version, Window
from discussions.selectors.references import parse_reference
from discussions.selectors.threads import all_below
from discussions.selectors.writing import window_for
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from moderation.selectors.places import endorsements_of

#: What comes back within days of being returned is not bound by the window.
_CORRECTED_IN_THE_WINDOW: Final = frozenset({PostState.PENDING, PostState.PUBLISHED})


def former_reference(post: Post) -> str:
    """The reference that a post had before it was last moved, "" where that did not change it; one statement."""
    last = post.moves.order_by("position", "pk").values_list("reference", flat=True).last()
    return last or ""


def steps_after_move(
    post: Post, version: Version, window: Window | None, at: datetime
) -> list[str]:
    """Where it stood and stands, what leads there, what went with it, and until when it can be corrected there.

    One sentence each, or two, in the active language.
    """
    moves = post.moves.select_related("prompt__space", "in_reply_to__space")
    moves = moves.order_by("position", "pk")
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
    if post.state in _CORRECTED_IN_THE_WINDOW:
        steps.append(_correcting(version, window, at))
    steps.append(_("If it should stand elsewhere, write to the secretariat."))
    return steps


def _stood(move: PostMove) -> list[str]:
    """Where it stood before, as far as that changed."""
    if move.in_reply_to is not None:
        words = _("Before, it stood as a reply to %(reference)s.")
        return [words % {"reference": move.in_reply_to.reference}]
    if move.reference is not None:
        return [_stood_elsewhere(move, move.reference)]
    if move.prompt is not None:
        words = _("Before, it stood under question %(number)d.")
        return [words % {"number": move.prompt.number}]
    if move.had_prompt:
        return [_("Before, it stood among the posts to the space as a whole.")]
    if move.had_in_reply_to:
        return [_("Before, it stood as a submission of its own.")]
    return []


def _stood_elsewhere(move: PostMove, reference: str) -> str:
    """The place in the space that it left: questions of both have the same numbers."""
    language = get_language() or settings.LANGUAGE_CODE
    if move.prompt is not None:
        words = _("Before, it stood under question %(number)d of “%(space)s”.")
        title = text_in(move.prompt.space, "title", language).value
        return words % {"number": move.prompt.number, "space": title}
    parsed = parse_reference(reference)
    space = Space.objects.filter(reference_prefix=parsed[0]).first() if parsed else None
    if space is None:
        return _("Before, it stood among the posts to the space as a whole.")
    words = _("Before, it stood among the posts to “%(space)s” as a whole.")
    return words % {"space": text_in(space, "title", language).value}


def _correcting(version: Version, window: Window | None, at: datetime) -> str:
    """What becomes of the author's right to correct, where it stands now."""
    if refusal_of(admit, window, at) is None or is_ahead(window, at):
        return until_when(version, window, at)
    return _(
        "No texts are taken there any more, so it cannot be corrected. You can withdraw it at any time."
    )


def steps_after_merge(post: Post) -> list[str]:
    """The text that stays, where readers are led there, and what to do where the two are not the same."""
    steps = []
    if post.survivor is not None:
        reference = post.survivor.reference
        steps.append(_("The text that stays is %(reference)s.") % {"reference": reference})
        steps += _endorsers(post, post.survivor)
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
