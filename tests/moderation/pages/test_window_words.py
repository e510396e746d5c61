"""What an act on a window will do, said before it is done: plain, with the weekday in both zones."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from discussions.enums import LatePolicy, WindowAct
from discussions.models import Window
from discussions.validators.windows import WindowSetting
from moderation.pages.window_words import preview_of

CLOSES = datetime(2027, 3, 22, 3, 59, 59, tzinfo=UTC)
OPENS = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)


def setting(
    closes_at: datetime | None = CLOSES,
    zone: str = "America/New_York",
    policy: LatePolicy = LatePolicy.REFUSE,
    grace: int = 15,
) -> WindowSetting:
    """Opens on 1 March 2027, closes at the end of 21 March in New York."""
    return WindowSetting(OPENS, closes_at, zone, policy, grace)


def lines(act: WindowAct, wanted: WindowSetting, told: int = 0, **now: object) -> list[str]:
    """The sentences of a preview; `now` is how the window stands."""
    present = {"opens_at": OPENS, "closes_at": CLOSES, "grace_minutes": 15, **now}
    window = Window(time_zone=wanted.time_zone, late_policy="refuse", **present)
    return preview_of(act, wanted, window, told).lines


def test_a_schedule_is_told_in_the_announced_zone_and_in_utc() -> None:
    assert lines(WindowAct.SCHEDULE, setting()) == [
        "It opens Monday 1 March 2027, 09:00 in New York, 14:00 UTC on Monday.",
        "It closes Sunday 21 March 2027, 23:59 in New York, 03:59 UTC on Monday.",
        "What comes more than 15 minutes after closing is refused.",
    ]


def test_in_french_days_and_hours_are_french() -> None:
    with override("fr"):
        _opens, closes, _policy = lines(WindowAct.SCHEDULE, setting())
    assert "dimanche 21 mars 2027 à 23\xa0h\xa059" in closes
    assert "lundi" in closes
    assert "3\xa0h\xa059" in closes


def test_where_utc_is_announced_it_is_said_once() -> None:
    _opens, closes, _policy = lines(WindowAct.SCHEDULE, setting(zone="UTC"))
    assert closes == "It closes Monday 22 March 2027, 03:59 UTC."


def test_without_opening_and_end() -> None:
    wanted = WindowSetting(None, None, "UTC", LatePolicy.MARK, 0)
    assert lines(WindowAct.SCHEDULE, wanted) == [
        "It opens at once.",
        "It has no end yet.",
        "What comes after closing is marked as late.",
    ]


@pytest.mark.parametrize(("utc_hour", "which"), [(5, "first"), (6, "second")])
def test_of_a_time_that_the_clocks_show_twice_it_is_said_which_is_meant(
    utc_hour: int, which: str
) -> None:
    closes = datetime(2027, 11, 7, utc_hour, 30, tzinfo=UTC)
    assert lines(WindowAct.EXTEND, setting(closes))[:2] == [
        f"It closes Sunday 7 November 2027, 01:30 in New York, 0{utc_hour}:30 UTC on Sunday.",
        f"The clocks in New York show 01:30 twice then; the {which} time is meant.",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        # three days by the calendar, though the clocks go forward in between
        ("2027-03-13T04:59:59", "2027-03-16T03:59:59", "That is 3 days later."),
        ("2027-11-06T03:59:59", "2027-11-08T04:59:59", "That is 2 days later."),
        ("2027-03-22T03:59:59", "2027-03-23T03:59:59", "That is 1 day later."),
        ("2027-03-22T03:59:59", "2027-03-22T09:59:59", "That is 6 hours later."),
        ("2027-03-22T03:59:59", "2027-03-23T21:59:59", "That is 1 day and 18 hours later."),
        ("2027-03-22T03:59:59", "2027-03-24T05:29:59", "That is 2 days and 1 hour later."),
    ],
)
def test_how_much_later_is_counted_by_the_clocks_of_the_zone(
    earlier: str, later: str, words: str
) -> None:
    was, will_be = (datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (earlier, later))
    assert words in lines(WindowAct.EXTEND, setting(will_be), closes_at=was)


def test_opening_again_says_what_stays() -> None:
    wanted = setting(CLOSES + timedelta(days=7), policy=LatePolicy.MARK)
    preview = preview_of(WindowAct.REOPEN, wanted, None)
    assert (preview.title, preview.lines) == (
        "The window opens again now.",
        [
            "It closes Sunday 28 March 2027, 23:59 in New York, 03:59 UTC on Monday.",
            "What comes more than 15 minutes after closing is marked as late.",
            "What came late until now stays late.",
        ],
    )


def test_other_rules_for_late_texts_hold_from_now_on() -> None:
    assert lines(WindowAct.LATE_RULES, setting(policy=LatePolicy.ASK, grace=60)) == [
        "What comes more than 60 minutes after closing is late and waits for a moderator.",
        "The grace ends Monday 22 March 2027, 00:59 in New York.",
        "What was sent until now stands as it stood.",
    ]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (1, "1 person who follows or moderates this space is told, by e-mail and on the site."),
        (412, "412 people who follow or moderate this space are told, by e-mail and on the site."),
    ],
)
@pytest.mark.parametrize("act", [act for act in WindowAct if act != WindowAct.QUESTIONS])
def test_every_preview_says_how_many_are_told(act: WindowAct, told: int, words: str) -> None:
    assert lines(act, setting(), told)[-1] == words
    assert not any("told" in line for line in lines(act, setting(), 0))
