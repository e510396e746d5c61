"""A window opens again, and its rules for late texts change: with a reason, and without touching what was sent."""

from datetime import timedelta

import pytest

from discussions.access.posts import admit
from discussions.enums import LatePolicy, Standing
from discussions.errors import DatesNotPossible, NotPossibleNow, ReasonNeeded, WindowClosed
from discussions.models import Post, Space, Window, WindowChange
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    reopen_window,
    schedule_window,
)
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.windows import seen
from tests.discussions.writing import text
from tests.people import Actor

SOON = timedelta(days=3)


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


def rules(
    by: Actor, window: Window, policy: LatePolicy, minutes: int, reason: str = "r"
) -> Window:
    """Change the rules for late texts."""
    return change_late_rules(
        by=by.viewer,
        seen=seen(window),
        late_policy=policy,
        grace_minutes=minutes,
        reason=reason,
    )


# ---------------------------------------------------------------- reopen
@pytest.mark.parametrize("state", ["grace", "closed"])
def test_a_window_that_has_closed_opens_again_as_an_act_of_its_own(
    space: Space, moderator: Actor, state: str
) -> None:
    window = factories.window(space, state)
    closed, closes = window.closes_at, database_now() + SOON
    reopen_window(by=moderator.viewer, seen=seen(window), closes_at=closes, reason="Two asked")
    window.refresh_from_db()
    assert (window.closes_at, window.state_at(database_now())) == (closes, "open")
    change = window.changes.get()
    assert (change.act, change.closes_at, change.reason) == ("reopen", closed, "Two asked")
    record = Record.objects.get()
    assert (record.act, record.detail["was"]["time_zone"]) == ("window-reopen", "UTC")


@pytest.mark.parametrize("state", ["scheduled", "open"])
def test_only_a_window_that_has_closed_opens_again(
    space: Space, moderator: Actor, state: str
) -> None:
    window = factories.window(space, state)
    later = database_now() + timedelta(days=40)
    with pytest.raises(NotPossibleNow):
        reopen_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="x")


def test_opening_again_needs_a_reason_and_a_closing_to_come(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space, "closed")
    by, now = moderator.viewer, database_now()
    with pytest.raises(ReasonNeeded):
        reopen_window(by=by, seen=seen(window), closes_at=now + SOON, reason=" ")
    with pytest.raises(DatesNotPossible):
        reopen_window(by=by, seen=seen(window), closes_at=now - timedelta(hours=1), reason="x")
    assert not WindowChange.objects.exists()


def test_what_came_late_stays_late_when_the_window_opens_again(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space, "closed", late_policy="mark")
    author = people.stakeholder()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text("<p>Late.</p>"))
    before = list(Post.objects.values_list("standing", "latest_version__standing"))
    assert before == [("late", "late")]
    later = database_now() + SOON
    reopen_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="Asked")
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text("<p>In time.</p>"))
    stand = Post.objects.order_by("number").values_list("standing", "latest_version__standing")
    assert list(stand) == [("late", "late"), ("on-time", "on-time")]


# ---------------------------------------------------------------- rules for late texts
@pytest.mark.parametrize("state", ["open", "grace", "closed"])
def test_grace_and_late_policy_change_after_opening_and_the_earlier_ones_are_kept(
    space: Space, moderator: Actor, state: str
) -> None:
    window = factories.window(space, state, time_zone="Asia/Bangkok")
    opens, closes = window.opens_at, window.closes_at
    rules(moderator, window, LatePolicy.ASK, 60, "Mails were down")
    window.refresh_from_db()
    assert (window.late_policy, window.grace_minutes) == ("ask", 60)
    assert (window.opens_at, window.closes_at) == (opens, closes)
    change = window.changes.get()
    assert (change.act, change.reason) == ("late-rules", "Mails were down")
    assert (change.late_policy, change.grace_minutes, change.time_zone) == (
        "refuse",
        15,
        "Asia/Bangkok",
    )


def test_before_opening_the_dates_are_set_anew_instead(space: Space, moderator: Actor) -> None:
    window = factories.window(space, "scheduled")
    with pytest.raises(NotPossibleNow):
        rules(moderator, window, LatePolicy.ASK, 60)


def test_the_same_rules_again_are_no_change(space: Space, moderator: Actor) -> None:
    window = factories.window(space)
    with pytest.raises(NotPossibleNow):
        rules(moderator, window, LatePolicy.REFUSE, 15)
    with pytest.raises(ReasonNeeded):
        rules(moderator, window, LatePolicy.ASK, 15, " ")
    assert not WindowChange.objects.exists()


@pytest.mark.parametrize("change", ["rules", "extend", "close"])
def test_no_change_of_a_window_alters_how_a_text_stands(
    space: Space, moderator: Actor, change: str
) -> None:
    window = factories.window(space, late_policy="mark")
    for standing in Standing.values:
        factories.post(space, standing=standing)
    before = list(Post.objects.order_by("pk").values_list("standing", "latest_version__standing"))
    if change == "rules":
        rules(moderator, window, LatePolicy.REFUSE, 0)
    elif change == "extend":
        later = database_now() + timedelta(days=30)
        extend_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="x")
    else:
        close_window(by=moderator.viewer, seen=seen(window))
    after = list(Post.objects.order_by("pk").values_list("standing", "latest_version__standing"))
    assert after == before


def test_a_longer_grace_holds_for_what_comes_from_now_on(space: Space, moderator: Actor) -> None:
    window = factories.window(space, "closed")
    with pytest.raises(WindowClosed):
        admit(window, database_now())
    rules(moderator, window, LatePolicy.REFUSE, 2 * 24 * 60, "Mails were down")
    window.refresh_from_db()
    assert admit(window, database_now()).standing == Standing.GRACE


# ---------------------------------------------------------------- what a change leaves
def test_a_change_of_dates_keeps_the_earlier_zone_policy_and_grace(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space, "scheduled", time_zone="Asia/Bangkok", grace_minutes=30)
    now = database_now()
    wanted = WindowSetting(now + SOON, None, "UTC", LatePolicy.MARK, 0)
    schedule_window(by=moderator.viewer, seen=seen(window), setting=wanted)
    change = window.changes.get()
    assert (change.time_zone, change.late_policy, change.grace_minutes) == (
        "Asia/Bangkok",
        "refuse",
        30,
    )


def test_a_first_setting_has_no_earlier_one(space: Space, moderator: Actor) -> None:
    wanted = WindowSetting(None, None, "UTC", LatePolicy.MARK, 0)
    window = schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted)
    change = window.changes.get()
    assert (change.time_zone, change.late_policy, change.grace_minutes) == ("", None, None)
