"""Instants are read, written and cut as announced, and the clocks' changes are not hidden."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.instants import (
    AmbiguousTime,
    NonexistentTime,
    cut_to_minute,
    days_left,
    end_of_day,
    format_instant,
    in_zone,
    is_zone,
    parse_instant,
    resolve_local,
    zone_names,
)

NOON = datetime(2022, 1, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2022-01-07T09:01:00Z", datetime(2022, 1, 7, 9, 1, tzinfo=UTC)),
        ("2022-01-07t09:01:00.5z", datetime(2022, 1, 7, 9, 1, 0, 500_000, tzinfo=UTC)),
        ("2022-01-07T09:01:00+05:45", datetime(2022, 1, 7, 3, 16, tzinfo=UTC)),
        ("2022-01-07T23:01:00-02:00", datetime(2022, 1, 8, 1, 1, tzinfo=UTC)),
        ("2022-01-07T09:01:00.9999999-00:00", datetime(2022, 1, 7, 9, 1, 0, 999_999, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_with_its_offset(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "", "2022-01-07", "2022-01-07T09:01:00", "2022-01-07T09:01Z", "2022-01-07 09:01:00Z",
        "2022-02-30T09:01:00Z", "2022-01-07T24:01:00Z", "2022-01-07T09:01:60Z",
        "2022-01-07T09:01:00+24:00", "2022-01-07T09:01:00+01:60", "2022-01-07T09:01:00.Z",
        "0001-01-01T00:00:00+01:00", "9999-12-31T23:00:00-02:00", "0000-01-01T00:00:00Z",
        "2022-01-07T09:01:00Z\n", "２022-01-07T09:01:00Z",
    ],
)  # fmt: skip
def test_what_is_no_instant_with_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


def test_an_instant_is_written_in_utc_with_microseconds_where_there_are_any() -> None:
    geneva = datetime(2022, 1, 7, 10, 1, tzinfo=timezone(timedelta(hours=1)))
    assert format_instant(geneva) == "2022-01-07T09:01:00Z"
    assert format_instant(geneva.replace(microsecond=1200)) == "2022-01-07T09:01:00.001200Z"


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.timezones()))
def test_what_is_written_is_read_as_the_same_instant(instant: datetime) -> None:
    assert parse_instant(format_instant(instant)) == instant.astimezone(UTC)


def test_an_instant_without_a_zone_is_none() -> None:
    naive = NOON.replace(tzinfo=None)
    for use in (format_instant, lambda i: in_zone(i, "UTC"), lambda i: days_left(i, NOON)):
        with pytest.raises(ValueError, match="needs a zone"):
            use(naive)


def test_an_instant_is_shown_by_the_clocks_of_a_place() -> None:
    local = in_zone(NOON, "America/New_York")
    assert (local, local.hour, local.tzname()) == (NOON, 7, "EST")
    with pytest.raises(ValueError, match="not a zone"):
        in_zone(NOON, "Europe/Atlantis")


def test_seconds_are_cut_off_and_never_rounded_up() -> None:
    last = datetime(2022, 1, 7, 23, 59, 59, 999_999, tzinfo=UTC)
    assert cut_to_minute(last) == datetime(2022, 1, 7, 23, 59, tzinfo=UTC)


def test_a_deadline_without_a_time_is_the_last_second_of_the_day_in_its_zone() -> None:
    assert format_instant(end_of_day(date(2022, 1, 31), "Europe/Zurich")) == "2022-01-31T22:59:59Z"
    assert format_instant(end_of_day(date(2022, 1, 31), "UTC")) == "2022-01-31T23:59:59Z"
    # In Asunción the clocks of 26 March 2022 went from 24:00 back to 23:00.
    deadline = end_of_day(date(2022, 3, 26), "America/Asuncion")
    assert format_instant(deadline) == "2022-03-27T03:59:59Z"


def test_samoa_had_no_30_december_2011() -> None:
    with pytest.raises(NonexistentTime) as caught:
        end_of_day(date(2011, 12, 30), "Pacific/Apia")
    assert format_instant(caught.value.after) == "2011-12-30T10:00:00Z"


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time on a clock, in no zone."""
    return datetime(2022, month, day, hour, minute)


def test_a_time_that_the_clocks_skip_is_named_and_not_guessed() -> None:
    with pytest.raises(NonexistentTime, match="does not exist in Europe/Zurich") as caught:
        resolve_local(local(3, 27, 2, 30), "Europe/Zurich")
    assert format_instant(caught.value.after) == "2022-03-27T01:00:00Z"


def test_a_time_that_the_clocks_show_twice_is_named_with_both_instants() -> None:
    with pytest.raises(AmbiguousTime, match="twice") as caught:
        resolve_local(local(10, 30, 2, 30), "Europe/Zurich")
    assert format_instant(caught.value.first) == "2022-10-30T00:30:00Z"
    assert format_instant(caught.value.second) == "2022-10-30T01:30:00Z"


@pytest.mark.parametrize(
    ("time", "instant"),
    [
        (local(3, 27, 1, 59), "2022-03-27T00:59:00Z"),
        (local(3, 27, 3), "2022-03-27T01:00:00Z"),
        (local(10, 30, 1, 59), "2022-10-29T23:59:00Z"),
        (local(10, 30, 3), "2022-10-30T02:00:00Z"),
    ],
)
def test_the_times_around_a_change_are_what_they_are(time: datetime, instant: str) -> None:
    assert format_instant(resolve_local(time, "Europe/Zurich")) == instant


def test_a_time_with_a_zone_of_its_own_is_not_local() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        resolve_local(NOON, "UTC")


@pytest.mark.parametrize(
    ("seconds", "days"),
    [(86_400 * 3, 3), (86_400 * 3 - 1, 2), (86_399, 0), (0, 0), (-1, -1), (-86_401, -2)],
)
def test_days_left_are_whole_days(seconds: int, days: int) -> None:
    assert days_left(NOON, NOON + timedelta(seconds=seconds)) == days


def test_zones_are_those_of_the_database() -> None:
    assert is_zone("Europe/Paris")
    assert is_zone("UTC")
    for name in ("", "localtime", "Factory", "europe/paris", "../etc/passwd", "CEST"):
        assert not is_zone(name)
    assert len(zone_names()) > 400
