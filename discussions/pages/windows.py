"""A window as pages show it: state in words, exact instants, a line in time, and how long all that stays true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from discussions.enums import LatePolicy, WindowState
from discussions.models import Document, Window
from hub.kit.dates import day_in, moment_in
from hub.kit.instants import cut_to_minute, days_left, format_instant, in_zone
from hub.kit.zones import zone_city

URGENT_DAYS: Final = 5
_DAY: Final = timedelta(days=1)
_GRAIN = 5  # positions on the line are multiples of it
_ROOM = 15  # two labels on the line stand no closer


@dataclass(frozen=True)
class Status:
    """A state in a shape and words."""

    kind: str
    text: str


@dataclass(frozen=True)
class ExactTimes:
    """One instant, cut to the minute, in the announced zone and in UTC."""

    event: str
    announced: str
    zone: str
    utc: str
    instant: str


@dataclass(frozen=True)
class Step:
    """A point of the line in time."""

    label: str
    date: str
    position: int
    is_past: bool = False
    is_now: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Strip:
    """The line from opening to closing, filled up to `position` per cent."""

    position: int
    steps: list[Step]


def status_of(window: Window | None, at: datetime) -> Status:
    """The pill: open, opening soon, in grace or closed; days are whole and never rounded up."""
    state = WindowState.OPEN if window is None else window.state_at(at)
    if state == WindowState.SCHEDULED:
        return Status("soon", _opens_in(days_left(at, _known(window, "opens_at"))))
    if state == WindowState.GRACE:
        return Status("closed", _("Closed, in grace"))
    if state == WindowState.CLOSED:
        return Status("closed", _("Closed"))
    if window is None or window.closes_at is None:
        return Status("open", _("Open"))
    days = days_left(at, window.closes_at)
    return Status("urgent" if days < URGENT_DAYS else "open", _closes_in(days))


def exact_times(window: Window | None, at: datetime) -> ExactTimes | None:
    """The instant that matters next, or the closing once it is past; None where there is none."""
    if window is None:
        return None
    if window.state_at(at) == WindowState.SCHEDULED:
        event, instant = "opens", window.opens_at
    else:
        event, instant = "closes", window.closes_at
        if instant is not None and instant <= at:
            event = "closed"
    if instant is None:
        return None
    zone = window.time_zone
    is_utc = in_zone(instant, zone).utcoffset() == timedelta(0) and zone_city(zone) == "UTC"
    return ExactTimes(
        event=event,
        announced=moment_in(instant, zone, weekday=True),
        zone=zone_city(zone),
        utc="" if is_utc else moment_in(instant, weekday=True),
        instant=format_instant(cut_to_minute(instant)),
    )


def closing_note(window: Window | None, at: datetime) -> str:
    """What still can be sent after the closing; "" before it, and where nothing can."""
    if window is None:
        return ""
    state = window.state_at(at)
    if state == WindowState.GRACE:
        until = moment_in(_known(window, "grace_ends_at"))
        return _(
            "Texts that arrive until %(until)s UTC still count as on time; they are shown as in grace."
        ) % {"until": until}
    if state != WindowState.CLOSED:
        return ""
    if window.late_policy == LatePolicy.MARK:
        return _("Texts can still be sent. They are marked as late.")
    if window.late_policy == LatePolicy.ASK:
        return _("Texts can still be sent. They are late, and a moderator decides on each.")
    return _("Posting and replying have ended. Everything stays here to be read.")


def strip_of(window: Window | None, documents: Sequence[Document], at: datetime) -> Strip | None:
    """The line in time; None where the window has no beginning or no end."""
    if window is None or window.opens_at is None or window.closes_at is None:
        return None
    position = _position(window, at)
    has_closed, has_opened = at >= window.closes_at, at >= window.opens_at
    steps = [
        Step(
            _("Opened") if has_opened else _("Opens"),
            _day(window.opens_at, window),
            0,
            is_past=has_opened,
        )
    ]
    steps += _revisions(window, documents, at)
    if has_opened and not has_closed:
        now = min(max(position, _GRAIN), 100 - _GRAIN)
        steps.append(Step(_("Today"), _day(at, window), now, is_now=True))
    steps.append(
        Step(
            pgettext("date of a space", "Closed") if has_closed else _("Closes"),
            moment_in(window.closes_at, window.time_zone, year=False),
            100,
            is_past=has_closed,
            is_last=True,
        )
    )
    steps.sort(key=lambda step: (step.position, step.is_now))
    return Strip(position, steps)


def position_of(window: Window | None, at: datetime) -> int | None:
    """How much of an open window is past, in per cent; None where that cannot be said."""
    if window is None or window.opens_at is None or window.closes_at is None:
        return None
    return _position(window, at) if window.opens_at <= at < window.closes_at else None


def true_until(windows: Iterable[Window | None], at: datetime) -> datetime | None:
    """The next instant at which something that pages say of the windows would be untrue, UTC.

    The next edge of each, the next change of "closes in 3 days", the next midnight of "today".
    None: nothing of it ever changes.
    """
    edges = [edge for window in windows if window is not None for edge in _edges(window, at)]
    return min(edges, default=None)


def _edges(window: Window, at: datetime) -> Iterable[datetime]:
    edge = window.next_edge(at)
    if edge is None:
        return
    yield edge
    yield edge - max(days_left(at, edge), 0) * _DAY
    today = in_zone(at, window.time_zone)
    yield today.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY


def _revisions(window: Window, documents: Sequence[Document], at: datetime) -> list[Step]:
    """The revisions of a draft that came out while the window was open, the latest where two would collide."""
    steps: list[Step] = []
    dated = [d for d in documents if d.label and d.issued_at is not None]
    for document in sorted(dated, key=lambda d: _known(d, "issued_at"), reverse=True):
        issued = _known(document, "issued_at")
        if not _known(window, "opens_at") < issued < _known(window, "closes_at"):
            continue
        position = _position(window, issued)
        if position <= (steps[-1].position if steps else 100) - _ROOM and position >= _ROOM:
            label = document.label or ""
            steps.append(Step(label, _day(issued, window), position, is_past=issued <= at))
    return steps


def _position(window: Window, at: datetime) -> int:
    opens, closes = _known(window, "opens_at"), _known(window, "closes_at")
    if closes <= opens or at >= closes:
        return 100
    share = max((at - opens) / (closes - opens), 0.0)
    return int(share * 100 / _GRAIN) * _GRAIN


def _day(instant: datetime, window: Window) -> str:
    return day_in(instant, window.time_zone, year=False)


def _known(row: object, name: str) -> datetime:
    """An instant that the state of its row says is there."""
    instant: datetime | None = getattr(row, name)
    assert instant is not None
    return instant


def _opens_in(days: int) -> str:
    if days < 1:
        return _("Opens within 24 hours")
    return ngettext("Opens in %(days)d day", "Opens in %(days)d days", days) % {"days": days}


def _closes_in(days: int) -> str:
    if days < 1:
        return _("Open. Closes within 24 hours")
    words = ngettext("Open. Closes in %(days)d day", "Open. Closes in %(days)d days", days)
    return words % {"days": days}
