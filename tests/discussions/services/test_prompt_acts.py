"""Questions are closed, reopened, and put in another order."""

import pytest

from discussions.access.viewer import VISITOR
from discussions.errors import AlreadyDecided, ChangedMeanwhile, NotModerator
from discussions.models import Prompt, Space
from discussions.services.prompt_acts import close_prompt, order_prompts, reopen_prompt
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor


@pytest.fixture
def space(db: None) -> Space:
    """A space with three questions."""
    made = factories.space()
    for number in (1, 2, 3):
        factories.prompt(made, number)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def order() -> list[int]:
    """The numbers in the order of the page."""
    return list(Prompt.objects.order_by("position", "pk").values_list("number", flat=True))


def test_a_question_is_closed_once_and_reopened_once_each_on_record(
    space: Space, moderator: Actor
) -> None:
    prompt = Prompt.objects.get(number=2)
    for act in (close_prompt, close_prompt, reopen_prompt, reopen_prompt):
        act(by=moderator.viewer, prompt_id=prompt.pk)
    prompt.refresh_from_db()
    assert prompt.closed_at is None
    acts = list(Record.objects.order_by("pk").values_list("act", "detail"))
    assert acts == [("prompt-closed", {"number": 2}), ("prompt-reopened", {"number": 2})]
    assert Space.objects.get().revision == 3


def test_who_closes_or_reopens_after_another_is_told_who_did(
    space: Space, moderator: Actor
) -> None:
    prompt, other = Prompt.objects.get(number=2), people.secretariat()
    for act in (close_prompt, reopen_prompt):
        act(by=other.viewer, prompt_id=prompt.pk)
        with pytest.raises(AlreadyDecided) as refused:
            act(by=moderator.viewer, prompt_id=prompt.pk)
        assert refused.value.by == "Paulo Reyes"
    assert Record.objects.count() == 2


def test_questions_get_another_order_once(space: Space, moderator: Actor) -> None:
    for _press in range(2):
        order_prompts(by=moderator.viewer, space_id=space.pk, seen=[1, 2, 3], wanted=[3, 1, 2])
    assert order() == [3, 1, 2]
    record = Record.objects.get()
    assert (record.act, record.subject_type, record.subject_id) == (
        "prompts-ordered",
        "space",
        str(space.pk),
    )
    assert record.detail == {"was": [1, 2, 3], "is": [3, 1, 2]}
    assert Space.objects.get().revision == 2


def test_an_order_that_another_changed_is_told_and_stays(space: Space, moderator: Actor) -> None:
    other = people.secretariat()
    order_prompts(by=other.viewer, space_id=space.pk, seen=[1, 2, 3], wanted=[2, 1, 3])
    with pytest.raises(ChangedMeanwhile) as refused:
        order_prompts(by=moderator.viewer, space_id=space.pk, seen=[1, 2, 3], wanted=[1, 3, 2])
    assert refused.value.by == "Paulo Reyes"
    assert order() == [2, 1, 3]


@pytest.mark.parametrize("wanted", [[1, 2], [1, 2, 2], [1, 2, 3, 4], []])
def test_an_order_holds_each_question_once(
    space: Space, moderator: Actor, wanted: list[int]
) -> None:
    with pytest.raises(ChangedMeanwhile):
        order_prompts(by=moderator.viewer, space_id=space.pk, seen=[1, 2, 3], wanted=wanted)
    assert order() == [1, 2, 3]


def test_others_do_nothing_of_it(space: Space) -> None:
    prompt = Prompt.objects.get(number=2)
    elsewhere = factories.space("elsewhere", "EL")
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        for act in (close_prompt, reopen_prompt):
            with pytest.raises(NotModerator):
                act(by=viewer, prompt_id=prompt.pk)
        with pytest.raises(NotModerator):
            order_prompts(by=viewer, space_id=space.pk, seen=[1, 2, 3], wanted=[3, 1, 2])
    assert not Record.objects.exists()
