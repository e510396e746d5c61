"""Dates and times as people write them, in the language that is active (EN and FR have forms of their own).

Seconds are cut off, never rounded up. The zone is always the caller's to name beside it.
"""

from datetime import date, datetime

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language

from hub.kit.instants import in_zone


def written_day(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """A day: "Sunday 21 March 2027", "dimanche 21 mars 2027"; the first of a month is "1er" in French."""
    number = "1er" if day.day == 1 and _is_french() else str(day.day)
    parts = [number, formatted(day, "F")]
    if weekday:
        parts.insert(0, formatted(day, "l"))
    if year:
        parts.append(str(day.year))
    return " ".join(parts)


def day_in(
    instant: datetime, zone: str = "UTC", *, weekday: bool = False, year: bool = True
) -> str:
    """The day of an instant by the calendar of a zone."""
    return written_day(in_zone(instant, zone), weekday=weekday, year=year)


def weekday_in(instant: datetime, zone: str = "UTC") -> str:
    """The day of the week of an instant by the calendar of a zone: "Monday", "lundi"."""
    return formatted(in_zone(instant, zone), "l")


def clock_in(instant: datetime, zone: str = "UTC") -> str:
    """The time of day by the clocks of a zone: "03:59", in French "3 h 59" (with no-break spaces)."""
    local = in_zone(instant, zone)
    if _is_french():
        return f"{local.hour}\xa0h\xa0{local.minute:02d}"
    return f"{local.hour:02d}:{local.minute:02d}"


def moment_in(
    instant: datetime, zone: str = "UTC", *, weekday: bool = False, year: bool = True
) -> str:
    """Day and time by the clocks of a zone: "9 March 2027, 09:12", "9 mars 2027 à 9 h 12"."""
    day = day_in(instant, zone, weekday=weekday, year=year)
    between = " à " if _is_french() else ", "
    return f"{day}{between}{clock_in(instant, zone)}"


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")
