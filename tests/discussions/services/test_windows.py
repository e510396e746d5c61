"""Windows are scheduled, opened, closed and extended: once, by one, on record, with the database's clock."""

import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from discussions.access.posts import admit
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import LatePolicy, Standing
from discussions.errors import (
    AlreadyDecided,
    DatesNotPossible,
    NotComplete,
    NotFound,
    NotModerator,
    NotPossibleNow,
    ReasonNeeded,
    WindowClosed,
)
from discussions.models import Post, Prompt, Space, Window, WindowChange
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    open_window,
    reopen_window,
    schedule_window,
)
from discussions.validators.sent import PERSONAL, SubmittedText
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now, transaction_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.windows import seen
from tests.people import Actor

SOON = timedelta(days=3)
STATES = ["scheduled", "open", "grace", "closed"]


def setting(**more: object) -> WindowSetting:
    """Opens in three days, closes in ten."""
    now = database_now()
    values: dict[str, object] = {
        "opens_at": now + SOON,
        "closes_at": now + timedelta(days=10),
        "time_zone": "America/New_York",
        "late_policy": LatePolicy.MARK,
        "grace_minutes": 15,
    }
    return WindowSetting(**{**values, **more})  # type: ignore[arg-type]  # values of each field


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


@pytest.fixture
def second(space: Space) -> Actor:
    """Who acts at the same time."""
    return people.moderator(space, "second@test.example", "Tomás Ruiz")


# ---------------------------------------------------------------- schedule
def test_scheduling_makes_the_main_window_with_its_history_and_one_record(
    space: Space, moderator: Actor
) -> None:
    wanted = setting()
    window = schedule_window(
        by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted, reason="Letter of 2 May"
    )
    window.refresh_from_db()
    assert (window.opens_at, window.closes_at) == (wanted.opens_at, wanted.closes_at)
    assert (window.time_zone, window.late_policy, window.grace_minutes) == (
        "America/New_York",
        "mark",
        15,
    )
    change = window.changes.get()
    assert (change.act, change.by_person, change.reason) == (
        "schedule",
        moderator.person,
        "Letter of 2 May",
    )
    assert not change.had_opens_at  # there was no earlier setting
    record = Record.objects.get()
    assert (record.act, record.actor_id, record.space_id) == (
        "window-schedule",
        moderator.user.pk,
        space.pk,
    )
    assert (record.detail["was"], record.detail["change"]) == (None, change.pk)
    assert Space.objects.get().revision == 2


def test_it_may_be_set_anew_before_it_opens_and_the_earlier_setting_is_kept(
    space: Space, moderator: Actor
) -> None:
    first = setting()
    window = schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=first)
    later = setting(closes_at=None, late_policy=LatePolicy.ASK, time_zone="Asia/Bangkok")
    schedule_window(by=moderator.viewer, seen=seen(window), setting=later)
    window.refresh_from_db()
    assert (window.closes_at, window.late_policy) == (None, "ask")
    change = window.changes.order_by("-pk")[0]
    assert (change.opens_at, change.closes_at) == (first.opens_at, first.closes_at)
    assert (change.had_opens_at, change.had_closes_at) == (True, True)
    assert Record.objects.latest("pk").detail["was"]["late_policy"] == "mark"


def test_another_window_stands_beside_the_main_one(space: Space, moderator: Actor) -> None:
    factories.window(space)
    schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 1), setting=setting())
    assert list(space.windows.values_list("position", flat=True)) == [0, 1]


def test_without_an_opening_it_opens_at_once(space: Space, moderator: Actor) -> None:
    before = database_now()
    wanted = setting(opens_at=None)
    window = schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted)
    assert window.opens_at is not None
    assert before <= window.opens_at <= database_now()
    assert window.state_at(database_now()) == "open"


@pytest.mark.parametrize("state", ["open", "grace", "closed"])
def test_a_window_that_has_opened_is_not_scheduled_again(
    space: Space, moderator: Actor, state: str
) -> None:
    window = factories.window(space, state)
    with pytest.raises(NotPossibleNow):
        schedule_window(by=moderator.viewer, seen=seen(window), setting=setting())


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        pytest.param(-SOON, SOON, id="opens in the past"),
        pytest.param(SOON, timedelta(days=2), id="closes before it opens"),
        pytest.param(SOON, SOON, id="closes as it opens"),
        pytest.param(None, -SOON, id="opens at once and has closed"),
    ],
)
def test_dates_out_of_order_are_refused(
    space: Space, moderator: Actor, opens: timedelta | None, closes: timedelta
) -> None:
    now = database_now()
    wanted = setting(opens_at=None if opens is None else now + opens, closes_at=now + closes)
    with pytest.raises(DatesNotPossible):
        schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted)
    assert not Window.objects.exists()
    assert not Record.objects.exists()


