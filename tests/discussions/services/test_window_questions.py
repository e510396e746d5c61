"""Questions follow other windows: on record, in the history, by staff alone, and with nothing overwritten."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from discussions.access.viewer import VISITOR
from discussions.errors import ChangedMeanwhile, NotFound, NotModerator, ReasonNeeded
from discussions.models import News, Post, Prompt, Space, WindowChange
from discussions.selectors.set_up import prompt_setting
from discussions.services.prompts import edit_prompt
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.window_questions import assign_questions
from discussions.validators.set_up import PromptSetting, stamp_of
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.writing import text
from tests.people import Actor


@pytest.fixture
def space(db: None) -> Space:
    """Three questions; the main window is open, a second one is scheduled."""
    made = factories.space()
    factories.window(made)
    second = factories.window(made, "scheduled", position=1)
    for number in (1, 2):
        factories.prompt(made, number)
    factories.prompt(made, 3, window=second)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


BEFORE = {1: 0, 2: 0, 3: 1}


def assign(by: Actor, space: Space, wanted: dict[int, int], reason: str = "Rev 2") -> list[int]:
    """Choose windows on a page that showed them as they stand at first; the numbers that moved."""
    moved = assign_questions(
        by=by.viewer, space_id=space.pk, seen=BEFORE, wanted=wanted, reason=reason
    )
    return [one.prompt.number for one in moved]


def places(space: Space) -> dict[int, int | None]:
    """The place of the window that each question points to."""
    return dict(space.prompts.order_by("number").values_list("number", "window__position"))


def test_a_question_follows_another_window_and_both_keep_what_they_had(
    space: Space, moderator: Actor
) -> None:
    assert assign(moderator, space, {1: 0, 2: 1, 3: 1}) == [2]
    assert places(space) == {1: None, 2: 1, 3: 1}
    changes = WindowChange.objects.order_by("window__position")
    assert [(one.act, one.questions, one.reason) for one in changes] == [
        ("questions", [1, 2], "Rev 2"),
        ("questions", [3], "Rev 2"),
    ]
    assert not any(one.had_opens_at or one.had_closes_at for one in changes)
    records = Record.objects.order_by("pk")
    assert [(one.act, one.detail["was"], one.detail["is"]) for one in records] == [
        ("window-questions", [1, 2], [1]),
        ("window-questions", [3], [2, 3]),
    ]
    assert Space.objects.get().revision == 2
    assert News.objects.get().facts == {"changes": [one.pk for one in changes]}


def test_back_to_the_main_window_it_points_to_none(space: Space, moderator: Actor) -> None:
    assign(moderator, space, {3: 0})
    assert places(space) == {1: None, 2: None, 3: None}


def test_what_stands_there_already_changes_nothing(space: Space, moderator: Actor) -> None:
    assert assign(moderator, space, BEFORE) == []
    assign(moderator, space, {**BEFORE, 2: 1})
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    assert assign(second, space, {**BEFORE, 2: 1}) == []
    assert WindowChange.objects.count() == 2


def test_a_question_that_points_to_the_main_window_by_name_follows_it_already(
    space: Space, moderator: Actor
) -> None:
    Prompt.objects.filter(number=1).update(window=space.windows.get(position=0))
    assert assign(moderator, space, BEFORE) == []
    assign(moderator, space, {1: 1})
    assert WindowChange.objects.order_by("window__position")[0].questions == [1, 2]


def test_the_second_of_two_is_told_who_was_first_and_overwrites_nothing(
    space: Space, moderator: Actor
) -> None:
    assign(moderator, space, {**BEFORE, 2: 1})
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    with pytest.raises(ChangedMeanwhile) as refusal:
        assign(second, space, {**BEFORE, 1: 1})
    assert refusal.value.by == "Marta Lind"
    assert places(space) == {1: None, 2: 1, 3: 1}


def test_so_is_who_comes_after_the_page_of_the_question(space: Space, moderator: Actor) -> None:
    prompt = Prompt.objects.get(number=2)
    window = space.windows.get(position=1)
    edit_prompt(
        by=moderator.viewer,
        prompt_id=prompt.pk,
        setting=PromptSetting({}, window.pk, None),
        seen=stamp_of(prompt_setting(prompt)),
        reason="Draft Rev 2",
    )
    changes = WindowChange.objects.order_by("window__position")
    assert [(one.act, one.questions) for one in changes] == [
        ("questions", [1, 2]),
        ("questions", [3]),
    ]
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    with pytest.raises(ChangedMeanwhile) as refusal:
        assign(second, space, {**BEFORE, 1: 1})
    assert refusal.value.by == "Marta Lind"


def test_once_a_window_has_opened_there_is_a_reason(space: Space, moderator: Actor) -> None:
    with pytest.raises(ReasonNeeded):
        assign(moderator, space, {**BEFORE, 2: 1}, reason=" ")
    factories.window(space, "scheduled", position=2)
    assert assign(moderator, space, {**BEFORE, 3: 2}, reason="") == [3]


def test_staff_of_the_space_alone_choose(space: Space) -> None:
    elsewhere = factories.space("elsewhere", "EL")
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.administrator().viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        with pytest.raises(NotModerator):
            assign_questions(by=viewer, space_id=space.pk, seen=BEFORE, wanted={1: 1}, reason="r")
    assert assign(people.secretariat(), space, {**BEFORE, 1: 1}) == [1]


@pytest.mark.parametrize("wanted", [{9: 0}, {1: 7}])
def test_what_is_not_there_is_not_found(
    space: Space, moderator: Actor, wanted: dict[int, int]
) -> None:
    with pytest.raises(NotFound):
        assign(moderator, space, wanted)


def test_what_was_sent_stands_as_it_stood(space: Space, moderator: Actor) -> None:
    author, prompt = people.stakeholder(), Prompt.objects.get(number=1)
    submit(by=author.viewer, to=SubmissionPlace(space, prompt), sent=text())
    closed = factories.window(space, "closed", position=2)
    assign(moderator, space, {**BEFORE, 1: 2})
    assert Prompt.objects.get(number=1).window == closed
    assert Post.objects.get().standing == "on-time"


@pytest.mark.parametrize("moved", [1, 3])
def test_moving_costs_one_statement_a_question(
    space: Space,
    moderator: Actor,
    moved: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for number in (4, 5):
        factories.prompt(space, number)
    numbers = [1, 2, 4][:moved]
    viewer, seen = moderator.viewer, dict.fromkeys(numbers, 0)
    with django_assert_num_queries(14 + moved):
        assign_questions(
            by=viewer,
            space_id=space.pk,
            seen=seen,
            wanted=dict.fromkeys(numbers, 1),
            reason="r",
        )
