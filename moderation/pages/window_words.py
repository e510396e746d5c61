"""What an act on a window will do, in sentences, before it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.enums import LatePolicy, WindowAct
from discussions.models import Window
from discussions.services.windows import setting_of
from discussions.validators.windows import WindowSetting
from hub.kit.dates import moment_in
from hub.kit.instants import zone_city


@dataclass(frozen=True)
class Preview:
    """What confirming would do, in sentences, before it is done."""

    title: str
    lines: list[str]


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


def minutes_text(minutes: int) -> str:
    """Like "15 minutes"."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


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
    if not setting.grace_minutes:
        return {
            LatePolicy.REFUSE: _("What comes after closing is refused."),
            LatePolicy.MARK: _("What comes after closing is marked as late."),
            LatePolicy.ASK: _("What comes after closing is late and waits for a moderator."),
        }[setting.late_policy]
    return {
        LatePolicy.REFUSE: _("What comes more than %(grace)s after closing is refused."),
        LatePolicy.MARK: _("What comes more than %(grace)s after closing is marked as late."),
        LatePolicy.ASK: _(
            "What comes more than %(grace)s after closing is late and waits for a moderator."
        ),
    }[setting.late_policy] % {"grace": minutes_text(setting.grace_minutes)}


def _closing_lines(window: Window | None) -> list[str]:
    if window is None:
        return []
    return [_closes_sentence(setting_of(window))]


def _after_closing(window: Window) -> list[str]:
    if not window.grace_minutes:
        return []
    return [
        _("What comes within %(grace)s still counts as on time.")
        % {"grace": minutes_text(window.grace_minutes)}
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
