"""What stands beside the text of a post: where it came from."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from discussions.enums import NameWithheld
from discussions.mailers.outside_words import source_words
from discussions.models import Post, PostMove
from discussions.models.post import PUBLIC_STATES
from discussions.pages.addresses import post_url
from hub.kit.dates import day_in


def notes_on(post: Post) -> list[str]:
    """Where the post came from, where that is not the place in which it stands."""
    notes = [_moved(move, post) for move in _moves_to_here(post)]
    notes += filter(None, [source_words(post), _carried(post)])
    return notes


def _moves_to_here(post: Post) -> list[PostMove]:
    """From other spaces, and within the present one; where it stood within an earlier one means nothing here."""
    moves = list(post.moves.all())
    arrivals = [place for place, move in enumerate(moves) if move.reference]
    last = arrivals[-1] if arrivals else -1
    return [
        move
        for place, move in enumerate(moves)
        if move.reference
        or place > last
        or (move.prompt is not None and move.prompt.space_id == post.space_id)
    ]


def _carried(post: Post) -> str:
    """From where the text was carried over, "" where that is no reader's to know.

    It names two posts as one speaker's: nothing is said where either is not public, or withholds a name.
    """
    earlier = post.carried_from
    if earlier is None or not {post.state, earlier.state} <= {*PUBLIC_STATES}:
        return ""
    if {post.name_withheld, earlier.name_withheld} != {NameWithheld.NO}:
        return ""
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', post_url(earlier), earlier.reference)
    prompt = earlier.prompt
    if prompt is None:
        return format_html(_("Carried over from {reference}."), reference=link)
    document = prompt.document
    if document is None or not document.label:
        words = _("Carried over from {reference}, question {number}.")
        return format_html(words, reference=link, number=prompt.number)
    words = _("Carried over from {reference}, question {number} ({revision}).")
    return format_html(words, reference=link, number=prompt.number, revision=document.label)


def _moved(move: PostMove, post: Post) -> str:
    day = day_in(move.at)
    if move.reference and move.reference != post.reference:
        words = _("Moved here from another space on %(day)s, where it was %(reference)s.")
        return words % {"day": day, "reference": move.reference}
    if move.prompt is not None and move.prompt_id != post.prompt_id:
        words = _("Moved here from question %(number)d on %(day)s.")
        return words % {"day": day, "number": move.prompt.number}
    if move.in_reply_to is not None and move.in_reply_to_id != post.parent_id:
        words = _("Moved here on %(day)s; it stood as a reply to %(reference)s.")
        return words % {"day": day, "reference": move.in_reply_to.reference}
    if move.had_prompt and move.prompt is None and post.prompt_id is not None:
        return _("Moved here on %(day)s from the posts to the space as a whole.") % {"day": day}
    return _("Moved here on %(day)s.") % {"day": day}
