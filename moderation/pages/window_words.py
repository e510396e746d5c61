"""What an act on a window will do, in sentences, before it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.enums import WindowAct
from discussions.mailers.window_words import (
    closes_sentence,
    minutes_text,
    opens_sentence,
    policy_sentence,
)
from discussions.models import Window
from discussions.validators.windows import WindowSetting
from hub.kit.dates import clock_in, moment_in
from hub.kit.instants import AmbiguousTime, in_zone, resolve_local
from hub.kit.zones import zone_city

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Preview:
    """What confirming would do, in sentences, before it is done."""

    title: str
    lines: list[str]


def preview_of(
    act: WindowAct,
    setting: WindowSetting,
    window: Window | None,
    told: int | None = 0,
    *,
    stops_texts: bool = False,
) -> Preview:
    """What an act will do. `setting` is what will be set; `told` how many people will hear of it.

    None: it is nobody's window yet. `stops_texts`: texts can be sent now, and no longer until the window opens.
    """
    title, lines = {
        WindowAct.SCHEDULE: _scheduling,
        WindowAct.OPEN: _opening,
        WindowAct.CLOSE: _closing,
        WindowAct.EXTEND: _extending,
        WindowAct.REOPEN: _reopening,
        WindowAct.LATE_RULES: _late_rules,
    }[act](setting, window)
    if told is None and act == WindowAct.SCHEDULE:
        title = _("This will be set")
    if stops_texts:
        lines = [*lines, _stopping_sentence()]
    return Preview(title, [line for line in (*lines, told_sentence(told)) if line])


def told_sentence(told: int | None) -> str:
    """Who hears of it; "" where nobody does. None: the window is nobody's yet."""
    if told is None:
        return _("No question follows this window yet, so nobody is told of it.")
    if not told:
        return ""
    words = ngettext(
        "%(n)d person who follows or moderates this space is told, by e-mail and on the site.",
        "%(n)d people who follow or moderate this space are told, by e-mail and on the site.",
        told,
    )
    return words % {"n": told}


def window_name(position: int) -> str:
    """What a window is called among staff."""
    return _("Main window") if position == 0 else _("Window %(n)d") % {"n": position + 1}


def window_within(position: int) -> str:
    """The same within a sentence."""
    return _("the main window") if position == 0 else _("window %(n)d") % {"n": position + 1}


Words = tuple[str, list[str]]


def _scheduling(setting: WindowSetting, _window: Window | None) -> Words:
    return _("This will be announced"), [
        opens_sentence(setting),
        _which_of_two(setting.opens_at, setting.time_zone),
        *_closing_lines(setting),
        policy_sentence(setting),
    ]


def _opening(setting: WindowSetting, _window: Window | None) -> Words:
    return _("The window opens now."), [*_closing_lines(setting), policy_sentence(setting)]


def _closing(setting: WindowSetting, _window: Window | None) -> Words:
    within = _("What comes within %(grace)s still counts as on time.")
    return _("The window closes now."), [
        within % {"grace": minutes_text(setting.grace_minutes)} if setting.grace_minutes else "",
        policy_sentence(setting),
        _("Drafts are kept for their authors."),
    ]


def _extending(setting: WindowSetting, window: Window | None) -> Words:
    return _("New closing"), [*_closing_lines(setting), _later(window, setting)]


def _reopening(setting: WindowSetting, _window: Window | None) -> Words:
    return _("The window opens again now."), [
        *_closing_lines(setting),
        policy_sentence(setting),
        _("What came late until now stays late."),
    ]


def _late_rules(setting: WindowSetting, _window: Window | None) -> Words:
    return _("From now on"), [
        policy_sentence(setting),
        _grace_sentence(setting),
        _("What was sent until now stands as it stood."),
    ]


def _closing_lines(setting: WindowSetting) -> list[str]:
    return [closes_sentence(setting), _which_of_two(setting.closes_at, setting.time_zone)]


def _stopping_sentence() -> str:
    return _(
        "Texts can be sent now, without a window. Once this one is set, none can be sent until it opens."
    )


def _grace_sentence(setting: WindowSetting) -> str:
    """Until when the grace lasts; "" without an end, or without grace."""
    if setting.closes_at is None or not setting.grace_minutes:
        return ""
    ends_at = setting.closes_at + timedelta(minutes=setting.grace_minutes)
    return _("The grace ends %(moment)s in %(place)s.") % {
        "moment": moment_in(ends_at, setting.time_zone, weekday=True),
        "place": zone_city(setting.time_zone),
    }


def _which_of_two(instant: datetime | None, zone: str) -> str:
    """Spelled out where the clocks of the zone show the time of an instant twice; "" elsewhere."""
    if instant is None:
        return ""
    local = in_zone(instant, zone)
    try:
        resolve_local(local.replace(tzinfo=None, fold=0), zone)
    except AmbiguousTime:
        named = {"place": zone_city(zone), "time": clock_in(instant, zone)}
        if local.fold:
            words = _(
                "The clocks in %(place)s show %(time)s twice then; the second time is meant."
            )
        else:
            words = _("The clocks in %(place)s show %(time)s twice then; the first time is meant.")
        return words % named
    return ""


def _later(window: Window | None, setting: WindowSetting) -> str:
    """How much later than now announced, by the clocks of the zone; "" where there was no end, or for less than an hour.

    Less than a day is counted in hours that pass.
    """
    if window is None or window.closes_at is None or setting.closes_at is None:
        return ""
    earlier, later = (
        in_zone(instant, setting.time_zone).replace(tzinfo=None)
        for instant in (window.closes_at, setting.closes_at)
    )
    days, hours = (later - earlier) // _DAY, (later - earlier) % _DAY // _HOUR
    if not days:
        hours = (setting.closes_at - window.closes_at) // _HOUR
    in_days = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    in_hours = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if days and hours:
        words = _("That is %(days)s and %(hours)s later.")
        return words % {"days": in_days, "hours": in_hours}
    if not days and hours < 1:
        return ""
    return _("That is %(time)s later.") % {"time": in_days if days else in_hours}
