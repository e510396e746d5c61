"""Instants: aware datetimes read, written, cut and set in the zone of a place.

An instant is kept in UTC. Nothing here asks what time it is (`clock` does).
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH, ZoneInfo, available_timezones

_RFC_3339: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))",
    re.ASCII,
)
_DAY: Final = timedelta(days=1)
# In the zone database, but the name of no place.
_NO_ZONES: Final = frozenset({"Factory", "localtime", "posixrules"})


class NonexistentTime(ValueError):
    """A time that the clocks of a zone skipped. `after` is the instant to which they went on."""

    def __init__(self, local: datetime, zone: str, after: datetime) -> None:
        super().__init__(f"{local.isoformat()} does not exist in {zone}")
        self.local = local
        self.zone = zone
        self.after = after


class AmbiguousTime(ValueError):
    """A time that the clocks of a zone showed twice, at the instants `first` and `second` (UTC)."""

    def __init__(self, local: datetime, zone: str, *, first: datetime, second: datetime) -> None:
        super().__init__(f"{local.isoformat()} happens twice in {zone}")
        self.local = local
        self.zone = zone
        self.first = first
        self.second = second


def parse_instant(text: str) -> datetime:
    """The instant, in UTC, that `text` names: RFC 3339 with an offset. ValueError otherwise.

    Digits beyond microseconds are cut off, never rounded. Leap seconds are refused.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError(f"not an instant with an offset (RFC 3339): {text!r}")
    day, clock, fraction, zulu, sign, hours, minutes = match.groups()
    local = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6].ljust(6, '0')}")
    offset = timedelta(0)
    if not zulu:
        if int(hours) > 23 or int(minutes) > 59:
            raise ValueError(f"no such offset: {text!r}")
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    try:
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"beyond the years 1 to 9999: {text!r}") from error


def format_instant(instant: datetime) -> str:
    """``2022-01-07T09:01:00Z``: RFC 3339 in UTC, with microseconds only where they are not zero."""
    return _aware(instant).astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def in_zone(instant: datetime, zone: str) -> datetime:
    """The same instant by the clocks of the IANA zone. ValueError for an unknown one."""
    return _aware(instant).astimezone(_zone(zone))


def cut_to_minute(instant: datetime) -> datetime:
    """The beginning of the minute: seconds are cut off, never rounded (PRODUCT.md, section 2)."""
    return instant.replace(second=0, microsecond=0)


def end_of_day(day: date, zone: str) -> datetime:
    """23:59:59 of the day in the zone, in UTC: what a deadline without a time means.

    Where that time happens twice, the later one. NonexistentTime if the zone has no such day.
    """
    try:
        return resolve_local(datetime.combine(day, time(23, 59, 59)), zone)
    except AmbiguousTime as ambiguous:
        return ambiguous.second


def resolve_local(local: datetime, zone: str) -> datetime:
    """The instant, in UTC, at which the clocks of the zone show the naive `local`.

    Raises NonexistentTime or AmbiguousTime at a change of the clocks, ValueError for an aware time
    or an unknown zone.
    """
    if local.tzinfo is not None:
        raise ValueError("a local time has no zone of its own")
    info = _zone(zone)
    # PEP 495: by the offset before a change of the clocks, and by the one after it.
    before, after = (local.replace(tzinfo=info, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before == after:
        return before
    if before > after:
        raise NonexistentTime(local, zone, after=_change_between(after, before, info))
    raise AmbiguousTime(local, zone, first=before, second=after)


def days_left(now: datetime, then: datetime) -> int:
    """Whole days from `now` to `then`, rounded down: 0 in the last 24 hours, below 0 afterwards."""
    return (_aware(then) - _aware(now)) // _DAY


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database."""
    return name in zone_names()


@cache
def zone_names() -> frozenset[str]:
    """All zones of the IANA database, older names too."""
    return frozenset(available_timezones() - _NO_ZONES)


@cache
def place_zones() -> frozenset[str]:
    """The zones of places under their present names, without the older ones and those that are no place.

    From zone.tab of the very database that `zoneinfo` reads: every country has at least one.
    """
    tables = [Path(folder) / "zone.tab" for folder in TZPATH]
    packaged = resources.files("tzdata") / "zoneinfo" / "zone.tab"
    table = next((one for one in tables if one.is_file()), packaged)
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return frozenset(row[2] for row in rows) & zone_names()


def _zone(name: str) -> ZoneInfo:
    if not is_zone(name):
        raise ValueError(f"not a zone of the IANA database: {name!r}")
    return ZoneInfo(name)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a zone")
    return instant


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second in UTC at which the offset of the zone changes between the two instants."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
