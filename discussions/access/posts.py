"""Who may write, correct and withdraw: window × role × state stands here and nowhere else (PRODUCT, 2 and 4).

Every instant is `kit.clock.transaction_now()` of the transaction that writes; the window is read
FOR SHARE before it is asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ParamSpec

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_signed_in, check_staff_of
from discussions.enums import LatePolicy, PostState, Standing, VersionReview, WindowState
from discussions.errors import (
    DatesNotPossible,
    NotFound,
    NotPossibleNow,
    NotYours,
    PromptClosed,
    WindowClosed,
    WindowNotOpenYet,
)
from discussions.models import Post, Prompt, Space, Window
from hub.kit.dates import written_day
from hub.kit.instants import in_zone
from hub.kit.refusals import Refusal
from hub.kit.zones import zone_city

Given = ParamSpec("Given")


@dataclass(frozen=True)
class Admission:
    """How a text is taken in. `waits`: it is late and a moderator decides on it first.

    `is_resent`: a returned text came back in time and keeps its first `received_at`. `by_staff`: staff
    act for an entity from outside the portal; nobody else has to look at it before it appears.
    """

    standing: Standing
    waits: bool = False
    is_resent: bool = False
    by_staff: bool = False


ON_TIME = Admission(Standing.ON_TIME)

#: What a closed window does with a late post, by its policy; None: refused.
_LATE: dict[str, Admission | None] = {
    LatePolicy.REFUSE: None,
    LatePolicy.MARK: Admission(Standing.LATE),
    LatePolicy.ASK: Admission(Standing.LATE, waits=True),
}
_SHORTEST = timedelta.resolution
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


def outside_standing(window: Window | None, received_on: date) -> Standing:
    """How input that came from outside stands: a day in the window's announced zone decides (PRODUCT, section 4).

    A day alone is as good as 23:59:59, so the whole of the last day on which the window took texts
    counts as on time, also where it closed at noon; every later day is late. Grace is for instants.
    What came before the opening is on time.
    """
    last_day = last_day_of(window)
    return Standing.ON_TIME if last_day is None or received_on <= last_day else Standing.LATE


def last_day_of(window: Window | None) -> date | None:
    """The last day, in its announced zone, of which the window has an instant; None while there is no end."""
    if window is None or window.closes_at is None:
        return None
    return in_zone(window.closes_at - _SHORTEST, window.time_zone).date()


def check_received_on(window: Window | None, received_on: date, at: datetime) -> None:
    """Raises DatesNotPossible for a day that has not come yet in the window's zone; UTC where there is none."""
    zone = window.time_zone if window is not None else "UTC"
    today = in_zone(at, zone).date()
    if received_on > today:
        raise DatesNotPossible(
            _("In %(zone)s it is %(day)s now. It cannot have been received later than that.")
            % {"zone": zone_city(zone), "day": written_day(today)}
        )


def check_outside_input(
    viewer: Viewer, space_id: int, window: Window | None, received_on: date
) -> Admission:
    """May the viewer enter what came from outside, and how does it count?

    Staff of the space, whatever the window, its policy and the question say: the day on which it was
    received decides. Raises SignInFirst, NotModerator.
    """
    check_signed_in(viewer)
    check_staff_of(viewer, space_id)
    return Admission(outside_standing(window, received_on), by_staff=True)


def check_outside_reply(parent: Post) -> None:
    """Does the post take input from outside as a reply? Raises NotPossibleNow where its text is not public."""
    if parent.state != PostState.PUBLISHED:
        raise NotPossibleNow(_("This text takes no replies, because it is not public now."))


def check_correct(viewer: Viewer, post: Post, window: Window | None, at: datetime) -> Admission:
    """May the viewer send a new version of the post now, and how does it count?

    A returned text, or a returned correction of a published one, may be sent again for 7 days, even
    after closing, and keeps its first standing. Staff who mend what they entered for somebody are not
    bound by the window, and its standing stays. Raises NotYours, NotPossibleNow, WindowNotOpenYet,
    WindowClosed.
    """
    check_author(viewer, post)
    if post.state not in _CAN_BE_CORRECTED:
        raise NotPossibleNow(_("In its present state this text cannot be corrected."))
    if not viewer.is_author(post.author_id):
        return Admission(Standing(post.standing), by_staff=True)
    ends_at = resend_ends_at(post)
    if ends_at is not None and at < ends_at:
        return Admission(_first_standing(post), is_resent=True)
    if viewer.is_staff_of(post.space_id) and post.is_reply:
        return ON_TIME
    return admit(window, at)


def check_withdraw(viewer: Viewer, post: Post) -> None:
    """May the viewer withdraw the post? Who acts for its author, at any time. Raises NotYours, NotPossibleNow."""
    check_author(viewer, post)
    if post.state not in _CAN_BE_WITHDRAWN:
        raise NotPossibleNow(_("This text was already withdrawn or merged."))


def check_author(viewer: Viewer, post: Post) -> None:
    """Raises SignInFirst for a visitor, NotYours for everyone else who does not act for the author."""
    check_signed_in(viewer)
    if not acts_for_author(viewer, post):
        raise NotYours


def acts_for_author(viewer: Viewer, post: Post) -> bool:
    """The author; and staff of the space where staff entered the post for an entity that has no account."""
    if viewer.is_author(post.author_id):
        return True
    return is_entered_by_staff(post) and viewer.is_staff_of(post.space_id)


def check_look_behind(viewer: Viewer, post: Post) -> None:
    """May the viewer look behind a withheld name, masks and redacted words, by an act on record?

    Moderators of the space and the secretariat, in every state of post and window (PRODUCT, section 1). Raises
    NotModerator for everyone else: observers, administrators, moderators of other spaces, the author.
    """
    check_staff_of(viewer, post.space_id)


def is_entered_by_staff(post: Post) -> bool:
    """Whether it came from outside the portal and a person of the staff entered it here."""
    return post.outside_kind is not None and post.outside_entered_by_id is not None


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


def resend_ends_at(post: Post) -> datetime | None:
    """Until when what was returned may be sent again, UTC; None where nothing is returned.

    A post, or the latest version of a published one; then it needs that version at hand.
    """
    since = post.state_since if post.state == PostState.RETURNED else _correction_returned_at(post)
    return since and since + timedelta(days=settings.RESEND_DAYS_AFTER_RETURN)


def first_received_at(post: Post) -> datetime:
    """The instant that a returned text keeps: of the post, or of the correction of a published one."""
    if post.state == PostState.RETURNED:
        return post.received_at
    return post.latest_version.received_at


def _first_standing(post: Post) -> Standing:
    if post.state == PostState.RETURNED:
        return Standing(post.standing)
    return Standing(post.latest_version.standing)


def _correction_returned_at(post: Post) -> datetime | None:
    if post.state != PostState.PUBLISHED or post.latest_version_id == post.public_version_id:
        return None
    latest = post.latest_version
    return latest.returned_at if latest.review == VersionReview.RETURNED else None
