"""Submissions over time, as a chart and as a table: by the calendar of the zone that the space announces."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.enums import WindowState
from discussions.models import Window
from hub.kit.dates import day_in, written_day
from hub.kit.instants import in_zone
from hub.kit.zones import zone_city

#: So many columns at most: beyond, a column is a number of whole weeks.
_MOST: Final = 120
_WEEK: Final = 7
_HEIGHT = 80  # hundredths: above it stand the numbers of windows


@dataclass(frozen=True)
class Column:
    """One column: its place in hundredths of the chart, and what it stands for in words. `day` is its first."""

    day: str
    number: int
    x: str
    y: str
    width: str
    height: str
    words: str
    is_peak: bool


@dataclass(frozen=True)
class Mark:
    """Where a window opened or closed: a line at `x` hundredths with the number of the window, in one of two rows."""

    number: int
    x: str
    label_x: str
    opens: bool
    is_low: bool


@dataclass(frozen=True)
class MarkWords:
    """What the marks of one window mean."""

    number: int
    opened: str
    closed: str


@dataclass(frozen=True)
class Timeline:
    """The chart with its words. `heading` says by which steps it goes, `summary` what is to be seen in it.

    `columns` are those that are not empty: the rows of the table as well.
    """

    heading: str
    summary: str
    zone: str
    first: str
    last: str
    columns: list[Column]
    marks: list[Mark]
    windows: list[MarkWords]


def timeline_of(days: Counter[date], windows: Sequence[Window], at: datetime) -> Timeline | None:
    """The chart from the opening, or the first submission, to now, or the last; None where nothing came.

    `days` are by the calendar of the main window's zone, UTC without one.
    """
    if not days:
        return None
    zone = windows[0].time_zone if windows else "UTC"
    begin, end = _span(days, windows, zone, at)
    length = (end - begin).days + 1
    step = 1 if length <= _MOST else _WEEK * -(-length // (_WEEK * _MOST))
    numbers: Counter[int] = Counter()
    for day, number in days.items():
        numbers[(day - begin).days // step] += number
    places = -(-length // step)
    columns = [_column(begin, step, place, places, numbers) for place in sorted(numbers)]
    marks = list(_marks(windows, zone, begin, step * places))
    return Timeline(
        heading=_heading(step),
        summary=_summary(columns, days),
        zone=zone_city(zone),
        first=written_day(begin),
        last=written_day(end),
        columns=columns,
        marks=marks,
        windows=list(_mark_words(windows, marks)),
    )


def _span(
    days: Counter[date], windows: Sequence[Window], zone: str, at: datetime
) -> tuple[date, date]:
    """The first and last day of the chart: of what came, of windows that opened and closed, today while one is open."""
    edges = [edge for one in windows for edge in (one.opens_at, one.closes_at) if edge is not None]
    passed = [in_zone(edge, zone).date() for edge in edges if edge <= at]
    if any(window.state_at(at) == WindowState.OPEN for window in windows):
        passed.append(in_zone(at, zone).date())
    return min([*days, *passed]), max([*days, *passed])


def _column(begin: date, step: int, place: int, places: int, numbers: Counter[int]) -> Column:
    most, number = max(numbers.values()), numbers[place]
    height = _HEIGHT * number / most
    first = begin + timedelta(days=place * step)
    wide = 100 / places
    counted = ngettext("%(number)d submission", "%(number)d submissions", number)
    words = _("%(days)s: %(submissions)s") % {
        "days": _days(first, step),
        "submissions": counted % {"number": number},
    }
    return Column(
        day=_days(first, step),
        number=number,
        x=_hundredths(place * wide + wide * 0.1),
        y=_hundredths(100 - height),
        width=_hundredths(wide * 0.8),
        height=_hundredths(height),
        words=words,
        is_peak=number == most,
    )


def _days(first: date, step: int) -> str:
    if step == 1:
        return written_day(first)
    return _("%(first)s to %(last)s") % {
        "first": written_day(first),
        "last": written_day(first + timedelta(days=step - 1)),
    }


def _heading(step: int) -> str:
    if step == 1:
        return _("Over time: submissions a day")
    return ngettext(
        "Over time: submissions a week",
        "Over time: submissions in every %(weeks)d weeks",
        step // _WEEK,
    ) % {"weeks": step // _WEEK}


def _summary(columns: Sequence[Column], days: Counter[date]) -> str:
    """What a reader sees at once: how many on how many days, the most of them when."""
    peak = max(columns, key=lambda column: column.number)
    on_days = ngettext(
        "Something came on %(days)d day.", "Something came on %(days)d days.", len(days)
    )
    most = ngettext(
        "The most: %(number)d submission, %(when)s.",
        "The most: %(number)d submissions, %(when)s.",
        peak.number,
    )
    return " ".join(
        [on_days % {"days": len(days)}, most % {"number": peak.number, "when": peak.day}]
    )


def _marks(windows: Sequence[Window], zone: str, begin: date, length: int) -> Iterator[Mark]:
    for number, window in enumerate(windows, 1):
        for edge, opens in ((window.opens_at, True), (window.closes_at, False)):
            if edge is None:
                continue
            local = in_zone(edge, zone)
            passed = (local.date() - begin).days + (local.hour * 60 + local.minute) / 1440
            if 0 <= passed <= length:
                x = 100 * passed / length
                yield Mark(
                    number=number,
                    x=_hundredths(x),
                    label_x=_hundredths(x + 0.5 if opens else x - 0.5),
                    opens=opens,
                    is_low=number % 2 == 0,
                )


def _mark_words(windows: Sequence[Window], marks: Sequence[Mark]) -> Iterator[MarkWords]:
    """What the lines of each window mean, where the chart holds any."""
    drawn = {(mark.number, mark.opens) for mark in marks}
    for number, window in enumerate(windows, 1):
        edges = ((window.opens_at, True), (window.closes_at, False))
        opened, closed = (
            day_in(edge, window.time_zone) if edge and (number, opens) in drawn else ""
            for edge, opens in edges
        )
        if opened or closed:
            yield MarkWords(number, opened, closed)


def _hundredths(value: float) -> str:
    """A number for an SVG attribute, with a point in every language."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
