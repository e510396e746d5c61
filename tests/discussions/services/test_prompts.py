"""Questions are put, reworded and, while nobody has answered, deleted."""

import pytest

from discussions.access.viewer import VISITOR
from discussions.errors import NotComplete, NotModerator, NotPossibleNow
from discussions.models import Prompt, PromptWording, Space
from discussions.services.prompts import delete_prompt, put_prompt, reword_prompt
from hub.kit.bilingual import texts_of
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor

BOTH = {"en": "<p>What else?</p>", "fr": "<p>Quoi d’autre ?</p>"}


@pytest.fixture
def space(db: None) -> Space:
    """A space without questions."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who asks."""
    return people.moderator(space)


def test_a_question_gets_the_next_number_and_comes_in_clean(
    space: Space, moderator: Actor
) -> None:
    factories.prompt(space, 4)
    texts = {**BOTH, "en": '<p onclick="x()">What else?</p><script>x()</script>'}
    put = put_prompt(by=moderator.viewer, prompt=Prompt(space=space, position=9), texts=texts)
    put.refresh_from_db()
    assert (put.number, put.position) == (5, 9)
    assert texts_of(put, "text") == BOTH
    assert put.asked_by == moderator.person
    record = Record.objects.get()
    assert (record.act, record.subject_id) == ("prompt-put", str(put.pk))
    assert Space.objects.get().revision == 2


def test_before_there_are_answers_a_question_is_reworded_without_trace_on_the_page(
    space: Space, moderator: Actor
) -> None:
    prompt = factories.prompt(space)
    reword_prompt(by=moderator.viewer, prompt_id=prompt.pk, texts=BOTH)
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == BOTH
    assert not PromptWording.objects.exists()
    assert Record.objects.get().act == "prompt-reword"
    assert Space.objects.get().revision == 2


def test_after_answers_the_earlier_wording_is_kept_in_every_language(
    space: Space, moderator: Actor
) -> None:
    prompt = factories.prompt(space)
    earlier = texts_of(prompt, "text")
    factories.post(space, prompt=prompt)
    reword_prompt(by=moderator.viewer, prompt_id=prompt.pk, texts={"en": BOTH["en"]})
    reword_prompt(by=moderator.viewer, prompt_id=prompt.pk, texts=BOTH)
    kept = list(PromptWording.objects.order_by("position"))
    assert [texts_of(wording, "text") for wording in kept] == [
        earlier,
        {**earlier, "en": BOTH["en"]},
    ]
    assert [wording.position for wording in kept] == [0, 1]
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == BOTH


def test_the_same_words_again_change_nothing(space: Space, moderator: Actor) -> None:
    prompt = factories.prompt(space)
    factories.post(space, prompt=prompt)
    revision = Space.objects.get().revision
    reword_prompt(by=moderator.viewer, prompt_id=prompt.pk, texts=texts_of(prompt, "text"))
    assert not PromptWording.objects.exists()
    assert not Record.objects.exists()
    assert Space.objects.get().revision == revision


@pytest.mark.parametrize("state", ["scheduled", "open", "grace", "closed"])
def test_an_incomplete_question_is_refused_while_a_window_is_open_or_will_be(
    space: Space, moderator: Actor, state: str
) -> None:
    factories.window(space, state)
    prompt = factories.prompt(space)
    viewer, half = moderator.viewer, {"en": "<p>More?</p>", "fr": ""}
    if state == "closed":
        reword_prompt(by=viewer, prompt_id=prompt.pk, texts=half)
        put_prompt(by=viewer, prompt=Prompt(space=space, position=2), texts=half)
        return
    with pytest.raises(NotComplete):
        reword_prompt(by=viewer, prompt_id=prompt.pk, texts=half)
    with pytest.raises(NotComplete):
        put_prompt(by=viewer, prompt=Prompt(space=space, position=2), texts=half)


def test_a_question_with_answers_is_never_deleted(space: Space, moderator: Actor) -> None:
    prompt = factories.prompt(space)
    other = factories.prompt(space, 2)
    factories.post(space, prompt=prompt, state="withdrawn", was_public=False)
    with pytest.raises(NotPossibleNow):
        delete_prompt(by=moderator.viewer, prompt_id=prompt.pk)
    delete_prompt(by=moderator.viewer, prompt_id=other.pk)
    assert Prompt.objects.get() == prompt
    assert Record.objects.get().subject_id == str(other.pk)


def test_others_put_and_change_no_question(space: Space) -> None:
    prompt = factories.prompt(space)
    elsewhere = factories.space("elsewhere", "EL")
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        with pytest.raises(NotModerator):
            put_prompt(by=viewer, prompt=Prompt(space=space, position=2), texts=BOTH)
        with pytest.raises(NotModerator):
            reword_prompt(by=viewer, prompt_id=prompt.pk, texts=BOTH)
        with pytest.raises(NotModerator):
            delete_prompt(by=viewer, prompt_id=prompt.pk)


def test_the_secretariat_and_administrators_put_questions_too(space: Space) -> None:
    for number, someone in enumerate((people.secretariat(), people.administrator()), start=1):
        prompt = Prompt(space=space, position=number)
        assert put_prompt(by=someone.viewer, prompt=prompt, texts=BOTH).number == number
