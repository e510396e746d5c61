"""Mails of replies and receipts: what they say, in whose language, and what they keep silent of."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice, User
from discussions.mailers import receipt_letter, reply_letter
from discussions.models import Post, Redaction
from discussions.services.correct import correct
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.writing import speaking_for, text, upload
from tests.people import Actor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_site"),
]


@pytest.fixture
def _site(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://hub.example"
    with override("en"):
        yield


def replied(body: str = "<p>Six ports <em>count</em> it.</p>") -> tuple[Actor, Actor, Post]:
    """The answered author, the replying one, and the reply."""
    space, author, other = factories.space(), people.stakeholder(), people.stranger()
    root = factories.post(space, author.person, prompt=factories.prompt(space))
    submit(
        by=other.viewer,
        to=SubmissionPlace(space, parent=root),
        sent=text(body, speaker=speaking_for(other)),
    )
    return author, other, Post.objects.get(parent=root)


def notice(kind: str, receiver: Actor) -> Notice:
    """The latest notice of a kind, as delivery loads it."""
    kept = Notice.objects.select_related("receiver").filter(channel="mail", kind=kind)
    return kept.filter(receiver=receiver.user).order_by("-pk")[0]


def written(letter: Letter | None) -> Letter:
    assert letter is not None
    return letter


# ---------------------------------------------------------------- replies


def test_a_reply_reaches_its_author_with_its_words_and_the_way_to_it() -> None:
    author, _other, post = replied()
    letter = written(reply_letter(notice("reply", author)))
    assert letter.subject == "Inês Carvalho replied to you"
    assert letter.language == "en"
    address = f"https://hub.example/en/posts/{post.reference}/"
    for half in (letter.text, letter.html):
        for words in (
            "Six ports count it.",
            "Title of roundtable",
            "question 1",
            "Reference RT-0002, in reply to RT-0001.",
            address,
        ):
            assert words in half, words
    assert "Harbour Workers' Union" in letter.text
    assert "Harbour Workers&#x27; Union" in letter.html
    assert "<em" not in letter.text


def test_it_is_in_the_receivers_language_and_the_text_in_its_own() -> None:
    author, _other, _post = replied()
    with override("fr"):
        letter = written(reply_letter(notice("reply", author)))
    assert letter.language == "fr"
    assert "Titre de roundtable" in letter.html
    assert "/fr/posts/RT-0002/" in letter.text
    assert '<html lang="fr"' in letter.html
    assert '<p style="margin:0" lang="en"' in letter.html


def test_a_long_reply_is_cut_in_the_mail() -> None:
    author, _other, _post = replied(f"<p>{'word ' * 1000}</p>")
    letter = written(reply_letter(notice("reply", author)))
    assert len(letter.text) < 1500
    assert "…" in letter.text


@pytest.mark.parametrize("is_staff", [False, True])
@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_is_no_longer_public_is_not_mailed(state: str, is_staff: bool) -> None:
    author, _other, post = replied()
    User.objects.filter(pk=author.user.pk).update(is_secretariat=is_staff)
    Post.objects.filter(pk=post.pk).update(state=state)
    assert reply_letter(notice("reply", author)) is None


def test_masked_words_are_not_mailed() -> None:
    author, _other, post = replied()
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="personal-data", at=database_now()
    )
    assert reply_letter(notice("reply", author)) is None


def test_withheld_words_of_a_reply_are_masked_in_its_mail() -> None:
    author, _other, post = replied("<p>In Nakuru we met.</p>")
    Redaction.objects.create(
        version=post.latest_version,
        target="text",
        reason="legal",
        at=database_now(),
        start=3,
        end=9,
    )
    letter = written(reply_letter(notice("reply", author)))
    for half in (letter.text, letter.html):
        assert "In [words withheld: legal reasons] we met." in half
        assert "Nakuru" not in half


def test_addresses_and_numbers_in_a_reply_are_masked_in_its_mail() -> None:
    author, _other, _post = replied("<p>Ask a@survivors.example or +41 22 717 91 11.</p>")
    letter = written(reply_letter(notice("reply", author)))
    for half in (letter.text, letter.html):
        assert "Ask [e-mail address] or [phone number]." in half
        assert "survivors" not in half


def test_a_withheld_name_is_not_mailed_to_staff_either() -> None:
    author, _other, post = replied()
    Post.objects.filter(pk=post.pk).update(name_withheld="name-and-organisation")
    User.objects.filter(pk=author.user.pk).update(is_secretariat=True)
    letter = written(reply_letter(notice("reply", author)))
    for half in (letter.subject, letter.text, letter.html):
        assert "Carvalho" not in half
        assert "Harbour" not in half
    assert letter.subject == "Name withheld replied to you"


def test_names_and_words_are_no_markup_in_a_mail() -> None:
    author, other, post = replied("<p>a &lt;b&gt; &amp; c</p>")
    assert post.author == other.person
    letter = written(reply_letter(notice("reply", author)))
    assert "a <b> & c" in letter.text
    assert "a &lt;b&gt; &amp; c" in letter.html


# ---------------------------------------------------------------- receipts


def test_a_receipt_says_what_was_received() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, time_zone="America/New_York")
    prompt, kept = factories.prompt(space), upload(author, "annex.pdf")
    sent = text(speaker=speaking_for(author), files=(kept.pk,))
    submit(by=author.viewer, to=SubmissionPlace(space, prompt), sent=sent)
    version = Post.objects.get().latest_version
    letter = written(receipt_letter(notice("receipt", author)))
    assert letter.subject == "RT-0001: Your submission was received"
    for half in (letter.text, letter.html):
        for words in (
            "RT-0001",
            f"{version.received_at:%H:%M:%S} UTC",
            "in New York",
            "On time",
            "Title of roundtable",
            "Question 1",
            "Coastal Crossings",
            version.sha256,
            "annex.pdf",
            kept.sha256,
            "You can correct it until",
            "https://hub.example/en/posts/RT-0001/receipt/?version=1",
        ):
            assert words in half, words


def test_a_correction_and_a_withdrawal_have_receipts_of_their_own() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    correct(by=author.viewer, post_id=post.pk, sent=text())
    corrected = written(receipt_letter(notice("receipt", author)))
    assert corrected.subject == "RT-0001: Your correction was received"
    assert "Version: 2" in corrected.text
    withdraw(by=author.viewer, post_id=post.pk)
    taken_back = written(receipt_letter(notice("receipt", author)))
    assert taken_back.subject == "RT-0001: Your text is withdrawn"
    assert "You withdrew it on" in taken_back.text


@override_settings(SITE_NAME="A <Hub>")
def test_a_receipt_of_a_text_that_waits_says_so() -> None:
    space, author = factories.space(review="before-publishing"), people.stakeholder()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    letter = written(receipt_letter(notice("receipt", author)))
    assert "A moderator reads it before it appears." in letter.text
    assert "In a personal capacity" in letter.text
    assert "A &lt;Hub&gt;" in letter.html


def test_a_receipt_of_nothing_is_none() -> None:
    space, author = factories.space(), people.stakeholder()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    told = notice("receipt", author)
    told.facts = {"version": "00000000-0000-0000-0000-000000000000"}
    assert receipt_letter(told) is None
