"""Changing the words of a reason: complete, on record without words, and never over somebody else's."""

import threading

import pytest
from django.db import connection

from discussions.access.viewer import VISITOR
from discussions.enums import ReasonCode
from discussions.errors import ChangedMeanwhile, NotComplete, NotNamer
from discussions.models import Reason, Space
from discussions.selectors.reasons import reason_advice, reason_setting, reason_texts
from discussions.services.reword_reason import reword_reason
from discussions.validators.set_up import ReasonSetting, stamp_of
from hub.kit.models import Record
from tests import factories, people

LATE = ReasonCode.LATE
WORDS = ReasonSetting({"en": "Too late.", "fr": "Trop tard."}, {"en": "Write to us.", "fr": ""})


def stamp() -> str:
    """Of what stands there now."""
    return stamp_of(reason_setting(Reason.objects.get(code=LATE)))


@pytest.mark.django_db
def test_every_page_says_it_from_then_on_and_the_record_names_only_what_was_changed() -> None:
    factories.space()
    paulo = people.secretariat()
    reword_reason(by=paulo.viewer, code=LATE, setting=WORDS, seen=stamp())
    assert reason_texts("en")["late"] == "Too late."
    assert reason_texts("fr")["late"] == "Trop tard."
    assert reason_advice("en")["late"] == "Write to us."
    assert Space.objects.get().revision == 2
    record = Record.objects.get()
    assert (record.act, record.subject_id, record.actor_id) == (
        "reason-changed",
        "late",
        paulo.user.pk,
    )
    assert record.detail == {"fields": ["advice_en", "text_en", "text_fr"]}


@pytest.mark.django_db
def test_the_same_words_again_change_nothing_and_a_language_that_is_not_named_stays() -> None:
    by = people.secretariat().viewer
    for _time in range(2):
        reword_reason(by=by, code=LATE, setting=WORDS)
    assert Record.objects.count() == 1
    reword_reason(by=by, code=LATE, setting=ReasonSetting({"en": "Late."}, {}))
    assert reason_texts("fr")["late"] == "Trop tard."
    assert reason_advice("en")["late"] == "Write to us."


@pytest.mark.django_db
@pytest.mark.parametrize("texts", [{"fr": ""}, {"en": "  "}])
def test_a_required_language_is_never_missing(texts: dict[str, str]) -> None:
    with pytest.raises(NotComplete):
        reword_reason(by=people.secretariat().viewer, code=LATE, setting=ReasonSetting(texts, {}))
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_who_is_second_is_told_and_overwrites_nothing() -> None:
    seen = stamp()
    first, second = people.secretariat(), people.administrator()
    reword_reason(by=first.viewer, code=LATE, setting=WORDS, seen=seen)
    other = ReasonSetting({"en": "Not in time."}, {})
    with pytest.raises(ChangedMeanwhile) as refusal:
        reword_reason(by=second.viewer, code=LATE, setting=other, seen=seen)
    assert refusal.value.by == "Paulo Reyes"
    assert reason_texts("en")["late"] == "Too late."
    reword_reason(by=second.viewer, code=LATE, setting=other, seen=stamp())
    assert reason_texts("en")["late"] == "Not in time."


@pytest.mark.django_db
def test_others_are_refused() -> None:
    space, author = factories.space(), people.stakeholder()
    others = [author.viewer, people.moderator(space).viewer, people.observer(space).viewer]
    for viewer in [VISITOR, *others]:
        with pytest.raises(NotNamer):
            reword_reason(by=viewer, code=LATE, setting=WORDS)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told() -> None:
    people_ = [people.secretariat().viewer, people.administrator().viewer]
    seen, start, told = stamp(), threading.Barrier(2), []

    def change(number: int) -> None:
        start.wait()
        setting = ReasonSetting({"en": f"Words of {number}."}, {})
        try:
            reword_reason(by=people_[number], code=LATE, setting=setting, seen=seen)
        except ChangedMeanwhile as refusal:
            told.append(refusal.by)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Record.objects.count() == 1
