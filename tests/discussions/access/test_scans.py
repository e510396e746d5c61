"""A file that the virus scanner has not seen, or has found something in, is closed to everybody on every channel."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.access.viewer import VISITOR, looking_behind
from discussions.access.words import files_for, is_kept_from
from discussions.models import Post, Redaction
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.scanning import AWAY, closed
from tests.discussions.writing import form, upload
from tests.people import signed_in

pytestmark = pytest.mark.django_db

WORDS = {"waiting": "not checked for viruses yet", "infected": "a virus was found in it"}
STATES = sorted(WORDS)


def with_file(settings: Any, state: str) -> tuple[Post, people.Actor]:
    """A published post with one file in a state of the scanner, and its author."""
    settings.CLAMAV_URL = AWAY
    author = people.stakeholder()
    post = factories.post(factories.space(), author.person)
    closed(factories.attachment(post.latest_version, "annex.pdf"), state)
    return post, author


def readers(post: Post, author: people.Actor) -> dict[str, Client]:
    """One browser for each role."""
    return {
        "visitor": Client(),
        "author": signed_in(author),
        "moderator": signed_in(people.moderator(post.space)),
        "secretariat": signed_in(people.secretariat()),
    }


def fetched(address: str) -> bytes:
    answer: Any = Client().get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("state", STATES)
def test_nobody_gets_it_and_everybody_reads_why(settings: Any, state: str) -> None:
    post, author = with_file(settings, state)
    file = post.latest_version.attachments.get()
    status, code = {"waiting": (409, "not checked"), "infected": (403, "A virus")}[state]
    for name, client in readers(post, author).items():
        answer = client.get(f"/files/{file.pk}/annex.pdf", follow=True)
        assert (answer.status_code, answer.streaming) == (status, False), name
        assert code in answer.content.decode(), name
        page = client.get(f"/en/posts/{post.reference}/").content.decode()
        assert WORDS[state] in page, name
        assert "annex.pdf" in page, name
        assert f"/files/{file.pk}/" not in page, name


@pytest.mark.parametrize("state", STATES)
def test_no_look_behind_opens_it(settings: Any, state: str) -> None:
    post, _author = with_file(settings, state)
    file = post.latest_version.attachments.get()
    who = people.moderator(post.space)
    version = post.latest_version
    assert not is_kept_from(version, post, VISITOR)  # a look would show nothing more
    (shown,) = files_for(version, post, looking_behind(who.viewer))
    assert shown.is_masked
    Redaction.objects.create(
        version=version, attachment=file, target="file", reason="legal", at=database_now()
    )
    client = signed_in(who)
    answer = client.post(reverse("look-file", args=[post.reference, file.pk]))
    assert answer.status_code in {403, 409}
    assert not answer.streaming


def test_a_clean_one_is_as_any_other_and_so_is_one_that_waits_where_there_is_no_scanner(
    settings: Any,
) -> None:
    post, _author = with_file(settings, "waiting")
    file = post.latest_version.attachments.get()
    address = f"/files/{file.pk}/annex.pdf"
    settings.CLAMAV_URL = ""
    assert fetched(address) == b"%PDF-1.4 x"
    settings.CLAMAV_URL = AWAY
    assert Client().get(address).status_code == 409
    closed(file, "clean")
    assert fetched(address) == b"%PDF-1.4 x"


def test_where_there_is_no_scanner_any_more_an_infected_one_stays_closed(settings: Any) -> None:
    post, _author = with_file(settings, "infected")
    settings.CLAMAV_URL = ""
    file = post.latest_version.attachments.get()
    assert Client().get(f"/files/{file.pk}/annex.pdf").status_code == 403


def test_the_receipt_says_it(settings: Any) -> None:
    post, author = with_file(settings, "waiting")
    page = signed_in(author).get(reverse("post-receipt", args=[post.reference]))
    assert "Not checked for viruses yet: nobody can fetch it" in page.content.decode()


@pytest.mark.parametrize("files", [1, 3])
def test_the_state_costs_no_statement_of_its_own(
    settings: Any, files: int, django_assert_num_queries: Any
) -> None:
    settings.CLAMAV_URL = AWAY
    post = factories.post(factories.space())
    for number in range(files):
        file = factories.attachment(post.latest_version, content=b"%PDF-1.4 " + b"x" * number)
        closed(file)
    version = post.latest_version
    with django_assert_num_queries(2):  # files, redactions
        assert all(file.scan for file in files_for(version, post, VISITOR))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Not checked for viruses yet: nobody can fetch it"),
        ("infected", "A virus was found in it, so nobody can fetch it."),
    ],
)
def test_a_draft_keeps_it_and_says_so(settings: Any, state: str, words: str) -> None:
    settings.CLAMAV_URL = AWAY
    author, address = people.stakeholder(), "/en/spaces/roundtable/submit/"
    factories.window(factories.space())
    kept = upload(author)
    closed(kept, state)
    client = signed_in(author)
    saved = client.post(address, form("My text", keep=str(kept.pk), action="preview"))
    assert saved.status_code in {200, 303}
    page = client.get(address).content.decode()
    assert f'value="{kept.pk}" checked' in page
    assert words in page


def test_a_form_with_a_file_in_which_a_virus_was_found_is_shown_once_more(settings: Any) -> None:
    settings.CLAMAV_URL = AWAY
    author, address = people.stakeholder(), "/en/spaces/roundtable/submit/"
    factories.window(factories.space())
    kept = upload(author, "annex.pdf")
    closed(kept, "infected")
    client, sent = signed_in(author), form("My long text", keep=str(kept.pk))
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A virus was found in this file: annex.pdf." in page
    assert "My long text</textarea>" in page
    assert client.post(address, {**sent, "keep": ""}).status_code == 303
