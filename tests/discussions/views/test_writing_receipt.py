"""The receipt: what it says, for whom, and the very bytes of the text."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from accounts.models import Notice
from discussions.mailers import receipt_letter
from discussions.models import Post, Version
from discussions.services.correct import correct
from hub.kit.clock import database_now
from hub.kit.dates import day_in
from tests import factories, people
from tests.discussions.writing import text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 18, 14, 58, 7, 900000, tzinfo=UTC)


def test_it_says_all_that_identifies_what_was_received() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, time_zone="America/New_York")
    root = factories.post(space, prompt=factories.prompt(space))
    post = factories.post(
        space,
        author.person,
        answers=root,
        received_at=AT,
        standing="grace",
        body="<p>Ouvert\xa0: à tous.</p>",
        language="fr",
    )
    file = factories.attachment(post.latest_version, "annex.pdf")
    page = signed_in(author).get(f"/en/posts/{post.reference}/receipt/").content.decode()
    for words in (
        "Your reply was received",
        "stakeholder@test.example",
        "RT-0002",
        "18 March 2026, 14:58:07 UTC",
        "18 March 2026, 10:58 in New York",
        "In grace",
        "Title of roundtable",
        "Question 1",
        "RT-0001",
        "Some Organisation",
        "French",
        "annex.pdf",
        "10\xa0bytes",
        file.sha256,
        post.latest_version.sha256,
        "/en/posts/RT-0002/correct/",
        "/en/posts/RT-0002/withdraw/",
        "You can correct it until",
    ):
        assert words in page, words


def test_the_text_is_there_with_the_very_bytes_of_the_hash() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body="<p>Ouvert\xa0: à tous.</p>")
    answer = signed_in(author).get(f"/en/posts/{post.reference}/receipt/?text=1&version=1")
    assert answer.content == "<p>Ouvert\xa0: à tous.</p>".encode()
    assert hashlib.sha256(answer.content).hexdigest() == post.latest_version.sha256
    assert answer["Content-Disposition"] == 'attachment; filename="RT-0001-v1.html"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "Waiting for review"),
        ("published", "It is public now"),
        ("returned", "You can mend it and send it again until"),
        ("rejected", "Rejected"),
        ("hidden", "Hidden by a moderator"),
        ("withdrawn", "Your text is withdrawn"),
    ],
)
def test_it_says_what_became_of_it(state: str, words: str) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, state=state)
    page = signed_in(author).get(f"/en/posts/{post.reference}/receipt/").content.decode()
    assert words in page


@pytest.mark.parametrize("number", ["0", "2", "x", "99999999999999999999", "9" * 4500])
def test_a_version_that_is_not_there_is_404(number: str) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    answer = signed_in(author).get(f"/en/posts/{post.reference}/receipt/?version={number}")
    assert answer.status_code == 404


def test_staff_see_the_receipt_but_not_a_withheld_name() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name-and-organisation")
    answer = signed_in(people.moderator(space)).get(f"/en/posts/{post.reference}/receipt/")
    assert "Some Organisation" not in answer.content.decode()
    assert "stakeholder@test.example" not in answer.content.decode()


def test_a_file_whose_imported_name_would_part_an_address_is_led_to() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    file = factories.attachment(post.latest_version, "annex 1/2.pdf")
    page = signed_in(author).get("/en/posts/RT-0001/receipt/").content.decode()
    assert f'href="/files/{file.pk}/annex%201_2.pdf"' in page
    assert "annex 1/2.pdf" in page


def test_a_withdrawal_is_received_with_its_instant() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, state="withdrawn", state_since=AT)
    page = signed_in(author).get("/en/posts/RT-0001/receipt/").content.decode()
    assert "You withdrew it on 18 March 2026, 14:58 UTC." in page


def test_it_is_in_french_too() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, received_at=AT)
    page = signed_in(author).get(f"/fr/posts/{post.reference}/receipt/").content.decode()
    assert "18 mars 2026" in page
    assert '<html lang="fr"' in page
    assert Post.objects.count() == Version.objects.count() == 1


def test_a_returned_text_that_came_again_keeps_its_instant_and_says_when_it_was_sent() -> None:
    author = people.stakeholder()
    post = factories.post(
        factories.space(),
        author.person,
        state="returned",
        reason="too-long",
        received_at=AT,
        state_since=database_now(),
    )
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Shorter.</p>"))
    client = signed_in(author)
    address = "/en/posts/RT-0001/receipt/"
    sent = f"This version was sent on {day_in(database_now())}"
    page = client.get(address).content.decode()
    assert "18 March 2026, 14:58:07 UTC" in page
    assert sent in page
    assert "This version was sent" not in client.get(f"{address}?version=1").content.decode()
    with override("en"):
        letter = receipt_letter(Notice.objects.filter(kind="receipt", channel="mail").latest("pk"))
    assert letter is not None
    for half in (letter.text, letter.html):
        assert "18 March 2026, 14:58:07 UTC" in half
        assert sent in half
