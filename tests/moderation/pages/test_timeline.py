"""The chart of submissions over time."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from discussions.models import Window
from moderation.pages.timeline import timeline_of

NOON = datetime(2027, 3, 18, 12, tzinfo=UTC)


def window(opens: datetime | None, closes: datetime | None, zone: str = "UTC") -> Window:
    return Window(opens_at=opens, closes_at=closes, time_zone=zone, grace_minutes=15)


def day(number: int, month: int = 3) -> date:
    return date(2027, month, number)


def at(number: int, hour: int = 0) -> datetime:
    return datetime(2027, 3, number, hour, tzinfo=UTC)


def test_without_a_submission_there_is_no_chart() -> None:
    assert timeline_of(Counter(), [window(at(1), None)], NOON) is None


def test_it_goes_from_the_opening_to_today_while_a_window_is_open() -> None:
    chart = timeline_of(Counter({day(3): 2, day(5): 1}), [window(at(1), at(30))], NOON)
    assert chart is not None
    assert (chart.first, chart.last) == ("1 March 2027", "18 March 2027")
    assert [(c.day, c.number, c.is_peak) for c in chart.columns] == [
        ("3 March 2027", 2, True),
        ("5 March 2027", 1, False),
    ]
    assert chart.columns[0].words == "3 March 2027: 2 submissions"
    assert chart.summary == ("Something came on 2 days. The most: 2 submissions, 3 March 2027.")


def test_the_highest_column_leaves_room_for_the_numbers_and_all_stay_inside() -> None:
    days = Counter({day(number): number for number in range(1, 32)})
    chart = timeline_of(days, [], NOON)
    assert chart is not None
    assert (chart.columns[-1].y, chart.columns[-1].height) == ("20%", "80%")
    for column in chart.columns:
        x, width = (float(value.rstrip("%")) for value in (column.x, column.width))
        assert 0 <= x < x + width <= 100


def test_lines_stand_where_windows_opened_and_closed_with_words_for_each() -> None:
    windows = [window(at(1), at(6, 12)), window(at(6), at(30))]
    chart = timeline_of(Counter({day(11): 1}), windows, at(11))
    assert chart is not None
    assert chart.last == "11 March 2027"
    assert [(m.number, m.x, m.opens, m.is_low) for m in chart.marks] == [
        (1, "0%", True, False),
        (1, "50%", False, False),
        (2, "45.45%", True, True),
    ]
    assert [(w.number, w.opened, w.closed) for w in chart.windows] == [
        (1, "1 March 2027", "6 March 2027"),
        (2, "6 March 2027", ""),
    ]


def test_days_are_those_of_the_announced_zone() -> None:
    opens = datetime(2027, 3, 1, 23, tzinfo=UTC)
    chart = timeline_of(Counter({day(2): 1}), [window(opens, None, "Asia/Kathmandu")], opens)
    assert chart is not None
    assert (chart.zone, chart.first, chart.last) == ("Kathmandu", "2 March 2027", "2 March 2027")


def test_a_long_time_goes_by_weeks() -> None:
    days = Counter({day(1): 1, day(7): 2, day(8): 4})
    days[day(1) + timedelta(days=200)] = 3
    chart = timeline_of(days, [], NOON)
    assert chart is not None
    assert chart.heading == "Over time: submissions a week"
    assert [(column.day, column.number) for column in chart.columns] == [
        ("1 March 2027 to 7 March 2027", 3),
        ("8 March 2027 to 14 March 2027", 4),
        ("13 September 2027 to 19 September 2027", 3),
    ]
    days[day(1) + timedelta(days=3000)] = 1
    years = timeline_of(days, [], NOON)
    assert years is not None
    assert years.heading == "Over time: submissions in every 4 weeks"
