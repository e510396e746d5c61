"""What stands around a text in its thread, as staff read it: what it answers, and the replies to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext

from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for, text_for
from discussions.enums import PostState
from discussions.models import Post, Version
from discussions.pages.addresses import post_url
from discussions.pages.texts import Prose, direction_of, prose_of
from hub.kit.sanitise import excerpt
from moderation.selectors.places import first_replies, replies_below

SHOWN: Final = 3
_OPENING: Final = 120  # characters of a reply


@dataclass(frozen=True)
class Context:
    """What a post answers: another post, in its words."""

    reference: str
    url: str
    name: str
    text: Prose | None


@dataclass(frozen=True)
class ReplyLine:
    """A reply. `url`: its panel in the review queue; `opening` is "" where its words are kept from the viewer."""

    reference: str
    url: str
    name: str
    state: str
    opening: str
    language: str
    direction: str


@dataclass(frozen=True)
class Below:
    """The replies to a post, to any depth and in every state: how many in words, and the first of them.

    `all_url` leads to the whole thread; "" where all are shown.
    """

    words: str
    lines: list[ReplyLine]
    all_url: str


def answers_of(post: Post, viewer: Viewer, reasons: Mapping[str, str]) -> Context | None:
    """What a post from `post_for_review` answers; None for a submission."""
    parent = post.parent
    if parent is None:
        return None
    version = parent.public_version or parent.latest_version
    speaker = speaker_for(version, parent, viewer)
    return Context(
        reference=parent.reference,
        url=post_url(parent),
        name=speaker.name if speaker is not None else "",
        text=staff_prose(version, parent, viewer, reasons, folds=True),
    )


def below_of(post: Post, viewer: Viewer) -> Below | None:
    """None where there is no reply; three statements at most."""
    number = replies_below(post)
    if not number:
        return None
    words = ngettext("%(number)d reply to it", "%(number)d replies to it", number)
    return Below(
        words=words % {"number": number},
        lines=[_line(reply, viewer) for reply in first_replies(post, SHOWN)],
        all_url=post_url(post) if number > SHOWN else "",
    )


def staff_prose(
    version: Version,
    post: Post,
    viewer: Viewer,
    reasons: Mapping[str, str],
    *,
    folds: bool = False,
) -> Prose:
    """A version as staff of its space read it, in the active language."""
    text = text_for(version, post, viewer)
    assert text is not None  # staff of a space see every version in it
    reason = reasons.get(text.mask_reason or "", "")
    return prose_of(text, get_language() or "en", reason, folds=folds)


def _line(reply: Post, viewer: Viewer) -> ReplyLine:
    version = reply.latest_version
    text, speaker = text_for(version, reply, viewer), speaker_for(version, reply, viewer)
    assert text is not None  # staff of a space see every version in it
    assert speaker is not None
    return ReplyLine(
        reference=reply.reference,
        url=f"{reverse('review-queue')}?post={reply.reference}#panel",
        name=speaker.name,
        state=str(PostState(reply.state).label),
        opening=excerpt(text.html, _OPENING) if text.mask_reason is None else "",
        language=text.language,
        direction=direction_of(text.language),
    )
