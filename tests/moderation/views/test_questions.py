"""The questions of a space in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape

import pytest
from django.test import Client

from discussions.models import Document, Prompt, PromptWording, Space
from discussions.pages.addresses import sign_in_url
from discussions.services.prompts import edit_prompt
from discussions.validators.set_up import PromptSetting
from hub.kit.bilingual import set_texts, texts_of
from hub.kit.models import Record
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import Actor, signed_in

LIST = "/en/moderation/spaces/roundtable/questions/"
NEW, ONE = f"{LIST}new/", f"{LIST}1/"
BOTH = {"text_en": "<p>What else?</p>", "text_fr": "<p>Quoi d’autre ?</p>"}
LINE = '<li id="question-'


@pytest.fixture
def space(db: None) -> Space:
    """A published space."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def order() -> list[int]:
    """The numbers in the order of the page."""
    return list(Prompt.objects.order_by("position", "pk").values_list("number", flat=True))


@pytest.mark.parametrize("address", [LIST, NEW, ONE])
def test_those_who_set_up_the_space_come_in_and_nobody_else(space: Space, address: str) -> None:
    factories.prompt(space)
    elsewhere = factories.space("elsewhere", "EL")
    for someone in (people.moderator(space), people.secretariat(), people.administrator()):
        response = signed_in(someone).get(address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
    others = [
        people.stakeholder(),
        people.observer(space),
        people.moderator(elsewhere, "other@test.example", "Li Wen"),
    ]
    for published, status in ((factories.LONG_AGO, 403), (None, 404)):
        Space.objects.update(published_at=published)
        for someone in others:
            assert signed_in(someone).get(address).status_code == status
    assert Client().get(address).headers["Location"] == sign_in_url(address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    space: Space,
    moderator: Actor,
    count: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    main = factories.window(space)
    other = factories.window(space, "scheduled", position=1)
    for number in range(1, count + 1):
        document = Document.objects.create(space=space, label=f"Rev. {number}")
        window = other if number > 1 else main
        prompt = factories.prompt(space, number, document=document, window=window)
        factories.post(space, prompt=prompt)
    client = signed_in(moderator)
    with django_assert_num_queries(9):
        page = client.get(LIST).content.decode()
    assert page.count(LINE) == count
    assert page.count("1 answer or reply") == count
    assert "Rev. 1" in page


def test_the_list_shows_each_language_what_is_closed_and_what_is_missing(
    space: Space, moderator: Actor
) -> None:
    prompt = factories.prompt(space, closed_at=factories.LONG_AGO)
    set_texts(prompt, "text", {"en": "<p>Only English?</p>"})
    prompt.save()
    factories.prompt(space, 2)
    first, second = signed_in(moderator).get(LIST).content.decode().split(LINE)[1:]
    assert 'lang="en"' in first
    assert "Only English?" in first
    assert "Still missing: French" in first
    assert ">Closed<" in first
    assert 'lang="fr"' in second
    assert "Still missing" not in second


def test_buttons_move_a_question_up_and_down(space: Space, moderator: Actor) -> None:
    for number in (1, 2, 3):
        factories.prompt(space, number)
    client = signed_in(moderator)
    page = client.get(LIST).content.decode()
    assert hidden(page, "order") == "1,2,3"
    lines = page.split(LINE)[1:]
    for name, hides in (("up", [True, False, False]), ("down", [False, False, True])):
        buttons = [line.split(f'name="{name}"')[1].split(">")[0] for line in lines]
        assert ["hidden" in button for button in buttons] == hides
    assert client.post(LIST, {"order": "1,2,3", "up": "3"}).status_code == 302
    assert order() == [1, 3, 2]
    client.post(LIST, {"order": "1,3,2", "down": "1"})
    assert order() == [3, 1, 2]
    answer = client.post(LIST, {"order": "3,1,2", "wanted": "2,1,3"}, follow=True)
    assert "The order is saved." in answer.content.decode()
    assert order() == [2, 1, 3]


def test_a_list_that_another_reordered_is_shown_anew(space: Space, moderator: Actor) -> None:
    for number in (1, 2, 3):
        factories.prompt(space, number)
    signed_in(people.secretariat()).post(LIST, {"order": "1,2,3", "down": "1"})
    response = signed_in(moderator).post(LIST, {"order": "1,2,3", "up": "3"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Paulo Reyes changed this on" in page
    assert hidden(page, "order") == "2,1,3"
    assert order() == [2, 1, 3]


@pytest.mark.parametrize(
    "sent", [{}, {"order": "x"}, {"order": "1,2,3", "up": "9"}, {"order": "1,2,3", "up": "1"}]
)
def test_what_moves_nothing_moves_nothing(
    space: Space, moderator: Actor, sent: dict[str, str]
) -> None:
    for number in (1, 2, 3):
        factories.prompt(space, number)
    assert signed_in(moderator).post(LIST, sent).status_code in {200, 302}
    assert order() == [1, 2, 3]
    assert not Record.objects.exists()


def test_a_question_is_put_once_in_each_language(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    page = client.get(NEW).content.decode()
    assert page.count("<textarea") == 2
    data = {**BOTH, "key": hidden(page, "key"), "seen": ""}
    for _press in range(2):
        response = client.post(NEW, data)
        assert (response.status_code, response.headers["Location"]) == (302, LIST)
    prompt = Prompt.objects.get()
    assert texts_of(prompt, "text") == {"en": BOTH["text_en"], "fr": BOTH["text_fr"]}
    assert "Question 1 is put." in client.get(LIST).content.decode()


def test_a_question_without_words_is_refused(space: Space, moderator: Actor) -> None:
    response = signed_in(moderator).post(NEW, {"text_en": "<p> </p>", "text_fr": ""})
    assert response.status_code == 400
    assert "Write the question." in response.content.decode()
    assert not Prompt.objects.exists()


def test_an_incomplete_question_is_refused_in_words_and_what_was_written_is_kept(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    response = signed_in(moderator).post(NEW, {**BOTH, "text_fr": ""})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Missing: French." in page
    assert "What else?" in page
    assert not Prompt.objects.exists()


def test_window_and_document_are_offered_where_there_is_a_choice(
    space: Space, moderator: Actor
) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    factories.window(space)
    page = client.get(ONE).content.decode()
    assert 'name="window"' not in page
    assert 'name="document"' not in page
    assert "add it as a document" in page
    window = factories.window(space, "scheduled", position=1)
    document = Document.objects.create(space=space, label="Rev. 2", title_en="Draft, Rev. 2")
    page = client.get(ONE).content.decode()
    assert "Window 2: Opens" in page
    assert "Draft, Rev. 2</option>" in page
    data = {**BOTH, "seen": hidden(page, "seen"), "window": window.pk, "document": document.pk}
    response = client.post(ONE, data)
    assert response.status_code == 400
    assert "Give a reason: one of these windows has opened." in response.content.decode()
    assert client.post(ONE, {**data, "reason": "For Rev. 2"}).status_code == 302
    prompt.refresh_from_db()
    assert (prompt.window, prompt.document) == (window, document)
    for readers in ("", "prompts/1/"):
        told = Client().get(f"/en/spaces/roundtable/{readers}").content.decode()
        about = "/en/spaces/roundtable/#documents"
        assert f'On the document <a href="{about}">Draft, Rev. 2</a>' in told


def test_after_answers_the_earlier_wording_is_listed_here_and_shown_to_readers(
    space: Space, moderator: Actor
) -> None:
    factories.post(space, prompt=factories.prompt(space))
    client = signed_in(moderator)
    page = client.get(ONE).content.decode()
    assert "This question has answers." in page
    assert "Earlier wordings" not in page
    client.post(ONE, {**BOTH, "seen": hidden(page, "seen")})
    assert PromptWording.objects.count() == 1
    page = client.get(ONE).content.decode()
    assert "Earlier wordings" in page
    assert "Until " in page
    assert "Question 1?" in page
    readers = Client().get("/en/spaces/roundtable/prompts/1/").content.decode()
    assert "Earlier wording of this question" in readers
    assert "Question 1?" in readers


def test_the_second_of_two_is_told_sees_what_stands_there_and_keeps_the_words(
    space: Space, moderator: Actor
) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    seen = hidden(client.get(ONE).content.decode(), "seen")
    theirs = PromptSetting({"en": "<p>Theirs?</p>", "fr": "<p>Les leurs ?</p>"})
    edit_prompt(by=people.secretariat().viewer, prompt_id=prompt.pk, setting=theirs, seen=seen)
    mine = {"text_en": "<p>Mine <strong>too</strong>?</p>", "text_fr": "<p>La mienne ?</p>"}
    response = client.post(ONE, {**mine, "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Paulo Reyes changed this on" in page
    assert "<p>Theirs?</p>" in page
    assert "Mine &lt;strong&gt;too" in page
    assert "Save mine in its place" in page
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == theirs.texts
    client.post(ONE, {**mine, "seen": hidden(page, "seen")})
    prompt.refresh_from_db()
    assert texts_of(prompt, "text")["en"] == mine["text_en"]


def sent_by(page: str, **mine: str) -> dict[str, str]:
    """What a browser with the editor sends from a page on which only `mine` was written."""
    shown = [part.split('"')[0] for part in page.split('data-editor-html="')[1:]]
    texts = dict(zip(("text_en", "text_fr"), map(unescape, shown), strict=True))
    return {**texts, **mine, "seen": hidden(page, "seen"), "shown": hidden(page, "shown")}


def test_the_language_that_the_second_left_alone_takes_over_what_the_first_wrote(
    space: Space, moderator: Actor
) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    opened = client.get(ONE).content.decode()
    first = sent_by(opened, text_en="<p>Theirs <strong>now</strong>?</p>")
    assert signed_in(people.secretariat()).post(ONE, first).status_code == 302
    response = client.post(ONE, sent_by(opened, text_fr="<p>La mienne ?</p>"))
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Taken over as it was saved: you had not changed it.") == 1
    assert "Both of you changed this." not in page
    assert "Save both changes" in page
    assert client.post(ONE, sent_by(page)).status_code == 302
    prompt.refresh_from_db()
    wanted = {"en": "<p>Theirs <strong>now</strong>?</p>", "fr": "<p>La mienne ?</p>"}
    assert texts_of(prompt, "text") == wanted


def test_without_script_too_what_was_left_alone_is_told_from_what_was_written(
    space: Space, moderator: Actor
) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    set_texts(prompt, "text", {"en": "<p>One <strong>word</strong>?</p>", "fr": "<p>Un ?</p>"})
    prompt.save()
    opened = client.get(ONE).content.decode()
    plain = {"text_en": "One word?\r\n", "text_fr": "Un ?"}
    built = {"seen": hidden(opened, "seen"), "shown": hidden(opened, "shown")}
    theirs = PromptSetting({"en": "<p>Two <em>words</em>?</p>", "fr": "<p>Deux ?</p>"})
    edit_prompt(
        by=people.secretariat().viewer, prompt_id=prompt.pk, setting=theirs, seen=built["seen"]
    )
    page = client.post(ONE, {**plain, "text_fr": "Trois ?", **built}).content.decode()
    assert page.count("Taken over as it was saved: you had not changed it.") == 1
    assert page.count("Both of you changed this.") == 1
    assert "Save mine in its place" in page
    client.post(ONE, sent_by(page))
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == {"en": theirs.texts["en"], "fr": "<p>Trois ?</p>"}


def test_a_form_that_says_not_what_it_was_built_on_keeps_all_that_was_written(
    space: Space, moderator: Actor
) -> None:
    factories.prompt(space)
    client = signed_in(moderator)
    page = client.post(ONE, {**BOTH, "seen": "x"}).content.decode()
    assert page.count("Both of you changed this.") == 2
    assert "What else?" in page


def test_a_form_that_comes_again_with_another_window_is_told_what_it_became(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    window, client = factories.window(space, position=1), signed_in(moderator)
    data = {**BOTH, "key": hidden(client.get(NEW).content.decode(), "key"), "seen": ""}
    assert client.post(NEW, data).status_code == 302
    response = client.post(NEW, {**data, "window": window.pk})
    page = response.content.decode()
    assert response.status_code == 409
    assert f'<a href="{ONE}">Open question 1</a>' in page
    assert "What else?" in page
    assert Prompt.objects.get().window_id is None
    again = {**data, "window": window.pk, "key": hidden(page, "key")}
    assert client.post(NEW, again).status_code == 302
    assert list(Prompt.objects.order_by("number").values_list("window", flat=True)) == [
        None,
        window.pk,
    ]


def test_a_text_that_comes_back_plain_as_it_was_shown_keeps_its_formatting(
    space: Space, moderator: Actor
) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    texts = {
        "en": "<p>One <strong>word</strong>.</p>\n<ul>\n<li>a</li>\n</ul>",
        "fr": "<p>Un.</p>",
    }
    set_texts(prompt, "text", texts)
    prompt.save()
    page = client.get(ONE).content.decode()
    shown = page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].strip("\n")
    data = {"text_en": shown.replace("\n", "\r\n"), "text_fr": "Deux."}
    client.post(ONE, {**data, "seen": hidden(page, "seen")})
    prompt.refresh_from_db()
    assert texts_of(prompt, "text") == {"en": texts["en"], "fr": "<p>Deux.</p>"}


def test_a_question_is_closed_reopened_and_deleted(space: Space, moderator: Actor) -> None:
    prompt, client = factories.prompt(space), signed_in(moderator)
    assert client.post(ONE, {"action": "close"}).headers["Location"] == LIST
    assert "It takes no answers since" in client.get(ONE).content.decode()
    readers = Client().get("/en/spaces/roundtable/prompts/1/").content.decode()
    assert "This question takes no more answers." in readers
    client.post(ONE, {"action": "reopen"})
    prompt.refresh_from_db()
    assert prompt.closed_at is None
    client.post(ONE, {"action": "delete"})
    assert not Prompt.objects.exists()
    assert client.get(ONE).status_code == 404


def test_a_question_with_answers_shows_no_way_to_delete_it_and_refuses(
    space: Space, moderator: Actor
) -> None:
    factories.post(space, prompt=factories.prompt(space))
    client = signed_in(moderator)
    assert 'value="delete"' not in client.get(ONE).content.decode()
    response = client.post(ONE, {"action": "delete"})
    assert response.status_code == 409
    assert "can be closed, not deleted" in response.content.decode()
    assert Prompt.objects.exists()


def test_who_is_signed_out_or_lost_the_right_meanwhile_gets_the_words_back(
    space: Space, moderator: Actor
) -> None:
    factories.prompt(space)
    client = signed_in(moderator)
    seen = hidden(client.get(ONE).content.decode(), "seen")
    moderator.user.space_roles.all().delete()
    response = client.post(ONE, {**BOTH, "seen": seen})
    assert response.status_code == 403
    assert "What else?\n\nQuoi d’autre ?" in response.content.decode()
    response = Client().post(
        ONE, {**BOTH, "seen": seen, "key": "x"}, HTTP_ORIGIN="http://testserver"
    )
    assert response.status_code == 403
    assert "What else?\n\nQuoi d’autre ?" in response.content.decode()


@pytest.mark.parametrize("action", ["close", "reopen", "delete"])
def test_a_button_beside_the_form_throws_no_wording_away(
    space: Space, moderator: Actor, action: str
) -> None:
    prompt = factories.prompt(space)
    client = signed_in(moderator)
    form = client.get(ONE).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    response = client.post(ONE, {**shown, **BOTH, "action": action})
    assert response.status_code == 409
    assert "is not saved yet, so nothing was done" in response.content.decode()
    assert "What else?" in unescape(response.content.decode())
    prompt.refresh_from_db()
    assert prompt.closed_at is None
    assert client.post(ONE, {**shown, "action": "close"}).status_code == 302
    prompt.refresh_from_db()
    assert prompt.closed_at is not None
