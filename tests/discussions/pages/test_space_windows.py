"""Several windows taken together: the space is not closed while some of its questions take answers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import activate

from discussions.enums import WindowState
from discussions.models import Prompt, Window
from discussions.pages.space_windows import FAR, SpaceWindows, space_windows

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SPANS = {
    "scheduled": (AT + 5 * DAY, AT + 9 * DAY),
    "open": (AT - 5 * DAY, AT + 9 * DAY),
    "endless": (AT - 5 * DAY, None),
    "grace": (AT - 5 * DAY, AT - timedelta(minutes=5)),
    "closed": (AT - 5 * DAY, AT - DAY),
}


@pytest.fixture(autouse=True)
def _english() -> None:
    activate("en")


def window(pk: int, state: str, **more: object) -> Window:
    opens, closes = SPANS[state]
    given = {"opens_at": opens, "closes_at": closes, "grace_minutes": 15, "position": pk - 1}
    return Window(**{"pk": pk, "space_id": 1, "late_policy": "refuse", **given, **more})


def two(main: str, other: str, **more: object) -> SpaceWindows:
    """Questions 1 and 3 follow the main window, 4 and 5 the other; the order of the page is another one."""
    windows = [window(1, main), window(2, other, **more)]
    numbers = {3: None, 1: None, 5: 2, 4: 2}
    return space_windows(
        windows, [Prompt(number=n, window_id=of) for n, of in numbers.items()], AT
    )


MAIN = "Questions 1, 3, and posts to the space as a whole"


@pytest.mark.parametrize(
    ("main", "other", "kind", "pill", "first", "second"),
    [
        (
            *("closed", "open", "open", "Open in part"),
            "Questions 4, 5: open until 19 March 2027, 12:00 UTC",
            f"{MAIN}: closed 9 March 2027, 12:00 UTC",
        ),
        (
            *("open", "scheduled", "open", "Open in part"),
            f"{MAIN}: open until 19 March 2027, 12:00 UTC",
            "Questions 4, 5: opens 15 March 2027, 12:00 UTC",
        ),
        (
            *("open", "open", "open", "Open. Closes in 9 days"),
            f"{MAIN}: open until 19 March 2027, 12:00 UTC",
            "Questions 4, 5: open until 19 March 2027, 12:00 UTC",
        ),
        (
            *("open", "endless", "open", "Open"),
            f"{MAIN}: open until 19 March 2027, 12:00 UTC",
            "Questions 4, 5: open, no end yet",
        ),
        (
            *("closed", "scheduled", "soon", "Opens in 5 days"),
            "Questions 4, 5: opens 15 March 2027, 12:00 UTC",
            f"{MAIN}: closed 9 March 2027, 12:00 UTC",
        ),
        (
            *("grace", "closed", "closed", "Closed, in grace"),
            f"{MAIN}: closed 10 March 2027, 11:55 UTC, in grace",
            "Questions 4, 5: closed 9 March 2027, 12:00 UTC",
        ),
        (
            *("closed", "closed", "closed", "Closed"),
            f"{MAIN}: closed 9 March 2027, 12:00 UTC",
            "Questions 4, 5: closed 9 March 2027, 12:00 UTC",
        ),
    ],
)
def test_the_pill_of_all_windows_and_a_line_for_each_the_open_ones_first(
    main: str, other: str, kind: str, pill: str, first: str, second: str
) -> None:
    windows = two(main, other)
    assert (windows.status.kind, windows.status.text) == (kind, pill)
    assert windows.lines == [first, second]
    scopes = [part.scope for part in windows.parts([])]
    assert scopes == [line.partition(": ")[0] for line in (first, second)]


def test_a_line_names_the_place_of_the_announced_zone() -> None:
    lines = two("closed", "open", time_zone="Europe/Zurich").lines
    assert lines[0] == "Questions 4, 5: open until 19 March 2027, 13:00 in Zurich"


def test_open_windows_that_close_apart_are_just_open_and_sorted_by_the_first() -> None:
    windows = two("open", "open", closes_at=AT + 3 * DAY)
    assert windows.status.text == "Open"
    assert windows.next_closing == AT + 3 * DAY


def test_a_closed_space_is_sorted_by_its_last_closing_and_one_to_open_by_the_first() -> None:
    assert two("closed", "closed", closes_at=AT - 2 * DAY).next_closing == AT - DAY
    assert two("closed", "scheduled").next_opening == AT + 5 * DAY
    assert space_windows([], [], AT).next_closing == FAR


def test_a_window_that_no_question_follows_is_nobodys() -> None:
    windows = space_windows([window(1, "closed"), window(2, "open")], [Prompt(number=1)], AT)
    assert windows.state == WindowState.CLOSED
    assert windows.only is not None
    assert windows.lines == []
    assert windows.parts([]) == []
    assert not windows.takes_texts()


def test_nor_one_whose_questions_are_all_closed_and_that_is_said() -> None:
    prompts = [Prompt(number=1), Prompt(number=2, window_id=2, closed_at=AT)]
    windows = space_windows([window(1, "open"), window(2, "open")], prompts, AT)
    assert windows.only is not None
    assert windows.lines == ["Question 2 is closed."]


def test_closed_questions_are_named_while_others_are_open() -> None:
    prompts = [Prompt(number=n, closed_at=AT - DAY if n > 1 else None) for n in (1, 2, 3)]
    assert space_windows([], prompts, AT).lines == ["Questions 2, 3 are closed."]
    assert space_windows([window(1, "closed")], prompts, AT).lines == []


def test_there_is_a_line_in_time_for_what_is_ahead_and_words_for_what_is_past() -> None:
    ahead, past = two("closed", "open").parts([])
    assert past.strip is None
    assert ahead.strip is not None
    assert (
        past.closing_note == "Posting and replying have ended. Everything stays here to be read."
    )
    assert past.times is not None
    assert past.times.event == "closed"


def test_texts_are_taken_while_any_window_takes_them() -> None:
    assert two("closed", "open").takes_texts()
    assert not two("closed", "scheduled").takes_texts()
    assert space_windows([], [], AT).takes_texts()
