"""The pages on which the secretariat words the reasons."""

import pytest

from discussions.enums import ReasonCode
from discussions.models import Reason
from discussions.selectors.reasons import reason_setting, reason_texts
from discussions.services.reword_reason import reword_reason
from discussions.validators.set_up import ReasonSetting, stamp_of
from hub.kit.models import Record
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LIST = "/en/moderation/reasons/"
ONE = f"{LIST}off-topic/"


def sent(**more: str) -> dict[str, str]:
    """What the form of the reason sends."""
    setting = reason_setting(Reason.objects.get(code="off-topic"))
    return {
        "seen": stamp_of(setting),
        "text_en": "It is about something else.",
        "text_fr": "Il porte sur un autre sujet.",
        "advice_en": "Answer <the> question.",
        "advice_fr": "Répondez à la question.",
        **more,
    }


def test_all_are_listed_in_every_language_with_those_that_lack_advice() -> None:
    page = signed_in(people.secretariat()).get(LIST).content.decode()
    assert "The text does not concern the subject of this space." in page
    assert "Le texte ne concerne pas le sujet de cet espace." in page
    assert page.count("no advice: English, French") == 2  # late, and the one that tells nothing
    assert all(f"{LIST}{code}/" in page for code in ReasonCode.values)


def test_words_are_saved_and_the_letter_can_be_read_first() -> None:
    client = signed_in(people.secretariat())
    shown = client.get(ONE).content.decode()
    assert "Please change EX-0047" in shown
    assert "The text does not concern the subject of this space.</textarea>" in shown.replace(
        "\n", ""
    )
    preview = client.post(ONE, sent(preview="1"))
    page = preview.content.decode()
    assert preview.status_code == 200
    assert "Reason: It is about something else." in page
    assert "Answer &lt;the&gt; question." in page
    assert "/fr/posts/EX-0047/correct/" in page
    assert not Record.objects.exists()
    assert client.post(ONE, sent()).status_code == 302
    assert reason_texts("fr")["off-topic"] == "Il porte sur un autre sujet."


def test_a_required_language_is_asked_for_and_the_others_are_kept() -> None:
    answer = signed_in(people.secretariat()).post(ONE, sent(text_fr=""))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Readers need the reason in this language too." in page
    assert "It is about something else." in page
    assert not Record.objects.exists()


def test_who_is_second_reads_what_stands_there_and_keeps_their_words() -> None:
    data = sent()
    setting = ReasonSetting({"en": "Words of the first."}, {})
    reword_reason(by=people.administrator().viewer, code=ReasonCode.OFF_TOPIC, setting=setting)
    client = signed_in(people.secretariat())
    answer = client.post(ONE, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Elif Kaya changed this" in page
    assert "Words of the first." in page
    assert "It is about something else.</textarea>" in page.replace("\n", "")
    assert reason_texts("en")["off-topic"] == "Words of the first."
    assert client.post(ONE, sent()).status_code == 302
    assert reason_texts("en")["off-topic"] == "It is about something else."


def test_the_language_that_the_second_left_alone_takes_over_what_the_first_wrote() -> None:
    client = signed_in(people.secretariat())
    setting = reason_setting(Reason.objects.get(code="off-topic"))
    opened = client.get(ONE).content.decode()
    data = {name: hidden(opened, name) for name in ("seen", "shown")}
    for language in ("en", "fr"):
        data[f"text_{language}"] = setting.texts[language]
        data[f"advice_{language}"] = setting.advice.get(language, "").replace("\n", "\r\n")
    signed_in(people.administrator()).post(ONE, {**data, "text_en": "Theirs."})
    page = client.post(ONE, {**data, "text_fr": "La mienne."}).content.decode()
    assert page.count("Taken over as it was saved: you had not changed it.") == 1
    assert "Both of you changed this." not in page
    assert [
        part.split("</textarea>")[0].split(">")[-1].strip()
        for part in page.split('name="text_')[1:]
    ] == ["Theirs.", "La mienne."]


def test_others_are_refused_and_an_unknown_code_is_not_found() -> None:
    space = factories.space()
    for other in (people.stakeholder(), people.moderator(space), people.observer(space)):
        client = signed_in(other)
        assert client.get(LIST).status_code == 403
        assert client.post(ONE, sent()).status_code == 403
    assert signed_in(people.secretariat()).get(f"{LIST}nonsense/").status_code == 404
    assert not Record.objects.exists()