# ---------------------------------------------------------------- completeness
def test_an_incomplete_question_keeps_the_window_from_being_scheduled_and_opened(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space, "scheduled")
    prompt = Prompt.objects.get()
    set_texts(prompt, "text", {"en": "<p>Question?</p>"})
    prompt.save()
    with pytest.raises(NotComplete) as refusal:
        schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 1), setting=setting())
    assert "question 1 (French)" in str(refusal.value)
    with pytest.raises(NotComplete):
        open_window(by=moderator.viewer, seen=seen(window))
    assert not WindowChange.objects.exists()


def test_so_does_an_incomplete_title(space: Space, moderator: Actor) -> None:
    set_texts(space, "title", {"fr": "Titre"})
    space.save()
    with pytest.raises(NotComplete) as refusal:
        schedule_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=setting())
    assert "the title (English)" in str(refusal.value)


def test_an_incomplete_imported_space_can_still_be_extended_and_closed_but_not_opened_again(
    space: Space, moderator: Actor
) -> None:
    set_texts(space, "title", {"en": "Title"})
    space.save()
    window = factories.window(space)
    later = database_now() + timedelta(days=30)
    extend_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="Asked")
    close_window(by=moderator.viewer, seen=seen(window))
    with pytest.raises(NotComplete):
        reopen_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="Asked")


# ---------------------------------------------------------------- open
def test_opening_sets_the_instant_by_the_databases_clock(space: Space, moderator: Actor) -> None:
    window = factories.window(space, "scheduled")
    planned, closes = window.opens_at, window.closes_at
    before = database_now()
    open_window(by=moderator.viewer, seen=seen(window), reason="Ready")
    window.refresh_from_db()
    assert window.opens_at is not None
    assert before <= window.opens_at <= database_now()
    assert window.closes_at == closes
    change = window.changes.get()
    assert (change.act, change.opens_at, change.reason) == ("open", planned, "Ready")
    assert Record.objects.get().act == "window-open"


@pytest.mark.parametrize("state", ["open", "grace", "closed"])
def test_only_a_scheduled_window_is_opened(space: Space, moderator: Actor, state: str) -> None:
    with pytest.raises(NotPossibleNow):
        open_window(by=moderator.viewer, seen=seen(factories.window(space, state)))


# ---------------------------------------------------------------- close
def test_closing_sets_the_instant_and_begins_the_grace(space: Space, moderator: Actor) -> None:
    window = factories.window(space)
    planned = window.closes_at
    before = database_now()
    close_window(by=moderator.viewer, seen=seen(window), reason="Agreed with the chairs")
    window.refresh_from_db()
    assert window.closes_at is not None
    assert before <= window.closes_at <= database_now()
    assert window.state_at(database_now()) == "grace"
    change = window.changes.get()
    assert (change.act, change.closes_at, change.reason) == (
        "close",
        planned,
        "Agreed with the chairs",
    )


@pytest.mark.parametrize("state", ["scheduled", "grace", "closed"])
def test_only_an_open_window_is_closed(space: Space, moderator: Actor, state: str) -> None:
    with pytest.raises(NotPossibleNow):
        close_window(by=moderator.viewer, seen=seen(factories.window(space, state)))


# ---------------------------------------------------------------- extend
def test_extending_sets_a_later_closing(space: Space, moderator: Actor) -> None:
    window = factories.window(space)
    planned = window.closes_at
    closes = database_now() + timedelta(days=30)
    extend_window(by=moderator.viewer, seen=seen(window), closes_at=closes, reason="Two asked")
    window.refresh_from_db()
    assert window.closes_at == closes
    change = window.changes.get()
    assert (change.act, change.closes_at, change.reason) == ("extend", planned, "Two asked")


@pytest.mark.parametrize("state", ["scheduled", "grace", "closed"])
def test_only_an_open_window_is_extended(space: Space, moderator: Actor, state: str) -> None:
    window = factories.window(space, state)
    later = database_now() + timedelta(days=40)
    with pytest.raises(NotPossibleNow):
        extend_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="x")


