"""A space's windows: their states, what can be done with each, a preview of it, and the whole history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.viewer import Viewer
from discussions.access.windows import possible_window_acts
from discussions.enums import LatePolicy, WindowAct
from discussions.mailers.window_words import minutes_text, scope_text
from discussions.models import Space, Window
from discussions.pages.space_windows import space_windows
from discussions.pages.windows import (
    ExactTimes,
    Status,
    Strip,
    exact_times,
    status_of,
    strip_of,
)
from discussions.selectors.completeness import incomplete_texts
from discussions.selectors.spaces import prompts_of
from discussions.selectors.windows import numbers_by_window
from discussions.validators.windows import SeenWindow
from hub.kit.dates import moment_in
from hub.kit.zones import zone_city
from moderation.pages.desk import Desk, desk_of
from moderation.pages.window_history import Change, history_of
from moderation.pages.window_words import window_name
from moderation.selectors.windows import assigned_numbers, windows_with_history


@dataclass(frozen=True)
class ActLink:
    """An act that the state of a window allows, in words, with the address of its form."""

    act: WindowAct
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class WindowLine:
    """One window."""

    position: int
    name: str
    status: Status
    opens: str
    closes: str
    zone: str
    policy: str
    grace: str
    questions: str
    acts: list[ActLink]


@dataclass(frozen=True)
class Editing:
    """The form that the page shows: for which act, on which window."""

    act: WindowAct
    heading: str
    button: str
    action: str
    cancel_url: str


@dataclass(frozen=True)
class WindowsPage:
    """All that moderation/windows.html shows."""

    desk: Desk
    queue_url: str
    outside_url: str
    exports_url: str
    status: Status
    strip: Strip | None
    times: ExactTimes | None
    parts: list[str]
    windows: list[WindowLine]
    new_window: ActLink
    questions_url: str
    missing: list[str]
    editing: Editing | None
    history: list[Change]


@dataclass(frozen=True)
class Windows:
    """The windows of a space as they were at `at`."""

    space: Space
    windows: Sequence[Window]
    numbers: Mapping[int, Sequence[int]]
    at: datetime

    def at_position(self, position: int) -> Window | None:
        """The window at a place; None where there is none."""
        return next((one for one in self.windows if one.position == position), None)

    @property
    def main(self) -> Window | None:
        """The main one; None while there is none."""
        return next(iter(self.windows), None)

    @property
    def has_questions(self) -> bool:
        """Whether there are questions that could follow a window."""
        return any(self.numbers.values())

    def stops_texts(self, opens_at: datetime | None) -> bool:
        """Whether texts, which can be sent now without any window, no longer could until a first one opens."""
        published_at = self.space.published_at
        is_public = published_at is not None and published_at <= self.at
        return is_public and not self.windows and opens_at is not None and opens_at > self.at

    def concerns_nobody(self, position: int) -> bool:
        """Whether nothing is posted under the window at a place: a further one that no question follows."""
        window = self.at_position(position)
        return position > 0 and (window is None or not self.numbers[window.pk])

    @property
    def free_position(self) -> int:
        """The place of the next window."""
        return max((window.position for window in self.windows), default=-1) + 1

    def seen(self, position: int) -> SeenWindow:
        """What a form on the window at a place carries."""
        window = self.at_position(position)
        changes = list(window.changes.all()) if window is not None else []
        return SeenWindow(self.space.pk, position, changes[-1].pk if changes else 0)


def windows_of(space: Space, at: datetime) -> Windows:
    """What the page is about; three statements."""
    windows = windows_with_history(space)
    return Windows(space, windows, numbers_by_window(windows), at)


def windows_page(
    of: Windows, viewer: Viewer, editing: tuple[WindowAct, int] | None = None
) -> WindowsPage:
    """The page, in the active language; `editing` is the act and the place of the window whose form is shown."""
    together = space_windows(of.windows, prompts_of(of.space), of.at)
    here = reverse("space-windows", args=[of.space.slug])
    documents = list(of.space.documents.all())
    return WindowsPage(
        desk=desk_of(of.space, viewer, "space-windows"),
        queue_url=f"{reverse('review-queue')}?space={of.space.slug}",
        outside_url=reverse("outside-input", args=[of.space.slug]),
        exports_url=reverse("exports", args=[of.space.slug]) if viewer.is_secretariat else "",
        status=together.status,
        strip=strip_of(together.only, documents, of.at),
        times=exact_times(together.only, of.at),
        parts=together.lines,
        windows=[_line(window, of, viewer, here, editing) for window in of.windows],
        new_window=_link(WindowAct.SCHEDULE, None, of.free_position, here, editing),
        questions_url=_questions_url(of),
        missing=incomplete_texts(of.space),
        editing=_editing(of, here, *editing) if editing is not None else None,
        history=history_of(of.windows, assigned_numbers(of.space)),
    )


def _line(
    window: Window,
    of: Windows,
    viewer: Viewer,
    here: str,
    editing: tuple[WindowAct, int] | None,
) -> WindowLine:
    acts = possible_window_acts(viewer, of.space.pk, window, of.at)
    return WindowLine(
        position=window.position,
        name=window_name(window.position),
        status=status_of(window, of.at),
        opens=_announced(window.opens_at, window.time_zone) or _("since the beginning"),
        closes=_announced(window.closes_at, window.time_zone) or _("no end yet"),
        zone=zone_city(window.time_zone),
        policy=str(LatePolicy(window.late_policy).label),
        grace=minutes_text(window.grace_minutes),
        questions=_questions_of(window, of),
        acts=[
            _link(act, window, window.position, here, editing)
            for act in acts
            if act != WindowAct.QUESTIONS  # of all windows at once, on a page of its own
        ],
    )


def _link(
    act: WindowAct,
    window: Window | None,
    position: int,
    here: str,
    editing: tuple[WindowAct, int] | None,
) -> ActLink:
    return ActLink(
        act=act,
        text=_words_of(act, window, position),
        url=f"{here}?window={position}&act={act}#form",
        is_current=editing == (act, position),
    )


def _words_of(act: WindowAct, window: Window | None, position: int) -> str:
    if act == WindowAct.EXTEND and window is not None and window.closes_at is None:
        return _("Set the closing")
    if window is None:
        return _("Schedule the main window") if position == 0 else _("Schedule another window")
    return {
        WindowAct.SCHEDULE: _("Change the dates"),
        WindowAct.OPEN: pgettext("button", "Open now"),
        WindowAct.CLOSE: _("Close now"),
        WindowAct.EXTEND: _("Extend"),
        WindowAct.REOPEN: _("Open again"),
        WindowAct.LATE_RULES: _("Change the grace and late texts"),
    }[act]


def _editing(of: Windows, here: str, act: WindowAct, position: int) -> Editing:
    window = of.at_position(position)
    buttons = {
        WindowAct.SCHEDULE: _("Schedule the window"),
        WindowAct.OPEN: _("Open the window"),
        WindowAct.CLOSE: _("Close the window"),
        WindowAct.EXTEND: _("Extend the window"),
        WindowAct.REOPEN: _("Open the window again"),
        WindowAct.LATE_RULES: _("Change the grace and late texts"),
    }
    return Editing(
        act=act,
        heading=_("%(window)s: %(act)s")
        % {"window": window_name(position), "act": _words_of(act, window, position)},
        button=buttons[act],
        action=f"{here}?window={position}&act={act}#form",
        cancel_url=here,
    )


def _questions_url(of: Windows) -> str:
    """Where questions are given to windows; "" where there is nothing to choose."""
    has_choice = len(of.windows) > 1 and of.has_questions
    return reverse("window-questions", args=[of.space.slug]) if has_choice else ""


def _questions_of(window: Window, of: Windows) -> str:
    """Whose window it is."""
    numbers = of.numbers[window.pk]
    return scope_text(numbers, is_main=window.position == 0) or _("No question follows it")


def _announced(instant: datetime | None, zone: str) -> str:
    return moment_in(instant, zone, weekday=True) if instant is not None else ""
