"""Who may write, correct and withdraw: window × role × state stands here and nowhere else (PRODUCT, 2 and 4).

Every instant is `kit.clock.transaction_now()` of the transaction that writes; the window is read
FOR SHARE before it is asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ParamSpec

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import LatePolicy, PostState, Standing, WindowState
from discussions.errors import (
    NotFound,
    NotPossibleNow,
    NotYours,
    PromptClosed,
    WindowClosed,
    WindowNotOpenYet,
)
from discussions.models import Post, Prompt, Space, Window
from hub.kit.refusals import Refusal

Given = ParamSpec("Given")


@dataclass(frozen=True)
class Admission:
    """How a text is taken in. `waits`: it is late and a moderator decides on it first.

    `is_resent`: a returned text came back in time and keeps its first `received_at`.
    """

    standing: Standing
    waits: bool = False
    is_resent: bool = False


ON_TIME = Admission(Standing.ON_TIME)

#: What a closed window does with a late post, by its policy; None: refused.
_LATE: dict[str, Admission | None] = {
    LatePolicy.REFUSE: None,
    LatePolicy.MARK: Admission(Standing.LATE),
    LatePolicy.ASK: Admission(Standing.LATE, waits=True),
}
_CAN_BE_CORRECTED = frozenset({PostState.PENDING, PostState.PUBLISHED, PostState.RETURNED})
_CAN_BE_WITHDRAWN = frozenset(PostState) - {PostState.WITHDRAWN, PostState.MERGED}


def admit(window: Window | None, at: datetime) -> Admission:
    """How the window takes a text at an instant.

    No window: always open. Raises WindowNotOpenYet, and WindowClosed where late texts are refused.
    """
    if window is None:
        return ON_TIME
    state = window.state_at(at)
    if state == WindowState.SCHEDULED:
        raise WindowNotOpenYet(window.opens_at)
    if state != WindowState.CLOSED:
        return Admission(window.standing_at(at))
    admission = _LATE[window.late_policy]
    if admission is None:
        raise WindowClosed(window.closes_at)
    return admission


def check_submit(
    viewer: Viewer, space: Space, prompt: Prompt | None, window: Window | None, at: datetime
) -> Admission:
    """May the viewer answer the prompt (or the space as a whole) now, and how does it count?

    Raises SignInFirst, PromptClosed, WindowNotOpenYet, WindowClosed.
    """
    check_signed_in(viewer)
    return check_takes_texts(prompt, window, at)


def check_takes_texts(prompt: Prompt | None, window: Window | None, at: datetime) -> Admission:
    """Does the prompt, or the space as a whole, take texts now, whoever asks, and how do they count?

    Raises PromptClosed, WindowNotOpenYet, WindowClosed.
    """
    if prompt is not None and prompt.closed_at is not None and prompt.closed_at <= at:
        raise PromptClosed(prompt.closed_at)
    return admit(window, at)


def check_reply(viewer: Viewer, parent: Post, window: Window | None, at: datetime) -> Admission:
    """May the viewer answer the post now, and how does it count?

    Moderators of the space are not bound by the window. Raises SignInFirst, NotFound for a post
    whose text is not public, WindowNotOpenYet, WindowClosed.
    """
    check_signed_in(viewer)
    if parent.state != PostState.PUBLISHED:
        if parent.has_been_public or viewer.is_staff_of(parent.space_id):
            raise NotPossibleNow(_("This text takes no replies, because it is not public now."))
        raise NotFound
    if viewer.is_staff_of(parent.space_id):
        return ON_TIME
    return check_takes_texts(parent.prompt, window, at)


def check_correct(viewer: Viewer, post: Post, window: Window | None, at: datetime) -> Admission:
    """May the viewer send a new version of the post now, and how does it count?

    A returned text may be sent again for 7 days, even after closing, and keeps its first standing.
    Raises NotYours, NotPossibleNow, WindowNotOpenYet, WindowClosed.
    """
    check_author(viewer, post)
    if post.state not in _CAN_BE_CORRECTED:
        raise NotPossibleNow(_("In its present state this text cannot be corrected."))
    if post.state == PostState.RETURNED and at < resend_ends_at(post):
        return Admission(Standing(post.standing), is_resent=True)
    if viewer.is_staff_of(post.space_id) and post.is_reply:
        return ON_TIME
    return admit(window, at)


def check_withdraw(viewer: Viewer, post: Post) -> None:
    """May the viewer withdraw the post? Its author at any time. Raises NotYours, NotPossibleNow."""
    check_author(viewer, post)
    if post.state not in _CAN_BE_WITHDRAWN:
        raise NotPossibleNow(_("This text was already withdrawn or merged."))


def check_author(viewer: Viewer, post: Post) -> None:
    """Raises NotYours for everyone but the author."""
    check_signed_in(viewer)
    if not viewer.is_author(post.author_id):
        raise NotYours


def refusal_of(
    check: Callable[Given, object], *given: Given.args, **named: Given.kwargs
) -> Refusal | None:
    """Why a check says no, in the words that its act would be refused with; None where it says yes.

    Pages ask it before they offer an act.
    """
    try:
        check(*given, **named)
    except Refusal as refusal:
        return refusal
    return None


def resend_ends_at(post: Post) -> datetime:
    """Until when a returned text may be sent again, UTC."""
    return post.state_since + timedelta(days=settings.RESEND_DAYS_AFTER_RETURN)
