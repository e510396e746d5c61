"""When a window opens and closes and what comes late, in sentences: the same in a preview, on a page and in a letter."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.enums import LatePolicy
from discussions.validators.windows import WindowSetting
from hub.kit.dates import clock_in, moment_in, weekday_in
from hub.kit.zones import zone_city


def opens_sentence(setting: WindowSetting) -> str:
    """Like "It opens Monday 1 March 2027, 09:00 in New York, 14:00 UTC on Monday."; "It opens at once." without an instant."""
    if setting.opens_at is None:
        return _("It opens at once.")
    if _is_utc(setting.time_zone):
        return _("It opens %(moment)s UTC.") % _when(setting.opens_at, setting.time_zone)
    return _("It opens %(moment)s in %(place)s, %(utc_time)s UTC on %(utc_weekday)s.") % _when(
        setting.opens_at, setting.time_zone
    )


def closes_sentence(setting: WindowSetting) -> str:
    """Like "It closes Sunday 21 March 2027, 23:59 in New York, 03:59 UTC on Monday."."""
    if setting.closes_at is None:
        return _("It has no end yet.")
    if _is_utc(setting.time_zone):
        return _("It closes %(moment)s UTC.") % _when(setting.closes_at, setting.time_zone)
    return _("It closes %(moment)s in %(place)s, %(utc_time)s UTC on %(utc_weekday)s.") % _when(
        setting.closes_at, setting.time_zone
    )


def closed_sentence(setting: WindowSetting) -> str:
    """The same of a closing that is past; "" without one."""
    if setting.closes_at is None:
        return ""
    if _is_utc(setting.time_zone):
        return _("It closed %(moment)s UTC.") % _when(setting.closes_at, setting.time_zone)
    return _("It closed %(moment)s in %(place)s, %(utc_time)s UTC on %(utc_weekday)s.") % _when(
        setting.closes_at, setting.time_zone
    )


def dates_sentences(setting: WindowSetting, at: datetime) -> list[str]:
    """When it opens, while that is to come, and when it closes, or closed."""
    is_ahead = setting.opens_at is not None and setting.opens_at > at
    has_closed = setting.closes_at is not None and setting.closes_at <= at
    closing = closed_sentence(setting) if has_closed else closes_sentence(setting)
    return [opens_sentence(setting), closing] if is_ahead else [closing]


def dates_of(name: str, setting: WindowSetting, at: datetime) -> str:
    """The same behind a name, like "Question 4: It closes Sunday 21 March 2027, 03:59 UTC."."""
    *opening, closing = dates_sentences(setting, at)
    if opening:
        return _("%(window)s: %(opening)s %(closing)s") % {
            "window": name,
            "opening": opening[0],
            "closing": closing,
        }
    return _("%(window)s: %(closing)s") % {"window": name, "closing": closing}


def policy_sentence(setting: WindowSetting) -> str:
    """What becomes of texts after the closing and the grace."""
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


def minutes_text(minutes: int) -> str:
    """Like "15 minutes"."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def numbers_text(numbers: Sequence[int]) -> str:
    """Like "Question 3" or "Questions 1, 3, 4"; "" for none."""
    if not numbers:
        return ""
    words = ngettext("Question %(numbers)s", "Questions %(numbers)s", len(numbers))
    return words % {"numbers": ", ".join(map(str, numbers))}


def scope_text(numbers: Sequence[int], *, is_main: bool) -> str:
    """Whom one of several windows concerns: its questions, and for the main one the posts to the space as a whole."""
    if not is_main:
        return numbers_text(numbers)
    if not numbers:
        return _("Posts to the space as a whole")
    return _("%(questions)s, and posts to the space as a whole") % {
        "questions": numbers_text(numbers)
    }


def _is_utc(zone: str) -> bool:
    return zone_city(zone) == "UTC"


def _when(instant: datetime, zone: str) -> dict[str, str]:
    return {
        "moment": moment_in(instant, zone, weekday=True),
        "place": zone_city(zone),
        "utc_time": clock_in(instant),
        "utc_weekday": weekday_in(instant),
    }
