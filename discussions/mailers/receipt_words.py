"""What a receipt says, the same on its page and in its mail."""

from datetime import datetime

from django.utils.translation import gettext as _

from discussions.access.posts import resend_ends_at
from discussions.enums import LatePolicy, PostState, Standing, VersionReview, WindowState
from discussions.models import Post, Version, Window
from discussions.selectors.writing import sent_again_at
from hub.kit.dates import day_in, moment_in
from hub.kit.instants import in_zone
from hub.kit.zones import zone_city


def instant_text(instant: datetime) -> str:
    """An instant to the second, in UTC: "18 March 2027, 14:58:07 UTC". Seconds are cut, never rounded."""
    return _("%(day)s, %(time)s UTC") % {
        "day": day_in(instant),
        "time": f"{in_zone(instant, 'UTC'):%H:%M:%S}",
    }


def instant_in_zone(instant: datetime, window: Window | None) -> str:
    """The same to the minute in the announced zone; "" where that is UTC or there is none."""
    if window is None or zone_city(window.time_zone) == "UTC":
        return ""
    return _("%(moment)s in %(zone)s") % {
        "moment": moment_in(instant, window.time_zone),
        "zone": zone_city(window.time_zone),
    }


def sent_again_words(version: Version) -> str:
    """Of a returned text that came again: when that was; "" for every other, which was sent when it was received."""
    sent_at = sent_again_at(version)
    if sent_at is None:
        return ""
    words = _(
        "This version was sent on %(instant)s. The instant at which the first one was received is kept."
    )
    return words % {"instant": instant_text(sent_at)}


def heading_of(post: Post, version: Version, *, is_withdrawal: bool) -> str:
    """What was received, or that it was taken back."""
    if is_withdrawal:
        return _("Your text is withdrawn")
    if version.number > 1:
        return _("Your correction was received")
    return _("Your reply was received") if post.is_reply else _("Your submission was received")


def next_steps(post: Post, version: Version, window: Window | None, at: datetime) -> list[str]:
    """What happens next, and how to correct or withdraw; one sentence or two each."""
    ends_at = resend_ends_at(post)
    is_returned = PostState.RETURNED in {post.state, version.review}
    if ends_at is not None and is_returned and at < ends_at:
        words = _(
            "You can mend it and send it again until %(moment)s UTC. It keeps its first instant."
        )
        return [words % {"moment": moment_in(ends_at)}]
    steps = [*_what_happens(post, version, window)]
    if post.state in {PostState.PENDING, PostState.PUBLISHED, PostState.RETURNED}:
        steps.append(until_when(version, window, at))
    return steps


def _what_happens(post: Post, version: Version, window: Window | None) -> list[str]:
    if post.state == PostState.WITHDRAWN:
        return [
            _("You withdrew it on %(moment)s UTC.") % {"moment": moment_in(post.state_since)},
            _("Readers no longer see it. Its reference stays in the register."),
        ]
    if post.state == PostState.PENDING:
        takes_late = window is None or window.late_policy == LatePolicy.MARK
        if version.standing == Standing.LATE and not takes_late:
            return [
                _("It came after the window had closed: a moderator decides whether it is taken."),
                _("You get an e-mail when that is decided."),
            ]
        return [
            _("A moderator reads it before it appears."),
            _("You get an e-mail when it is published, or if it needs a change."),
        ]
    if post.state != PostState.PUBLISHED:
        return [_("Its line in the register says what became of it, and why.")]
    return [_what_became(version)]


def _what_became(version: Version) -> str:
    """Of a version whose post is public."""
    if version.review == VersionReview.WAITING:
        return _("A moderator reads this version before it takes the place of the earlier one.")
    if version.review in {VersionReview.RETURNED, VersionReview.REJECTED}:
        return _("This version was not made public. Readers go on seeing the one before it.")
    if version.review == VersionReview.SUPERSEDED:
        return _("A later version has taken its place.")
    return _("It is public now. Replies to it reach you by e-mail.")


def until_when(version: Version, window: Window | None, at: datetime) -> str:
    """Until when a text that was not returned can be corrected, in one sentence or two."""
    if window is not None and is_ahead(window, at):
        return _not_before(window)
    if window is None or window.closes_at is None:
        return _("You can correct it while texts are taken here, and withdraw it at any time.")
    state = window.state_at(at)
    if state == WindowState.CLOSED:
        return _after_closing(version, window)
    ends_at = window.grace_ends_at if state == WindowState.GRACE else window.closes_at
    assert ends_at is not None
    return _("You can correct it until %(moment)s in %(zone)s, and withdraw it at any time.") % {
        "moment": moment_in(ends_at, window.time_zone),
        "zone": zone_city(window.time_zone),
    }


def is_ahead(window: Window | None, at: datetime) -> bool:
    """Whether the window has still to open: a text can stand there before, by a move or by other dates."""
    return window is not None and window.state_at(at) == WindowState.SCHEDULED


def _not_before(window: Window) -> str:
    assert window.opens_at is not None  # it is ahead
    words = _(
        "No texts are taken here yet: you can correct it from %(moment)s in %(zone)s, and withdraw it at any time."
    )
    return words % {
        "moment": moment_in(window.opens_at, window.time_zone),
        "zone": zone_city(window.time_zone),
    }


def _after_closing(version: Version, window: Window) -> str:
    """What the policy for late texts does with a correction (PRODUCT, section 4)."""
    if window.late_policy == LatePolicy.ASK:
        return _(
            "You can still correct it, and withdraw it at any time. A correction is late now: a moderator decides on it."
        )
    if window.late_policy == LatePolicy.MARK and version.standing == Standing.LATE:
        return _(
            "You can still correct it, and withdraw it at any time. A correction is marked as late."
        )
    if window.late_policy == LatePolicy.MARK:
        return _(
            "You can still correct it, and withdraw it at any time. A correction is marked as late now;"
            " the version that was not late stays the one in the main compilation."
        )
    return _("You can withdraw it at any time.")
