"""What moderation adds to the pages of a text: for its author what was decided, for staff the ways to decide.

The discussions know nothing of decisions: settings.MODERATION_ON_PAGES names the functions that do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from discussions.access.viewer import Viewer
from discussions.models import Post, Version
from discussions.pages.card_shapes import Link

#: The anchor of what was decided, on the page of a text.
DECIDED: Final = "decided"


@dataclass(frozen=True)
class Decided:
    """One decision as its author is told of it; `message` is what a moderator wrote to them.

    `reason`, `message` and `steps` (what the author can do now) are empty where there is nothing; so is `sentence` of
    one that something later has taken the place of. `is_against`: the text is not, or no longer, before readers by it.
    """

    heading: str
    at: str
    sentence: str
    reason: str
    message: str
    steps: tuple[str, ...] = ()
    is_against: bool = False


@dataclass(frozen=True)
class DecidedOn:
    """All that was decided on a text, the latest first; `standing`: what the author has to know now."""

    standing: list[Decided]
    earlier: list[Decided]


def decided_for(post: Post, viewer: Viewer) -> DecidedOn | None:
    """What was decided on a post, for its author alone; None where nothing was. Needs its versions at hand."""
    if not viewer.is_author(post.author_id):
        return None
    tell: Callable[[Post], DecidedOn | None] = import_string(
        settings.MODERATION_ON_PAGES["decided"]
    )
    return tell(post)


def ways_to_moderate(post: Post, shown: Version, viewer: Viewer) -> list[Link]:
    """For staff of its space, the ways to all that they can do with a post of which they see a version; no statement.

    Needs the space and the versions of the post at hand.
    """
    if not viewer.is_staff_of(post.space_id):
        return []
    ways: Callable[[Post, Version, Viewer], list[Link]] = import_string(
        settings.MODERATION_ON_PAGES["ways"]
    )
    return ways(post, shown, viewer)
