"""Questions are put, reworded and, while nobody has answered, deleted."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections, transaction

from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import (
    AlreadyMade,
    ChangedMeanwhile,
    NotComplete,
    NotFound,
    NotModerator,
    NotPossibleNow,
    ReasonNeeded,
)
from discussions.models import (
    Document,
    Draft,
    PostMove,
    Prompt,
    PromptWording,
    Space,
    WindowChange,
)
from discussions.selectors.set_up import prompt_setting
from discussions.services.prompts import delete_prompt, edit_prompt, put_prompt
from discussions.validators.set_up import PromptSetting, stamp_of
from hub.kit.bilingual import set_texts, texts_of
from hub.kit.clock import database_now
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


def reword(by: Viewer, prompt: Prompt, texts: dict[str, str]) -> None:
    """Give it other words, and leave the rest as it is."""
    present = prompt_setting(Prompt.objects.get(pk=prompt.pk))
    setting = replace(present, texts=texts)
    edit_prompt(by=by, prompt_id=prompt.pk, setting=setting, seen=stamp_of(present))


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
    reword(moderator.viewer, prompt, BOTH)
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
    reword(moderator.viewer, prompt, {"en": BOTH["en"]})
    reword(moderator.viewer, prompt, BOTH)
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
    reword(moderator.viewer, prompt, texts_of(prompt, "text"))
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
        reword(viewer, prompt, half)
        put_prompt(by=viewer, prompt=Prompt(space=space, position=2), texts=half)
        return
    with pytest.raises(NotComplete):
        reword(viewer, prompt, half)
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
            delete_prompt(by=viewer, prompt_id=prompt.pk)
        with pytest.raises(NotModerator):
            edit_prompt(
                by=viewer, prompt_id=prompt.pk, setting=PromptSetting(BOTH), seen=stamp(prompt)
            )


def test_the_secretariat_and_administrators_put_questions_too(space: Space) -> None:
    for number, someone in enumerate((people.secretariat(), people.administrator()), start=1):
        prompt = Prompt(space=space, position=number)
        assert put_prompt(by=someone.viewer, prompt=prompt, texts=BOTH).number == number


def stamp(prompt: Prompt) -> str:
    """What a form carries that is built on the question as it is now."""
    return stamp_of(prompt_setting(Prompt.objects.get(pk=prompt.pk)))


def test_a_question_that_is_put_without_a_place_comes_after_the_others(
    space: Space, moderator: Actor
) -> None:
    factories.prompt(space, 7)
    put = put_prompt(by=moderator.viewer, prompt=nowhere(space), texts=BOTH)
    assert (put.number, put.position) == (8, 8)


def nowhere(space: Space, archive_id: str = "a-form") -> Prompt:
    """A question for which no place was chosen."""
    made = Prompt(space=space, archive_id=archive_id)
    made.position = None  # type: ignore[assignment]  # as a form leaves it
    return made


def test_the_same_form_again_is_the_same_question(space: Space, moderator: Actor) -> None:
    first = put_prompt(by=moderator.viewer, prompt=nowhere(space), texts=BOTH)
    again = put_prompt(by=moderator.viewer, prompt=nowhere(space), texts=BOTH)
    assert again.pk == first.pk
    assert Record.objects.count() == 1


@pytest.mark.parametrize("differs", ["words", "window", "document"])
def test_a_form_that_comes_again_and_says_something_else_is_refused(
    space: Space, moderator: Actor, differs: str
) -> None:
    first = put_prompt(by=moderator.viewer, prompt=nowhere(space), texts=BOTH)
    prompt, texts = nowhere(space), dict(BOTH)
    if differs == "words":
        texts["en"] = "<p>No.</p>"
    elif differs == "window":
        factories.window(space)
        prompt.window = factories.window(space, position=1)
    else:
        prompt.document = Document.objects.create(space=space, title_en="A", title_fr="B")
    with pytest.raises(AlreadyMade) as refused:
        put_prompt(by=moderator.viewer, prompt=prompt, texts=texts)
    assert refused.value.made == first.number
    assert "became question 1" in str(refused.value)
    assert prompt_setting(Prompt.objects.get()) == PromptSetting(BOTH)
    assert Record.objects.count() == 1


def test_the_number_of_a_deleted_question_is_not_given_again(
    space: Space, moderator: Actor
) -> None:
    for expected in (1, 2):
        put = put_prompt(by=moderator.viewer, prompt=nowhere(space, f"f{expected}"), texts=BOTH)
        assert put.number == expected
    delete_prompt(by=moderator.viewer, prompt_id=put.pk)
    assert put_prompt(by=moderator.viewer, prompt=nowhere(space, "f3"), texts=BOTH).number == 3


def test_a_question_is_not_deleted_while_somebody_writes_an_answer_or_after_one_was_moved(
    space: Space, moderator: Actor
) -> None:
    written, left, author = (
        factories.prompt(space),
        factories.prompt(space, 2),
        people.stakeholder(),
    )
    now = database_now()
    Draft.objects.create(
        author=author.person,
        space=space,
        prompt=written,
        language="en",
        created_at=now,
        saved_at=now,
        saved_by=author.person,
    )
    PostMove.objects.create(
        post=factories.post(space), prompt=left, had_prompt=True, at=database_now()
    )
    for prompt in (written, left):
        with pytest.raises(NotPossibleNow):
            delete_prompt(by=moderator.viewer, prompt_id=prompt.pk)
    assert Prompt.objects.count() == 2


def test_words_window_and_document_are_changed_each_on_record(
    space: Space, moderator: Actor
) -> None:
    prompt, main = factories.prompt(space), factories.window(space)
    window = factories.window(space, "scheduled", position=1)
    document = Document.objects.create(space=space)
    setting = PromptSetting(BOTH, window.pk, document.pk)
    change: dict[str, Any] = {"by": moderator.viewer, "prompt_id": prompt.pk}
    edit_prompt(**change, setting=setting, seen=stamp(prompt), reason="For Rev. 3")
    prompt.refresh_from_db()
    assert prompt_setting(prompt) == setting
    records = Record.objects.filter(subject_type="prompt").order_by("pk")
    acts = list(records.values_list("act", "detail"))
    fields = ["window_id", "document_id"]
    assert acts == [
        ("prompt-changed", {"number": 1, "fields": fields}),
        ("prompt-reword", {"number": 1}),
    ]
    again = PromptSetting(BOTH, main.pk, None)
    edit_prompt(**change, setting=again, seen=stamp(prompt), reason="Back again")
    prompt.refresh_from_db()
    assert (prompt.window, prompt.document) == (main, None)
    assert records.count() == 3
    reasons = WindowChange.objects.order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["For Rev. 3"] * 2 + ["Back again"] * 2


@pytest.mark.parametrize(
    ("main", "other", "is_needed"),
    [
        ("open", "scheduled", True),
        ("scheduled", "closed", True),
        ("scheduled", "scheduled", False),
    ],
)
def test_a_question_follows_another_window_with_a_reason_once_one_of_them_has_opened(
    space: Space, moderator: Actor, main: str, other: str, is_needed: bool
) -> None:
    prompt = factories.prompt(space)
    factories.window(space, main)
    window = factories.window(space, other, position=1)
    setting = PromptSetting(texts_of(prompt, "text"), window.pk)
    change: dict[str, Any] = {"by": moderator.viewer, "prompt_id": prompt.pk, "setting": setting}
    if is_needed:
        with pytest.raises(ReasonNeeded):
            edit_prompt(**change, seen=stamp(prompt), reason=" ")
        assert not Record.objects.exists()
        return
    edit_prompt(**change, seen=stamp(prompt))
    prompt.refresh_from_db()
    assert prompt.window == window


def test_a_question_that_names_the_main_window_instead_of_none_follows_no_other(
    space: Space, moderator: Actor
) -> None:
    prompt, main = factories.prompt(space), factories.window(space)
    setting = PromptSetting(texts_of(prompt, "text"), main.pk)
    edit_prompt(by=moderator.viewer, prompt_id=prompt.pk, setting=setting, seen=stamp(prompt))
    assert not WindowChange.objects.exists()


def test_who_built_on_what_another_changed_is_told_who_and_nothing_is_overwritten(
    space: Space, moderator: Actor
) -> None:
    prompt, other = factories.prompt(space), people.secretariat()
    seen, theirs = stamp(prompt), PromptSetting(BOTH)
    mine = PromptSetting({**BOTH, "en": "<p>Mine?</p>"})
    edit_prompt(by=other.viewer, prompt_id=prompt.pk, setting=theirs, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        edit_prompt(by=moderator.viewer, prompt_id=prompt.pk, setting=mine, seen=seen)
    assert str(refused.value).startswith("Paulo Reyes changed this on ")
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == BOTH
    assert Record.objects.count() == 1
    edit_prompt(by=moderator.viewer, prompt_id=prompt.pk, setting=mine, seen=stamp(prompt))
    prompt.refresh_from_db()
    assert texts_of(prompt, "text")["en"] == "<p>Mine?</p>"


def test_what_stands_there_already_changes_nothing_whoever_set_it(
    space: Space, moderator: Actor
) -> None:
    prompt, setting = factories.prompt(space), PromptSetting(BOTH)
    seen = stamp(prompt)
    for _press in range(2):
        edit_prompt(by=moderator.viewer, prompt_id=prompt.pk, setting=setting, seen=seen)
    assert Record.objects.count() == 1
    assert Space.objects.get().revision == 2


def test_window_and_document_of_another_space_are_not_found(
    space: Space, moderator: Actor
) -> None:
    prompt, elsewhere = factories.prompt(space), factories.space("elsewhere", "EL")
    window, document = factories.window(elsewhere), Document.objects.create(space=elsewhere)
    for setting in (PromptSetting(BOTH, window.pk), PromptSetting(BOTH, None, document.pk)):
        with pytest.raises(NotFound):
            edit_prompt(
                by=moderator.viewer, prompt_id=prompt.pk, setting=setting, seen=stamp(prompt)
            )
    put = Prompt(space=space, position=2, window=window)
    with pytest.raises(NotFound):
        put_prompt(by=moderator.viewer, prompt=put, texts=BOTH)
    assert not Record.objects.exists()


def test_languages_that_are_not_switched_on_stay(space: Space, moderator: Actor) -> None:
    prompt = factories.prompt(space)
    set_texts(prompt, "text", {**BOTH, "es": "<p>¿Qué más?</p>"})
    prompt.save()
    mine = PromptSetting({**BOTH, "en": "<p>Mine?</p>"})
    edit_prompt(by=moderator.viewer, prompt_id=prompt.pk, setting=mine, seen=stamp(prompt))
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == {**mine.texts, "es": "<p>¿Qué más?</p>"}


def test_a_published_space_without_a_window_takes_texts_and_so_no_incomplete_question(
    space: Space, moderator: Actor
) -> None:
    half = {"en": "<p>More?</p>", "fr": " "}
    with pytest.raises(NotComplete) as refused:
        put_prompt(by=moderator.viewer, prompt=Prompt(space=space, position=2), texts=half)
    assert str(refused.value).endswith("Missing: French.")
    Space.objects.update(published_at=None)
    put_prompt(by=moderator.viewer, prompt=Prompt(space=space, position=2), texts=half)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_waits_and_is_told() -> None:
    space = factories.space()
    first, second = people.moderator(space), people.secretariat()
    prompt = factories.prompt(space)
    seen, viewer = stamp(prompt), second.viewer
    told, done = list[str](), threading.Event()

    def save() -> None:
        mine = PromptSetting({**BOTH, "fr": "<p>La mienne ?</p>"})
        try:
            edit_prompt(by=viewer, prompt_id=prompt.pk, setting=mine, seen=seen)
        except ChangedMeanwhile as refusal:
            told.append(refusal.by)
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=save)
    with transaction.atomic():
        edit_prompt(by=first.viewer, prompt_id=prompt.pk, setting=PromptSetting(BOTH), seen=seen)
        thread.start()
        assert not done.wait(0.3)  # until the first is committed
    thread.join()
    assert told == ["Marta Lind"]
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == BOTH
