"""The windows of a space taken together: it is not closed while some of its questions take answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.posts import check_takes_texts, refusal_of
from discussions.enums import WindowState
from discussions.mailers.window_words import scope_text
from discussions.models import Document, Prompt, Window
from discussions.pages.windows import (
    ExactTimes,
    Status,
    Strip,
    closing_note,
    exact_times,
    status_of,
    strip_of,
)
from hub.kit.dates import moment_in
from hub.kit.zones import zone_city

FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
#: What readers can do something about comes first.
_ORDER: Final = (WindowState.OPEN, WindowState.SCHEDULED, WindowState.GRACE, WindowState.CLOSED)


@dataclass(frozen=True)
class Part:
    """What one of several windows rules, with all that the page of the space says of it."""

    scope: str
    status: Status
    strip: Strip | None
    times: ExactTimes | None
    closing_note: str


@dataclass(frozen=True)
class Ruled:
    """A window with what follows it: the numbers of the questions that nobody closed, and the space as a whole."""

    window: Window
    numbers: tuple[int, ...]
    is_main: bool

    @property
    def scope(self) -> str:
        """In words."""
        return scope_text(self.numbers, is_main=self.is_main)


@dataclass(frozen=True)
class SpaceWindows:
    """The windows that rule anything in a space, as they were at `at`; none: it is always open.

    The open ones come first, then those to open, in grace, closed; else in their own order. `closed`: the numbers of the
    questions that take no answers, whatever their window says.
    """

    ruled: Sequence[Ruled]
    closed: tuple[int, ...]
    at: datetime

    @property
    def only(self) -> Window | None:
        """The window that rules everything; None where there are several, or none."""
        return self.ruled[0].window if len(self.ruled) == 1 else None

    @property
    def has_parts(self) -> bool:
        """Whether different windows rule different questions."""
        return len(self.ruled) > 1

    @property
    def state(self) -> WindowState:
        """Open while any window is open; else to be opened, in grace or closed, in this order."""
        states = {one.window.state_at(self.at) for one in self.ruled} or {WindowState.OPEN}
        return min(states, key=_ORDER.index)

    @property
    def status(self) -> Status:
        """The pill of the space."""
        if not self.has_parts:
            return status_of(self.only, self.at)
        leading = self._leading()
        said = {status_of(one, self.at) for one in leading}
        if self.state == WindowState.OPEN and len(leading) < len(self.ruled):
            return Status("open", _("Open in part"))
        if self.state == WindowState.OPEN and len(said) > 1:
            return Status("open", _("Open"))
        return status_of(min(leading, key=opening), self.at)

    @property
    def next_closing(self) -> datetime:
        """When the first of the open windows closes; else when the last one did. `FAR`: no end yet."""
        closings = [closing(one) for one in self._leading()] or [FAR]
        return min(closings) if self.state == WindowState.OPEN else max(closings)

    @property
    def next_opening(self) -> datetime:
        """When the first of the windows opens that are to open."""
        return min((opening(one) for one in self._leading()), default=FAR)

    @property
    def lines(self) -> list[str]:
        """What the pill leaves open, a line each: which questions are open until when, which are not."""
        several = [_line(one, self.at) for one in self.ruled] if self.has_parts else []
        return [*several, *([self.closed_words] if self.closed_words else [])]

    @property
    def closed_words(self) -> str:
        """Which questions are closed by themselves; "" where that is nothing new, because no window is open."""
        if not self.closed or self.state == WindowState.CLOSED:
            return ""
        words = ngettext(
            "Question %(numbers)s is closed.",
            "Questions %(numbers)s are closed.",
            len(self.closed),
        )
        return words % {"numbers": ", ".join(map(str, self.closed))}

    def parts(self, documents: Sequence[Document]) -> list[Part]:
        """For the page of the space; none where one window rules everything."""
        if not self.has_parts:
            return []
        return [
            Part(
                one.scope,
                status_of(one.window, self.at),
                self._strip(one.window, documents),
                exact_times(one.window, self.at),
                closing_note(one.window, self.at),
            )
            for one in self.ruled
        ]

    def takes_texts(self) -> bool:
        """Whether anything can be sent anywhere in the space."""
        windows: list[Window | None] = [one.window for one in self.ruled]
        return any(
            refusal_of(check_takes_texts, None, window, self.at) is None
            for window in windows or [None]
        )

    def _leading(self) -> list[Window]:
        """The windows by which the space is in its state."""
        windows = [one.window for one in self.ruled]
        return [window for window in windows if window.state_at(self.at) == self.state]

    def _strip(self, window: Window, documents: Sequence[Document]) -> Strip | None:
        """A line in time where there is something ahead: among several, the past ones are words enough."""
        ahead = {WindowState.OPEN, WindowState.SCHEDULED}
        return strip_of(window, documents, self.at) if window.state_at(self.at) in ahead else None


def space_windows(
    windows: Sequence[Window], prompts: Iterable[Prompt], at: datetime
) -> SpaceWindows:
    """Of the windows and questions of a space, the main window first; asks the database nothing."""
    followed: dict[int, list[int]] = {window.pk: [] for window in windows}
    closed = []
    for prompt in prompts:
        if prompt.closed_at is not None and prompt.closed_at <= at:
            closed.append(prompt.number)
        elif windows:
            followed[prompt.window_id or windows[0].pk].append(prompt.number)
    ruled = [
        Ruled(window, tuple(sorted(followed[window.pk])), is_main=window.pk == windows[0].pk)
        for window in sorted(windows, key=lambda one: _ORDER.index(one.state_at(at)))
    ]
    return SpaceWindows(
        [one for one in ruled if one.is_main or one.numbers], tuple(sorted(closed)), at
    )


def closing(window: Window) -> datetime:
    """`FAR` while there is no end."""
    return window.closes_at or FAR


def opening(window: Window) -> datetime:
    """`FAR` where it was open from the beginning."""
    return window.opens_at or FAR


def _line(one: Ruled, at: datetime) -> str:
    window = one.window
    state = window.state_at(at)
    instant = window.opens_at if state == WindowState.SCHEDULED else window.closes_at
    named = {"scope": one.scope, "moment": _moment(instant, window.time_zone)}
    if state == WindowState.SCHEDULED:
        return _("%(scope)s: opens %(moment)s") % named
    if state == WindowState.OPEN and instant is None:
        return _("%(scope)s: open, no end yet") % named
    if state == WindowState.OPEN:
        return _("%(scope)s: open until %(moment)s") % named
    if state == WindowState.GRACE:
        return _("%(scope)s: closed %(moment)s, in grace") % named
    return _("%(scope)s: closed %(moment)s") % named


def _moment(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return ""
    if zone_city(zone) == "UTC":
        return _("%(moment)s UTC") % {"moment": moment_in(instant)}
    return _("%(moment)s in %(zone)s") % {
        "moment": moment_in(instant, zone),
        "zone": zone_city(zone),
    }
