"""The page on which words and files are withheld and shown again."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from discussions.models import Post, Redaction
from hub.kit.models import Record
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import signed_in

PAGE = "/en/moderation/posts/RT-0001/redact/"
MASK = "[words withheld: personal data]"
BODY = "<p>I am Amina Otieno of Nakuru, amina@survivors.example.</p>"


def given(post: Post, passages: str = "Amina Otieno", **more: Any) -> dict[str, Any]:
    """What a browser sends of the first form."""
    seen = seen_now(post)
    return {
        "act": "redact",
        "version": str(seen.version_id),
        "decision": str(seen.decision_id),
        "passages": passages,
        "reason": "personal-data",
        "message": "We withheld a name.",
        "internal_note": "She phoned.",
        **more,
    }


def text_of(response: Any) -> str:
    return html.unescape(str(response.content.decode()))


def confirmed(client: Client, data: dict[str, Any]) -> dict[str, Any]:
    """The same after its preview."""
    page = text_of(client.post(PAGE, data))
    found = re.search('name="confirmed" value="([0-9a-f]+)"', page)
    assert found, page
    return {**data, "confirmed": found[1]}


def withheld_now(desk: Desk, post: Post, **more: Any) -> None:
    client = signed_in(desk.moderator)
    response = client.post(PAGE, confirmed(client, given(post, **more)))
    assert response.status_code == 302


def test_it_shows_the_texts_as_staff_see_them_and_nothing_is_withheld_at_first(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    new_version(post, body="<p>Newer words.</p>")
    page = text_of(signed_in(desk.moderator).get(PAGE))
    assert "Newer words." in page
    assert "Amina Otieno" in page
    assert "survivors.example" not in page
    assert page.index("Version 2") < page.index("Version 1")
    assert "Nothing of this text is withheld by moderators." in page
    assert '<input type="hidden" name="act" value="unredact">' not in page


def test_the_preview_marks_the_words_and_does_nothing(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    new_version(post, body="<p>amina <em>otieno</em>, Amina Otieno</p>")
    file = factories.attachment(post.latest_version, "names.pdf")
    data = given(post, "Amina  Otieno\n\nNakuru", attached=[file.sha256])
    page = text_of(signed_in(desk.moderator).post(PAGE, data))
    assert "Nothing is done yet" in page
    assert "<mark>Amina Otieno</mark> of <mark>Nakuru</mark>" in page
    assert "<mark>amina </mark><em><mark>otieno</mark></em>, <mark>Amina Otieno</mark>" in page
    assert "Version 1: 2 places" in page
    assert "Version 2: 2 places" in page
    assert "File: names.pdf" in page
    assert MASK in page
    assert "We withheld a name." in page
    assert "Withhold it from readers" in page
    assert not Redaction.objects.exists()
    assert not Record.objects.exists()


def test_what_was_previewed_is_withheld_and_listed(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    file = factories.attachment(post.latest_version, "names.pdf")
    withheld_now(desk, post, attached=[file.sha256])
    decision = Decision.objects.get()
    assert (decision.act, decision.message, decision.internal_note) == (
        "redact",
        "We withheld a name.",
        "She phoned.",
    )
    page = text_of(signed_in(desk.second).get(PAGE))
    assert "Amina" not in page
    assert f"I am <mark>{MASK}</mark> of Nakuru, [e-mail address]." in page
    assert "by Marta Lind" in page
    assert "names.pdf" in page
    assert "Download the withheld file. This is recorded." in page
    assert 'name="attached"' not in page  # no file is left to withhold
    public = text_of(Client().get("/en/posts/RT-0001/"))
    assert f"I am {MASK} of Nakuru, [e-mail address]." in public
    assert "masked for readers" in public


def test_other_words_than_those_previewed_are_previewed_first(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    client = signed_in(desk.moderator)
    data = confirmed(client, given(post))
    for changed in ({"passages": "Nakuru"}, {"reason": "legal"}):
        page = text_of(client.post(PAGE, {**data, **changed}))
        assert "Nothing is done yet" in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"passages": ""}, "Give the words to withhold, or choose a file."),
        ({"reason": ""}, "Choose a reason"),
        ({"passages": "Somebody Else"}, "These words are in no version of the text"),
        ({"passages": "amina@survivors.example"}, "These words are in no version of the text"),
        ({"passages": "a"}, "is too short"),
        ({"passages": "\n".join(f"word {n}" for n in range(60))}, "Give at most 50 passages"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    desk: Desk, changed: dict[str, str], words: str
) -> None:
    post = desk.post(state="published", body=BODY)
    response = signed_in(desk.moderator).post(PAGE, {**given(post), **changed})
    page = text_of(response)
    assert response.status_code == 400
    assert words in page
    assert "We withheld a name." in page
    assert not Decision.objects.exists()


def test_it_is_shown_again(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    withheld_now(desk, post, passages="Amina Otieno\nNakuru")
    client = signed_in(desk.moderator)
    page = text_of(client.get(PAGE))
    values = re.findall('name="again-which" value="([0-9-]+)"', page)
    assert len(values) == 2
    seen = seen_now(post)
    data = {
        "act": "unredact",
        "again-version": str(seen.version_id),
        "again-decision": str(seen.decision_id),
        "again-which": [values[0]],
        "again-message": "Shown again.",
    }
    assert client.post(PAGE, {**data, "again-which": []}).status_code == 400
    assert client.post(PAGE, data).status_code == 302
    public = text_of(Client().get("/en/posts/RT-0001/"))
    assert f"I am Amina Otieno of {MASK}" in public or f"I am {MASK} of Nakuru" in public
    assert Decision.objects.filter(act="unredact", message="Shown again.").count() == 1
    stale = client.post(PAGE, {**data, "again-which": [values[1]]})
    assert stale.status_code == 409
    assert "Marta Lind decided first" in text_of(stale)
    assert "Shown again." in text_of(stale)


def test_who_is_second_is_told_and_keeps_what_was_typed(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    client = signed_in(desk.second)
    data = confirmed(client, given(post))
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=DecisionWords("spam"))  # type: ignore[arg-type]  # a code as a page sends it
    response = client.post(PAGE, data)
    page = text_of(response)
    assert response.status_code == 409
    assert "Marta Lind decided first" in page
    assert "We withheld a name." in page
    assert ">Amina Otieno</textarea>" in page.replace("\n", "")
    assert not Redaction.objects.exists()
    # the form is about what stands there now
    again = confirmed(client, given(post))
    assert client.post(PAGE, again).status_code == 302


def test_a_version_that_came_meanwhile_is_shown_first(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    client = signed_in(desk.moderator)
    data = confirmed(client, given(post))
    new_version(post, body="<p>Quite other words.</p>")
    response = client.post(PAGE, data)
    assert response.status_code == 409
    assert "sent a newer version" in text_of(response)
    assert "Quite other words." in text_of(response)


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_where_readers_see_nothing_it_says_so_and_offers_nothing(desk: Desk, state: str) -> None:
    post = desk.post(state=state, body=BODY)
    client = signed_in(desk.moderator)
    page = text_of(client.get(PAGE))
    assert "Readers see nothing of it." in page
    assert 'name="passages"' not in page
    assert client.post(PAGE, given(post)).status_code == 409


@pytest.mark.parametrize("reader", ["stranger", "author", "observer", "administrator", "other"])
def test_it_is_for_staff_of_the_space(desk: Desk, reader: str) -> None:
    post = desk.post(state="published", body=BODY)
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "author": lambda: desk.author,
        "observer": lambda: people.observer(desk.space),
        "administrator": people.administrator,
        "other": lambda: people.moderator(factories.space("elsewhere", "EL"), "o@test.example"),
    }
    client = signed_in(makers[reader]())
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, given(post)).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert client.get(PAGE.replace("0001", "0009")).status_code == 404


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_takes_the_same_number_of_statements(
    desk: Desk,
    posts: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    post = desk.post(state="published", body=BODY)
    passages = ["Amina Otieno", "Nakuru", "I am"][:posts]
    for number in range(1, posts):
        factories.attachment(new_version(post, body=f"<p>Amina Otieno {number}</p>"))
    withheld_now(desk, post, passages="\n".join(passages))
    client = signed_in(desk.moderator)
    client.get(PAGE)
    with django_assert_num_queries(15):
        client.get(PAGE)


def test_it_speaks_french(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    withheld_now(desk, post)
    assert signed_in(desk.moderator).get(PAGE.replace("/en/", "/fr/")).status_code == 200


# ---------------------------------------------------------------- a look at a file
def test_a_withheld_file_is_had_by_one_look_on_record(desk: Desk) -> None:
    post = desk.post(state="published", body=BODY)
    file = factories.attachment(post.latest_version, "names.pdf", b"%PDF-1.4 names")
    withheld_now(desk, post, attached=[file.sha256])
    address = f"/en/posts/RT-0001/behind/files/{file.pk}/"
    client = signed_in(desk.moderator)
    assert client.get(f"/files/{file.pk}/names.pdf").status_code == 404
    assert client.get(address).status_code == 405
    response = client.post(address)
    assert b"".join(response) == b"%PDF-1.4 names"
    assert 'filename="names.pdf"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    record = Record.objects.get(act="look-behind")
    assert record.detail == {"file": str(file.pk)}
    assert record.actor_id == desk.moderator.user.pk
    looked = text_of(client.post("/en/posts/RT-0001/behind/", {"reason": "review"}))
    assert "Amina Otieno of Nakuru" in looked
    assert f'action="{address}"' in looked
    for other in (desk.author, people.stranger(), people.observer(desk.space)):
        assert signed_in(other).post(address).status_code == 403
    assert Client().post(address).status_code == 403
    assert client.post(address.replace("0001", "0002")).status_code == 404
