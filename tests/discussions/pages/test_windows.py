"""A window in words: exact, never rounded up, and true for as long as it says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import activate, override

from discussions.models import Document, Window
from discussions.pages.windows import (
    closing_note,
    exact_times,
    position_of,
    status_of,
    strip_of,
    true_until,
)

OPENS = datetime(2027, 3, 1, 14, tzinfo=UTC)
CLOSES = datetime(2027, 3, 22, 3, 59, 59, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english() -> None:
    activate("en")


def window(**more: object) -> Window:
    """From 1 to 21 March in New York."""
    given: dict[str, object] = {
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "time_zone": "America/New_York",
        "grace_minutes": 15,
        "late_policy": "refuse",
    }
    return Window(**{**given, **more})


@pytest.mark.parametrize(
    ("at", "kind", "text"),
    [
        (OPENS - 3 * DAY, "soon", "Opens in 3 days"),
        (OPENS - DAY, "soon", "Opens in 1 day"),
        (OPENS - timedelta(hours=23, minutes=59), "soon", "Opens within 24 hours"),
        (OPENS, "open", "Open. Closes in 20 days"),
        (CLOSES - 5 * DAY, "open", "Open. Closes in 5 days"),
        (CLOSES - 5 * DAY + timedelta(seconds=1), "urgent", "Open. Closes in 4 days"),
        (CLOSES - DAY, "urgent", "Open. Closes in 1 day"),
        (CLOSES - timedelta(hours=23), "urgent", "Open. Closes within 24 hours"),
        (CLOSES - timedelta(microseconds=1), "urgent", "Open. Closes within 24 hours"),
        (CLOSES, "closed", "Closed, in grace"),
        (CLOSES + timedelta(minutes=15), "closed", "Closed"),
    ],
)
def test_the_pill_says_the_state_with_whole_days_rounded_down(
    at: datetime, kind: str, text: str
) -> None:
    status = status_of(window(), at)
    assert (status.kind, status.text) == (kind, text)


def test_without_a_window_or_an_end_it_is_open() -> None:
    assert status_of(None, OPENS).text == "Open"
    assert status_of(window(closes_at=None), OPENS + 400 * DAY).text == "Open"


def test_the_closing_is_told_in_the_announced_zone_and_in_utc_with_seconds_cut_off() -> None:
    times = exact_times(window(), CLOSES - 3 * DAY)
    assert times is not None
    assert times.event == "closes"
    assert times.announced == "Sunday 21 March 2027, 23:59"
    assert times.zone == "New York"
    assert times.utc == "Monday 22 March 2027, 03:59"
    assert times.instant == "2027-03-22T03:59:00Z"


def test_what_is_told_is_the_opening_before_it_and_the_closing_after() -> None:
    before = exact_times(window(), OPENS - DAY)
    after = exact_times(window(), CLOSES)
    assert before is not None
    assert after is not None
    assert (before.event, after.event) == ("opens", "closed")
    assert exact_times(None, OPENS) is None
    assert exact_times(window(closes_at=None), OPENS) is None


def test_in_utc_the_instant_is_told_once() -> None:
    times = exact_times(window(time_zone="UTC"), OPENS)
    assert times is not None
    assert times.utc == ""


def test_in_french_the_instant_is_written_as_the_french_write_it() -> None:
    with override("fr"):
        times = exact_times(window(), OPENS)
    assert times is not None
    assert times.announced == "dimanche 21 mars 2027 à 23\xa0h\xa059"


def test_grace_is_spoken_of_only_after_the_closing() -> None:
    assert closing_note(window(), CLOSES - timedelta(seconds=1)) == ""
    assert "22 March 2027, 04:14 UTC" in closing_note(window(), CLOSES)
    assert "ended" in closing_note(window(), CLOSES + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("policy", "words"),
    [("refuse", "have ended"), ("mark", "marked as late"), ("ask", "a moderator decides")],
)
def test_after_the_grace_the_policy_says_what_still_can_be_sent(policy: str, words: str) -> None:
    assert words in closing_note(window(late_policy=policy), CLOSES + DAY)


def test_the_strip_holds_opening_revisions_today_and_closing_in_order() -> None:
    documents = [
        Document(label="Rev. 1", issued_at=OPENS + 7 * DAY),
        Document(label="Rev. 2", issued_at=OPENS + 14 * DAY),
        Document(label="", issued_at=OPENS + 10 * DAY),
        Document(label="Before", issued_at=OPENS - DAY),
    ]
    strip = strip_of(window(), documents, OPENS + 17 * DAY)
    assert strip is not None
    assert [step.label for step in strip.steps] == [
        "Opened",
        "Rev. 1",
        "Rev. 2",
        "Today",
        "Closes",
    ]
    assert [step.is_now for step in strip.steps].index(True) == 3
    assert all(step.position % 5 == 0 for step in strip.steps)
    assert strip.steps[-1].date == "21 March, 23:59"
    assert strip.position == 80


def test_labels_that_would_collide_leave_room_to_the_later_one() -> None:
    documents = [
        Document(label="Rev. 1", issued_at=OPENS + 10 * DAY),
        Document(label="Rev. 2", issued_at=OPENS + 11 * DAY),
    ]
    strip = strip_of(window(), documents, OPENS + 17 * DAY)
    assert strip is not None
    assert [step.label for step in strip.steps] == ["Opened", "Rev. 2", "Today", "Closes"]


def test_after_the_closing_the_line_is_full_and_nothing_is_today() -> None:
    strip = strip_of(window(), [], CLOSES)
    assert strip is not None
    assert strip.position == 100
    assert [step.label for step in strip.steps] == ["Opened", "Closed"]
    assert position_of(window(), CLOSES) is None


def test_without_both_ends_there_is_no_line() -> None:
    assert strip_of(window(closes_at=None), [], OPENS) is None
    assert strip_of(window(opens_at=None), [], OPENS) is None
    assert strip_of(None, [], OPENS) is None


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (CLOSES - timedelta(days=3, hours=2), CLOSES - 3 * DAY),  # "closes in 3 days"
        (OPENS + timedelta(hours=20), datetime(2027, 3, 3, 3, 59, 59, tzinfo=UTC)),
        (OPENS - timedelta(hours=20), datetime(2027, 3, 1, 5, tzinfo=UTC)),  # midnight
        (CLOSES - timedelta(hours=1), CLOSES),
        (CLOSES + timedelta(seconds=1), CLOSES + timedelta(minutes=15)),
        (CLOSES + timedelta(minutes=15), None),
    ],
)
def test_words_are_true_until_the_next_edge_the_next_day_left_or_the_next_midnight(
    at: datetime, until: datetime | None
) -> None:
    assert true_until([window(), None], at) == until


@pytest.mark.parametrize("minutes", range(0, 30 * 24 * 60, 97))
def test_nothing_that_is_said_changes_before_its_time(minutes: int) -> None:
    at = OPENS - 4 * DAY + timedelta(minutes=minutes)
    until = true_until([window()], at) or at + DAY
    last = until - timedelta(microseconds=1)
    assert status_of(window(), at) == status_of(window(), last)
    assert exact_times(window(), at) == exact_times(window(), last)
    assert dates(at) == dates(last)


def dates(at: datetime) -> list[tuple[str, str]]:
    strip = strip_of(window(), [], at)
    assert strip is not None
    return [(step.label, step.date) for step in strip.steps]
