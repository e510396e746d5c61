"""Two people change a window at once, over real connections: one does it, the other is told, nothing is overwritten."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from discussions.access.viewer import Viewer
from discussions.enums import LatePolicy
from discussions.errors import AlreadyDecided
from discussions.models import News, Window, WindowChange
from discussions.services.window_questions import assign_questions
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    open_window,
    reopen_window,
    schedule_window,
)
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.refusals import Refusal
from tests import factories, people
from tests.discussions.windows import seen

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

Act = Callable[[Viewer, SeenWindow], object]
PAIRS = 66  # each of the 22 three times


def _later(by: Viewer, at: SeenWindow) -> object:
    closes_at = database_now() + timedelta(days=30)
    return extend_window(by=by, seen=at, closes_at=closes_at, reason="x")


def _again(by: Viewer, at: SeenWindow) -> object:
    closes_at = database_now() + timedelta(days=30)
    return reopen_window(by=by, seen=at, closes_at=closes_at, reason="x")


def _rules(by: Viewer, at: SeenWindow) -> object:
    return change_late_rules(
        by=by, seen=at, late_policy=LatePolicy.ASK, grace_minutes=60, reason="x"
    )


def _close(by: Viewer, at: SeenWindow) -> object:
    return close_window(by=by, seen=at)


def _dates(by: Viewer, at: SeenWindow) -> object:
    opens_at = database_now() + timedelta(days=30)
    wanted = WindowSetting(opens_at, opens_at + timedelta(days=9), "UTC", LatePolicy.MARK, 15)
    return schedule_window(by=by, seen=at, setting=wanted)


def _other_dates(by: Viewer, at: SeenWindow) -> object:
    wanted = WindowSetting(None, None, "America/Lima", LatePolicy.ASK, 0)
    return schedule_window(by=by, seen=at, setting=wanted, reason="x")


def _open(by: Viewer, at: SeenWindow) -> object:
    return open_window(by=by, seen=at)


SCHEDULED: list[Act] = [_dates, _other_dates, _open]
OPEN: list[Act] = [_later, _rules, _close]
CLOSED: list[Act] = [_again, _rules]


def together(*acts: Callable[[], object]) -> list[object]:
    """What came of acts that began at once."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except Refusal as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_who_change_a_window_at_once_one_does_and_the_other_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    space = factories.space()
    factories.prompt(space)
    one = people.moderator(space).viewer
    other = people.moderator(space, "second@test.example", "Tomás Ruiz").viewer
    pairs = [
        (state, first, second)
        for state, acts in (("scheduled", SCHEDULED), ("open", OPEN), ("closed", CLOSED))
        for first, second in itertools.product(acts, acts)
    ]
    came = Counter[str]()
    for number in range(PAIRS):
        state, first, second = pairs[number % len(pairs)]
        window = factories.window(space, state, position=number)
        at = seen(window)
        outcomes = together(lambda: first(one, at), lambda: second(other, at))  # noqa: B023 - run within the turn
        kinds = sorted(type(outcome).__name__ for outcome in outcomes)
        assert kinds == ["AlreadyDecided", "Window"], (first, second, outcomes)
        (told,) = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDecided)]
        assert told.by in {"Marta Lind", "Tomás Ruiz"}
        change = window.changes.get()
        assert Record.objects.filter(detail__change=change.pk).count() == 1
        came[f"{state} {change.act}"] += 1
    assert WindowChange.objects.count() == PAIRS
    with capsys.disabled():
        print(f"\n{PAIRS} pairs, none silent: {dict(sorted(came.items()))}")


def test_of_two_who_make_the_same_new_window_at_once_one_does_and_the_other_is_told() -> None:
    space = factories.space()
    factories.prompt(space)
    one = people.moderator(space).viewer
    other = people.moderator(space, "second@test.example", "Tomás Ruiz").viewer
    for position in range(20):
        at = SeenWindow(space.pk, position)
        outcomes = together(lambda: _dates(one, at), lambda: _other_dates(other, at))  # noqa: B023 - run within the turn
        kinds = sorted(type(outcome).__name__ for outcome in outcomes)
        assert kinds == ["AlreadyDecided", "Window"], outcomes
        made = Window.objects.get(space=space, position=position)
        is_mine = made.changes.get().by_person_id == one.person_id
        assert made.time_zone == ("UTC" if is_mine else "America/Lima")


