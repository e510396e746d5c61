"""What an author can do after a decision, in the words of its letter."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from discussions.access.posts import resend_ends_at
from discussions.enums import PostState, Standing, VersionReview
from discussions.mailers.receipt_words import until_when
from discussions.models import Post, Version, Window
from hub.kit.dates import moment_in
from moderation.enums import DecisionAct
from moderation.mailers.places import steps_after_merge, steps_after_move

#: After these the author may ask for another look.
CAN_BE_APPEALED: Final = frozenset({DecisionAct.REJECT, DecisionAct.HIDE})

#: After these the author is told to write to the secretariat: letters say how to reach it.
NAMES_SECRETARIAT: Final = frozenset(
    {
        DecisionAct.RETURN,
        DecisionAct.UPHOLD,
        DecisionAct.REDACT,
        DecisionAct.MOVE,
        DecisionAct.MERGE,
    }
)


def next_steps(
    act: DecisionAct, post: Post, version: Version, window: Window | None, at: datetime
) -> list[str]:
    """What the author can do, or need not do, one sentence or two each, in the active language.

    For an act that was done, and for one that somebody thinks of doing on what stands there now.
    """
    steps: dict[DecisionAct, Callable[[], list[str]]] = {
        DecisionAct.RETURN: lambda: _after_return(post, version, at),
        DecisionAct.RECONSIDER: _nothing_to_do,
        DecisionAct.PUBLISH: lambda: [*_late(version), until_when(version, window, at)],
        DecisionAct.UNHIDE: lambda: [*_late(version), until_when(version, window, at)],
        DecisionAct.HIDE: lambda: [_("You can withdraw it at any time.")],
        DecisionAct.REJECT: lambda: _after_no(act, post, version, window, at),
        DecisionAct.UPHOLD: lambda: _after_no(act, post, version, window, at),
        DecisionAct.REDACT: lambda: _after_redact(version, window, at),
        DecisionAct.UNREDACT: _nothing_to_do,
        DecisionAct.MOVE: lambda: steps_after_move(post, version, window, at),
        DecisionAct.MERGE: lambda: steps_after_merge(post),
        DecisionAct.UNMERGE: lambda: [until_when(version, window, at)],
    }
    return steps[act]()


def _nothing_to_do() -> list[str]:
    return [_("You need not do anything now.")]


def _late(version: Version) -> list[str]:
    if version.standing != Standing.LATE:
        return []
    return [_("It came after the window had closed, and is marked as late.")]


def _after_return(post: Post, version: Version, at: datetime) -> list[str]:
    ends_at = resend_ends_at(post)
    if ends_at is None and version.review == VersionReview.WAITING:  # not returned yet
        ends_at = at + timedelta(days=settings.RESEND_DAYS_AFTER_RETURN)
    if ends_at is None:
        until = _("You can send it again while the window takes texts.")
    else:
        until = _(
            "You can send it again until %(until)s UTC, even after the window has closed."
        ) % {"until": moment_in(ends_at)}
    nothing = (
        _("If you do nothing, readers go on seeing the version before it.")
        if post.state == PostState.PUBLISHED
        else _("If you do nothing, it is not published. Its line in the register stays.")
    )
    disagree = _("If you disagree, write to the secretariat. A second moderator will look at it.")
    return [until, nothing, disagree]


def _after_redact(version: Version, window: Window | None, at: datetime) -> list[str]:
    return [
        _("You need not do anything."),
        until_when(version, window, at),
        _(
            "If a correction holds the same words or the same file, they are withheld there as well."
        ),
        _("If you disagree, write to the secretariat. A second moderator will look at it."),
    ]


def _after_no(
    act: DecisionAct, post: Post, version: Version, window: Window | None, at: datetime
) -> list[str]:
    steps = (
        [until_when(version, window, at)]
        if post.state == PostState.PUBLISHED  # it was a correction
        else [_("You can withdraw it at any time.")]
    )
    if act == DecisionAct.UPHOLD:
        steps.append(_("If you still disagree, write to the secretariat."))
    return steps
