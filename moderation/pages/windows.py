"""A space's windows: their states, what can be done with each, a preview of it, and the whole history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.windows import possible_window_acts
from discussions.enums import LatePolicy, WindowAct
from discussions.models import Space, Window, WindowChange
from discussions.pages.addresses import space_url
from discussions.pages.windows import (
    ExactTimes,
    Status,
    Strip,
    exact_times,
    status_of,
    strip_of,
)
from discussions.selectors.completeness import incomplete_texts
from discussions.services.windows import SeenWindow, WindowSetting, setting_of
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.instants import zone_city
from moderation.selectors.windows import windows_with_history


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
    prompts: list[int]
    acts: list[ActLink]


@dataclass(frozen=True)
class Change:
    """One line of the history. `detail` is what was set; `earlier` what that replaced."""

    at: str
    by: str
    window: str
    act: str
    detail: list[str]
    earlier: list[str]
    reason: str


@dataclass(frozen=True)
class Preview:
    """What confirming would do, in sentences, before it is done."""

    title: str
    lines: list[str]


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

    title: str
    language: str
    space_url: str
    queue_url: str
    exports_url: str
    status: Status
    strip: Strip | None
    times: ExactTimes | None
    windows: list[WindowLine]
    new_window: ActLink
    missing: list[str]
    editing: Editing | None
    history: list[Change]


@dataclass(frozen=True)
class Windows:
    """The windows of a space as they were at `at`."""

    space: Space
    windows: Sequence[Window]
    at: datetime

    def at_position(self, position: int) -> Window | None:
        """The window at a place; None where there is none."""
        return next((one for one in self.windows if one.position == position), None)

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
    return Windows(space, windows_with_history(space), at)


def windows_page(
    of: Windows, viewer: Viewer, editing: tuple[WindowAct, int] | None = None
) -> WindowsPage:
    """The page, in the active language; `editing` is the act and the place of the window whose form is shown."""
    language = get_language() or "en"
    title = text_in(of.space, "title", language)
    main = of.at_position(0)
    here = reverse("space-windows", args=[of.space.slug])
    documents = list(of.space.documents.all())
    return WindowsPage(
        title=title.value or of.space.slug,
        language=title.language,
        space_url=space_url(of.space),
        queue_url=f"{reverse('review-queue')}?space={of.space.slug}",
        exports_url=reverse("exports", args=[of.space.slug]) if viewer.is_secretariat else "",
        status=status_of(main, of.at),
        strip=strip_of(main, documents, of.at),
        times=exact_times(main, of.at),
        windows=[_line(window, of, viewer, here, editing) for window in of.windows],
        new_window=_link(WindowAct.SCHEDULE, None, of.free_position, here, editing),
        missing=incomplete_texts(of.space),
        editing=_editing(of, here, *editing) if editing is not None else None,
        history=_history(of),
    )


def preview_of(act: WindowAct, setting: WindowSetting | None, window: Window | None) -> Preview:
    """What an act will do. `setting` is what will be set; None for what happens at once."""
    if act == WindowAct.OPEN:
        return Preview(_("The window opens now."), _closing_lines(window))
    if act == WindowAct.CLOSE:
        assert window is not None
        return Preview(_("The window closes now."), _after_closing(window))
    assert setting is not None
    lines = [_closes_sentence(setting)]
    if act == WindowAct.EXTEND:
        later = _later(window, setting)
        return Preview(_("New closing"), [*lines, later] if later else lines)
    lines.insert(0, _opens_sentence(setting))
    lines.append(_policy_sentence(setting))
    return Preview(_("This will be announced"), lines)


def window_name(position: int) -> str:
    """What a window is called among staff."""
    return _("Main window") if position == 0 else _("Window %(n)d") % {"n": position + 1}


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
        grace=_minutes(window.grace_minutes),
        prompts=[prompt.number for prompt in window.prompts.all()],
        acts=[_link(act, window, window.position, here, editing) for act in acts],
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
        WindowAct.OPEN: _("Open now"),
        WindowAct.CLOSE: _("Close now"),
        WindowAct.EXTEND: _("Extend or reopen"),
    }[act]


def _editing(of: Windows, here: str, act: WindowAct, position: int) -> Editing:
    window = of.at_position(position)
    buttons = {
        WindowAct.SCHEDULE: _("Schedule the window"),
        WindowAct.OPEN: _("Open the window"),
        WindowAct.CLOSE: _("Close the window"),
        WindowAct.EXTEND: _("Extend the window"),
    }
    return Editing(
        act=act,
        heading=_("%(window)s: %(act)s")
        % {"window": window_name(position), "act": _words_of(act, window, position)},
        button=buttons[act],
        action=f"{here}?window={position}&act={act}#form",
        cancel_url=here,
    )


def _history(of: Windows) -> list[Change]:
    lines = []
    for window in of.windows:
        changes = list(window.changes.all())
        for index, change in enumerate(changes):
            following = changes[index + 1 :]
            lines.append((change.pk, _change(change, window, following)))
    lines.sort(key=lambda line: line[0], reverse=True)
    return [line for _key, line in lines]


def _change(change: WindowChange, window: Window, following: Sequence[WindowChange]) -> Change:
    """What a change set is what the next one replaced, or what stands now."""
    opens = next((one.opens_at for one in following if one.had_opens_at), window.opens_at)
    closes = next((one.closes_at for one in following if one.had_closes_at), window.closes_at)
    zone = window.time_zone
    earlier = []
    if change.had_opens_at and change.opens_at != opens:
        earlier.append(_opens_words(change.opens_at, zone))
    if change.had_closes_at and change.closes_at != closes:
        earlier.append(_closes_words(change.closes_at, zone))
    return Change(
        at=moment_in(change.at),
        by=change.by_person.name if change.by_person is not None else "",
        window=window_name(window.position),
        act=str(WindowAct(change.act).label) if change.act in WindowAct.values else _("Changed"),
        detail=[_opens_words(opens, zone), _closes_words(closes, zone)],
        earlier=earlier,
        reason=change.reason or "",
    )


def _opens_words(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return _("open since the beginning")
    return _("opens %(moment)s in %(place)s") % {
        "moment": moment_in(instant, zone),
        "place": zone_city(zone),
    }


def _closes_words(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return _("no end yet")
    return _("closes %(moment)s in %(place)s") % {
        "moment": moment_in(instant, zone),
        "place": zone_city(zone),
    }


def _announced(instant: datetime | None, zone: str) -> str:
    return moment_in(instant, zone, weekday=True) if instant is not None else ""


def _opens_sentence(setting: WindowSetting) -> str:
    if setting.opens_at is None:
        return _("It opens at once.")
    if setting.time_zone == "UTC":
        return _("It opens %(utc)s UTC.") % _when(setting.opens_at, setting.time_zone)
    return _("It opens %(moment)s in %(place)s, %(utc)s UTC.") % _when(
        setting.opens_at, setting.time_zone
    )


def _closes_sentence(setting: WindowSetting) -> str:
    if setting.closes_at is None:
        return _("It has no end yet.")
    if setting.time_zone == "UTC":
        return _("It closes %(utc)s UTC.") % _when(setting.closes_at, setting.time_zone)
    return _("It closes %(moment)s in %(place)s, %(utc)s UTC.") % _when(
        setting.closes_at, setting.time_zone
    )


def _when(instant: datetime, zone: str) -> dict[str, str]:
    return {
        "moment": moment_in(instant, zone, weekday=True),
        "place": zone_city(zone),
        "utc": moment_in(instant, weekday=True),
    }


def _policy_sentence(setting: WindowSetting) -> str:
    return {
        LatePolicy.REFUSE: _("What comes more than %(grace)s after closing is refused."),
        LatePolicy.MARK: _("What comes more than %(grace)s after closing is marked as late."),
        LatePolicy.ASK: _(
            "What comes more than %(grace)s after closing is late and waits for a moderator."
        ),
    }[setting.late_policy] % {"grace": _minutes(setting.grace_minutes)}


def _closing_lines(window: Window | None) -> list[str]:
    if window is None:
        return []
    return [_closes_sentence(setting_of(window))]


def _after_closing(window: Window) -> list[str]:
    if not window.grace_minutes:
        return []
    return [
        _("What comes within %(grace)s still counts as on time.")
        % {"grace": _minutes(window.grace_minutes)}
    ]


def _later(window: Window | None, setting: WindowSetting) -> str:
    """How much later than now announced; "" where less than a day, or where there was no end."""
    if window is None or window.closes_at is None or setting.closes_at is None:
        return ""
    days = (setting.closes_at - window.closes_at) // timedelta(days=1)
    if days < 1:
        return ""
    words = ngettext("That is %(n)d day later.", "That is %(n)d days later.", days)
    return words % {"n": days}


def _minutes(minutes: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