def test_of_one_who_presses_in_two_tabs_at_once_it_is_done_once() -> None:
    space = factories.space()
    factories.prompt(space)
    by = people.moderator(space).viewer
    acts: list[tuple[str, Act]] = [("scheduled", _open), ("open", _close)]
    for position in range(20):
        state, act = acts[position % 2]
        window = factories.window(space, state, position=position)
        at = seen(window)
        outcomes = together(lambda: act(by, at), lambda: act(by, at))  # noqa: B023 - run within the turn
        assert [type(outcome) for outcome in outcomes] == [Window, Window], outcomes
        assert window.changes.count() == 1
        assert Record.objects.filter(subject_id=str(window.pk)).count() == 1


def test_different_windows_of_a_space_are_changed_at_once_and_all_is_told() -> None:
    space = factories.space()
    one = people.moderator(space).viewer
    other = people.moderator(space, "second@test.example", "Tomás Ruiz").viewer
    windows = [factories.window(space, position=place) for place in range(4)]
    for number, window in enumerate(windows):
        factories.prompt(space, number + 1, window=window if number else None)
    revision = space.revision
    for _turn in range(5):
        at = [seen(window) for window in windows]
        outcomes = together(
            *(
                lambda place=place: _switch(one if place % 2 else other, at[place])  # noqa: B023 - run within the turn
                for place in range(4)
            )
        )
        assert [type(outcome) for outcome in outcomes] == [Window] * 4, outcomes
    assert WindowChange.objects.count() == Record.objects.count() == News.objects.count() == 20
    space.refresh_from_db()
    assert space.revision == revision + 20


def test_a_window_that_gets_its_first_question_while_its_dates_change_is_told() -> None:
    """Whichever comes first: the last word on its dates stands in a letter, or is read by one that comes later."""
    space = factories.space()
    marta = people.moderator(space).viewer
    tomas = people.moderator(space, "second@test.example", "Tomás Ruiz").viewer
    factories.window(space)
    for turn in range(1, 21):
        window = factories.window(space, position=turn)
        factories.prompt(space, turn)
        at = seen(window)
        News.objects.all().delete()
        outcomes = together(
            lambda: _switch(tomas, at),  # noqa: B023 - run within the turn
            lambda: assign_questions(
                by=marta,
                space_id=space.pk,
                seen={turn: 0},  # noqa: B023 - run within the turn
                wanted={turn: turn},  # noqa: B023 - run within the turn
                reason="x",
            ),
        )
        assert [one for one in outcomes if isinstance(one, Exception)] == []
        told = {pk for news in News.objects.all() for pk in news.facts["changes"]}
        assert window.changes.get(act="questions").pk in told
        first = window.changes.earliest("pk")
        assert first.act == "questions" or first.pk not in told  # then it was nobody's window
        if first.act == "questions":
            assert window.changes.latest("pk").pk in told


def test_questions_and_dates_are_changed_at_once_without_waiting_in_a_circle() -> None:
    space = factories.space()
    one = people.moderator(space).viewer
    other = people.moderator(space, "second@test.example", "Tomás Ruiz").viewer
    windows = [factories.window(space, position=place) for place in (0, 1)]
    factories.prompt(space)
    for turn in range(20):
        here, there = turn % 2, 1 - turn % 2
        at = [seen(window) for window in windows]
        outcomes = together(
            lambda: assign_questions(
                by=one,
                space_id=space.pk,
                seen={1: here},  # noqa: B023 - run within the turn
                wanted={1: there},  # noqa: B023 - run within the turn
                reason="x",
            ),
            lambda: _switch(other, at[0]),  # noqa: B023 - run within the turn
            lambda: _switch(other, at[1]),  # noqa: B023 - run within the turn
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
        assert refused == [], outcomes
    assert WindowChange.objects.filter(act="questions").count() == 40
    assert WindowChange.objects.exclude(act="questions").count() == 40


def _switch(by: Viewer, at: SeenWindow) -> Window:
    """Other rules than those that hold."""
    window = Window.objects.get(space=at.space_id, position=at.position)
    return change_late_rules(
        by=by,
        seen=at,
        late_policy=LatePolicy.MARK,
        grace_minutes=window.grace_minutes + 1,
        reason="x",
    )
