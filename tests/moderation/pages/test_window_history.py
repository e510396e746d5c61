"""The whole history of the windows of a space, each change with what it replaced."""

from datetime import UTC, datetime, timedelta

import pytest

from discussions.enums import LatePolicy
from discussions.models import Space, WindowChange
from discussions.services.window_questions import assign_questions
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    reopen_window,
    schedule_window,
)
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now
from moderation.pages.window_history import Change, history_of
from moderation.selectors.windows import assigned_numbers, windows_with_history
from tests import factories, people
from tests.discussions.windows import seen
from tests.people import Actor

OPENS, CLOSES = datetime(2090, 3, 1, 14, 0, tzinfo=UTC), datetime(2090, 3, 22, 3, 59, tzinfo=UTC)


@pytest.fixture
def space(db: None) -> Space:
    """A complete space with one question and no window."""
    made = factories.space()
    factories.prompt(made)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def history(space: Space) -> list[Change]:
    """The newest first."""
    return history_of(windows_with_history(space), assigned_numbers(space))


def test_a_first_setting_tells_all_and_replaces_nothing(space: Space, moderator: Actor) -> None:
    wanted = WindowSetting(OPENS, CLOSES, "America/New_York", LatePolicy.MARK, 15)
    schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted, reason="L")
    (line,) = history(space)
    assert (line.by, line.window, line.act, line.reason) == (
        "Marta Lind",
        "Main window",
        "Scheduled",
        "L",
    )
    assert line.detail == [
        "opens 1 March 2090, 09:00 in New York",
        "closes 21 March 2090, 23:59 in New York",
        "Take late posts and mark them, after a grace of 15 minutes",
    ]
    assert line.earlier == []


def test_earlier_dates_stand_in_the_zone_that_was_announced_then(
    space: Space, moderator: Actor
) -> None:
    first = WindowSetting(OPENS, CLOSES, "America/New_York", LatePolicy.MARK, 15)
    window = schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=first)
    then = WindowSetting(OPENS, None, "Africa/Nairobi", LatePolicy.REFUSE, 0)
    schedule_window(by=moderator.viewer, seen=seen(window), setting=then)
    newest, oldest = history(space)
    assert newest.act == "Dates changed"
    assert newest.detail == [
        "opens 1 March 2090, 17:00 in Nairobi",
        "no end yet",
        "Refuse late posts, after a grace of 0 minutes",
    ]
    assert newest.earlier == [
        "opens 1 March 2090, 09:00 in New York",
        "closes 21 March 2090, 23:59 in New York",
        "Take late posts and mark them, after a grace of 15 minutes",
    ]
    assert oldest.detail == newest.earlier


def test_each_act_says_what_it_set_and_what_stood_before(space: Space, moderator: Actor) -> None:
    window, by = factories.window(space, closes_at=CLOSES), moderator.viewer
    extend_window(
        by=by, seen=seen(window), closes_at=CLOSES + timedelta(days=1), reason="Two asked"
    )
    change_late_rules(
        by=by, seen=seen(window), late_policy=LatePolicy.ASK, grace_minutes=30, reason="Mails"
    )
    close_window(by=by, seen=seen(window))
    reopen_window(by=by, seen=seen(window), closes_at=CLOSES, reason="A mistake")
    reopened, closed, rules, extended = history(space)
    assert [line.act for line in (reopened, closed, rules, extended)] == [
        "Opened again",
        "Closed",
        "Grace and late texts changed",
        "Extended",
    ]
    assert reopened.detail[1] == "closes 22 March 2090, 03:59 in UTC"
    assert closed.earlier == ["closes 23 March 2090, 03:59 in UTC"]
    assert rules.detail == ["Hold late posts for a moderator, after a grace of 30 minutes"]
    assert rules.earlier == ["Refuse late posts, after a grace of 15 minutes"]
    assert extended.earlier == ["closes 22 March 2090, 03:59 in UTC"]
    assert [line.reason for line in (reopened, rules)] == ["A mistake", "Mails"]


def test_questions_given_to_windows_stand_in_it_and_later_ones_are_not_mixed_in(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    second = factories.window(space, "scheduled", position=1)
    assign_questions(
        by=moderator.viewer, space_id=space.pk, seen={1: 0}, wanted={1: 1}, reason="Rev 2"
    )
    factories.prompt(space, 2, window=second)
    to, away = history(space)
    assert (to.window, to.act, to.detail, to.earlier) == (
        "Window 2",
        "Questions assigned",
        ["Question 1"],
        ["no question"],
    )
    assert (away.detail, away.earlier) == (["no question"], ["Question 1"])


def test_a_change_of_an_archive_tells_what_it_knows(space: Space) -> None:
    window = factories.window(space, closes_at=CLOSES, late_policy="mark")
    WindowChange.objects.create(window=window, had_opens_at=False, closes_at=OPENS, reason="Old")
    WindowChange.objects.create(window=window, had_opens_at=False, had_closes_at=False)
    newest, oldest = history(space)
    assert (newest.act, newest.by, newest.earlier) == ("Changed", "", [])
    assert oldest.earlier == ["closes 1 March 2090, 14:00 in UTC"]
    assert database_now() > factories.LONG_AGO