def test_a_window_without_end_gets_one(space: Space, moderator: Actor) -> None:
    window = factories.window(space, closes_at=None)
    closes = database_now() + SOON
    extend_window(by=moderator.viewer, seen=seen(window), closes_at=closes, reason="Agreed")
    window.refresh_from_db()
    assert window.closes_at == closes


def test_extending_needs_a_reason_and_a_later_instant(space: Space, moderator: Actor) -> None:
    window = factories.window(space)
    closes = window.closes_at
    assert closes is not None
    later = closes + SOON
    with pytest.raises(ReasonNeeded):
        extend_window(by=moderator.viewer, seen=seen(window), closes_at=later, reason="  ")
    for wrong in (closes, closes - SOON, database_now() - SOON):
        with pytest.raises(DatesNotPossible):
            extend_window(by=moderator.viewer, seen=seen(window), closes_at=wrong, reason="x")
    assert not WindowChange.objects.exists()


# ---------------------------------------------------------------- twice, and by another
Act = Callable[[Viewer, SeenWindow], Window]
CLOSES = datetime(2090, 1, 1, tzinfo=UTC)
PLAN = WindowSetting(
    datetime(2089, 1, 1, tzinfo=UTC), CLOSES, "Africa/Nairobi", LatePolicy.REFUSE, 15
)
ACTS = [
    pytest.param(
        lambda by, seen: schedule_window(by=by, seen=seen, setting=PLAN, reason="r"),
        "scheduled",
        id="schedule",
    ),
    pytest.param(
        lambda by, seen: open_window(by=by, seen=seen, reason="r"), "scheduled", id="open"
    ),
    pytest.param(lambda by, seen: close_window(by=by, seen=seen, reason="r"), "open", id="close"),
    pytest.param(
        lambda by, seen: extend_window(by=by, seen=seen, closes_at=CLOSES, reason="r"),
        "open",
        id="extend",
    ),
    pytest.param(
        lambda by, seen: reopen_window(by=by, seen=seen, closes_at=CLOSES, reason="r"),
        "closed",
        id="reopen",
    ),
    pytest.param(
        lambda by, seen: change_late_rules(
            by=by, seen=seen, late_policy=LatePolicy.ASK, grace_minutes=60, reason="r"
        ),
        "open",
        id="late-rules",
    ),
]


@pytest.mark.parametrize(("act", "state"), ACTS)
def test_the_same_act_twice_by_the_same_person_is_done_once(
    space: Space, moderator: Actor, act: Act, state: str
) -> None:
    before = seen(factories.window(space, state))
    first = act(moderator.viewer, before)
    again = act(moderator.viewer, before)
    assert (first.pk, first.opens_at, first.closes_at) == (
        again.pk,
        again.opens_at,
        again.closes_at,
    )
    assert (WindowChange.objects.count(), Record.objects.count()) == (1, 1)
    assert Space.objects.get().revision == 2


@pytest.mark.parametrize(("act", "state"), ACTS)
def test_another_is_told_who_did_what_and_nothing_is_overwritten(
    space: Space, moderator: Actor, second: Actor, act: Act, state: str
) -> None:
    before = seen(factories.window(space, state))
    act(moderator.viewer, before)
    with pytest.raises(AlreadyDecided) as refusal:
        act(second.viewer, before)
    assert refusal.value.by == "Marta Lind"
    assert WindowChange.objects.count() == 1


def test_making_the_same_window_twice_makes_one(
    space: Space, moderator: Actor, second: Actor
) -> None:
    new = SeenWindow(space.pk, 0)
    first = schedule_window(by=moderator.viewer, seen=new, setting=PLAN)
    assert schedule_window(by=moderator.viewer, seen=new, setting=PLAN) == first
    with pytest.raises(AlreadyDecided):  # the same person, with another closing
        schedule_window(by=moderator.viewer, seen=new, setting=setting())
    with pytest.raises(AlreadyDecided):
        schedule_window(by=second.viewer, seen=new, setting=PLAN)
    assert Window.objects.count() == 1


def test_extending_twice_with_another_closing_tells_of_the_first(
    space: Space, moderator: Actor
) -> None:
    before = seen(factories.window(space))
    extend_window(by=moderator.viewer, seen=before, closes_at=CLOSES, reason="r")
    with pytest.raises(AlreadyDecided):
        extend_window(by=moderator.viewer, seen=before, closes_at=CLOSES + SOON, reason="r")
    assert Window.objects.get().closes_at == CLOSES


