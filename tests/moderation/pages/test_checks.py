"""What the panel says of a text beside it."""

from typing import Any

import pytest

from discussions.models import FileScan, FileText, Post, Report
from hub.kit.clock import database_now
from moderation.pages.checks import Beside, beside_of
from moderation.selectors.queue import post_for_review
from tests import factories, people
from tests.kit.similar_texts import OPENING
from tests.people import Actor

pytestmark = pytest.mark.django_db


def beside(post: Post, who: Actor) -> Beside:
    """What stands beside it."""
    shown = post_for_review(post.reference)
    assert shown is not None
    return beside_of(shown, who.viewer)


def found(post: Post, who: Actor) -> list[str]:
    """What there is to see to."""
    return [check.text for check in beside(post, who).checks if check.is_found]


def test_where_there_is_nothing_to_see_to_it_says_what_was_looked_for() -> None:
    space = factories.space()
    post = factories.post(space)
    checks = beside(post, people.moderator(space)).checks
    assert [check.text for check in checks] == [
        "No other text of this author in this space has the same words. A text of fewer than 30 words is not looked for"
        " in other words.",
        "No e-mail address and no phone number found.",
    ]
    assert not any(check.is_found for check in checks)
    long = factories.post(space, body=f"<p>{' '.join(f'word{n}' for n in range(40))}</p>")
    assert beside(long, people.secretariat()).checks[0].text == (
        "No other text in this space has the same words, and none of this author or organisation nearly the same."
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("a@x.example", "Masked for readers: 1 e-mail address."),
        ("+254 712 345 678, +254 712 345 679", "Masked for readers: 2 phone numbers."),
        (
            "a@x.example, b@x.example, +254 712 345 678",
            "Masked for readers: 2 e-mail addresses and 1 phone number.",
        ),
    ],
)
def test_personal_data_is_told_by_kinds_and_numbers_and_not_by_its_words(
    body: str, words: str
) -> None:
    space = factories.space()
    assert found(factories.post(space, body=f"<p>{body}</p>"), people.moderator(space)) == [words]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("es", []),
        ("en", ["Sent as English, but it reads like: Spanish."]),
        ("und", ["Its language was not named. It reads like: Spanish."]),
    ],
)
def test_another_language_than_was_named_is_told(said: str, words: list[str]) -> None:
    space = factories.space()
    post = factories.post(space, body=f"<p>{OPENING['es']}</p>", language=said)
    assert found(post, people.moderator(space)) == words


def test_a_duplicate_is_told_with_the_way_to_it() -> None:
    space = factories.space()
    body = f"<p>{OPENING['en']}</p>"
    factories.post(space, people.stranger().person, body)
    checks = beside(factories.post(space, None, body), people.moderator(space)).checks
    assert checks[0].text == "The same text stands in the space already:"
    assert [(link.text, link.url) for link in checks[0].links] == [
        ("RT-0001 (Published)", "/en/posts/RT-0001/")
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "its words are not read yet"),
        ("waiting", "its words are not read yet"),
        ("nothing", "no words in it can be read"),
        ("failed", "it could not be read"),
        ("done", ""),
    ],
)
def test_files_that_no_search_reads_are_told(state: str | None, words: str, settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:3310"
    space = factories.space()
    post = factories.post(space)
    file = factories.attachment(post.latest_version, "annex.pdf")
    factories.attachment(post.latest_version, "photo.jpg", b"x", media_type="image/jpeg")
    if state is not None:
        FileText.objects.create(
            sha256=file.sha256,
            stored_as=file.stored_as,
            media_type=file.media_type,
            state=state,
            finished_at=None if state == "waiting" else database_now(),
        )
    told = found(post, people.moderator(space))
    assert told == ([f"annex.pdf: {told[0].partition(': ')[2]}"] if words else [])
    assert not words or words in told[0]
    settings.CLAMAV_URL = ""
    checks = beside(post, people.moderator(space, "b@t.example")).checks
    assert "Files are not checked for viruses here." in [check.text for check in checks]


@pytest.mark.parametrize(
    ("state", "words"),
    [("waiting", "not checked for viruses yet"), ("infected", "a virus was found in it")],
)
def test_files_that_the_virus_scanner_keeps_closed_are_told(
    state: str, words: str, settings: Any
) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    space = factories.space()
    post = factories.post(space)
    file = factories.attachment(post.latest_version, "annex.pdf")
    finished_at = None if state == "waiting" else database_now()
    FileScan.objects.create(sha256=file.sha256, state=state, finished_at=finished_at)
    (told,) = found(post, people.moderator(space))
    assert told.startswith("annex.pdf: ")
    assert words in told


def test_what_else_the_author_sent_is_listed_with_links_where_the_name_is_known() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    author = people.stakeholder().person
    one = factories.post(space, author)
    factories.post(space, author, state="rejected")
    factories.post(other, author)
    factories.post(other, author, state="pending")  # of a space that is not the moderator's
    factories.post(space, author, name_withheld="name")
    who = people.moderator(space)
    history = beside(one, who).history
    assert [sent.reference for sent in history] == ["OT-0001", "RT-0002"]
    assert history[1].facts[1:] == ["Rejected", "Title of roundtable"]
    assert len(beside(one, people.secretariat()).history) == 3
    withheld = Post.objects.get(space=space, number=3)
    assert beside(withheld, who).history == []


def test_reports_are_shown_without_their_readers_and_not_at_all_to_who_wrote_the_text() -> None:
    space = factories.space()
    who = people.moderator(space)
    post, own = factories.post(space), factories.post(space, who.person)
    reader = people.stranger()
    for one in (post, own):
        Report.objects.create(
            post=one,
            version=one.latest_version,
            kind="report",
            by_person=reader.person,
            reason="spam",
            words="It sells shoes.",
        )
    reports = beside(post, who).reports
    assert reports is not None
    assert (reports.number, reports.is_own) == (1, False)
    assert reports.lines[0].words == "It sells shoes."
    assert "Inês" not in repr(reports)
    reports = beside(own, who).reports
    assert reports is not None
    assert (reports.number, reports.is_own, reports.lines) == (1, True, [])
    assert beside(factories.post(space), who).reports is None