def test_an_account_that_speaks_for_nobody_gets_the_same_result_too(space: Space) -> None:
    account = people.secretariat()
    account.person.delete()
    before = seen(factories.window(space))
    close_window(by=account.viewer, seen=before)
    close_window(by=account.viewer, seen=before)
    assert WindowChange.objects.get().by_person is None


# ---------------------------------------------------------------- who
@pytest.mark.parametrize(("act", "state"), ACTS)
def test_staff_of_the_space_alone_change_its_windows(space: Space, act: Act, state: str) -> None:
    before = seen(factories.window(space, state))
    elsewhere = factories.space("elsewhere", "EL")
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.administrator().viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        with pytest.raises(NotModerator):
            act(viewer, before)
    act(people.secretariat().viewer, before)


def test_a_window_that_is_not_there_is_not_found(space: Space, moderator: Actor) -> None:
    for act in (open_window, close_window):
        with pytest.raises(NotFound):
            act(by=moderator.viewer, seen=SeenWindow(space.pk, 0))


# ---------------------------------------------------------------- at once
def _together(*acts: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(acts))
    outcomes: list[object] = []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except AlreadyDecided as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_the_main_window_at_once_one_makes_it(
    space: Space, moderator: Actor, second: Actor
) -> None:
    new = SeenWindow(space.pk, 0)
    first, other = moderator.viewer, second.viewer
    outcomes = _together(
        lambda: schedule_window(by=first, seen=new, setting=PLAN),
        lambda: schedule_window(by=other, seen=new, setting=setting()),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided", "Window"]
    assert (Window.objects.count(), Record.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_extend_at_once_one_does(space: Space, moderator: Actor, second: Actor) -> None:
    before = seen(factories.window(space))
    first, other = moderator.viewer, second.viewer
    outcomes = _together(
        lambda: extend_window(by=first, seen=before, closes_at=CLOSES, reason="a"),
        lambda: extend_window(by=other, seen=before, closes_at=CLOSES + SOON, reason="b"),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDecided", "Window"]
    assert WindowChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_post_in_progress_which_stays_on_time(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space)
    before = seen(window)
    viewer = moderator.viewer
    closed = threading.Event()

    def close() -> None:
        try:
            close_window(by=viewer, seen=before)
            closed.set()
        finally:
            connection.close()

    with (
        transaction.atomic()
    ):  # a post: the window is held FOR SHARE from its reading to the commit
        received_at = transaction_now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM discussions_window WHERE id = %s FOR SHARE", [window.pk])
        thread = threading.Thread(target=close)
        thread.start()
        assert not closed.wait(0.3)
        held = Window.objects.get()
        assert admit(held, received_at).standing == Standing.ON_TIME
        still_open_at = database_now()
    thread.join()
    assert closed.is_set()
    window.refresh_from_db()
    assert window.closes_at is not None
    assert window.closes_at > still_open_at  # taken after the lock, not when closing began
    assert window.standing_at(received_at) == Standing.ON_TIME


@pytest.mark.django_db(transaction=True)
def test_posts_sent_while_a_window_closes_stand_as_the_closing_says(
    space: Space, moderator: Actor
) -> None:
    window = factories.window(space, grace_minutes=0)
    before, viewer = seen(window), moderator.viewer
    authors = [people.actor(f"{n}@test.example", f"Author {n}").viewer for n in range(4)]

    def send(author: Viewer, number: int) -> object:
        text = SubmittedText(f"<p>Text {number}.</p>", "en", PERSONAL, uuid.uuid4())
        try:
            return submit(by=author, to=SubmissionPlace(space), sent=text)
        except WindowClosed as refusal:
            return refusal

    outcomes = _together(
        *(partial(send, author, number) for number, author in enumerate(authors)),
        lambda: close_window(by=viewer, seen=before),
    )
    window.refresh_from_db()
    assert window.closes_at is not None
    taken = Post.objects.values_list("received_at", "standing")
    assert all(at < window.closes_at and how == "on-time" for at, how in taken)
    refused = sum(isinstance(outcome, WindowClosed) for outcome in outcomes)
    assert len(taken) + refused == len(authors)
    assert len(outcomes) == len(authors) + 1
    assert Record.objects.filter(act="window-close").count() == 1


# ---------------------------------------------------------------- cost
@pytest.mark.parametrize("windows", [1, 3])
def test_closing_takes_the_same_number_of_statements(
    space: Space,
    moderator: Actor,
    windows: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    made = [factories.window(space, position=number) for number in range(windows)]
    viewer, before = moderator.viewer, seen(made[0])
    with django_assert_num_queries(11):
        close_window(by=viewer, seen=before)
