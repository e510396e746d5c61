"""The mail about a virus that was found in a file after it was taken."""

from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import Notice
from discussions.mailers import virus_letter
from discussions.models import Attachment
from discussions.services.correct import correct
from discussions.tasks import tell_of_virus
from tests import factories, people
from tests.discussions.scanning import closed
from tests.discussions.writing import text

pytestmark = pytest.mark.django_db


def told(window: str = "open") -> tuple[people.Actor, Attachment, Notice]:
    """An author whose file has a virus, and the notice of it."""
    space, author = factories.space(), people.stakeholder()
    factories.window(space, window)
    post = factories.post(space, author.person)
    file = factories.attachment(post.latest_version, "annex.pdf")
    factories.attachment(post.latest_version, "clean.pdf", b"%PDF-1.4 clean")
    closed(file, "infected")
    tell_of_virus(file.sha256)
    return author, file, Notice.objects.select_related("receiver").get(channel="mail")


@pytest.mark.parametrize(
    ("window", "words", "address"),
    [
        ("open", "Send a correction without it", "/correct/"),
        ("closed", "No correction can be sent now", "/receipt/"),
    ],
)
def test_it_names_the_file_and_says_what_to_do(
    settings: Any, window: str, words: str, address: str
) -> None:
    settings.SITE_URL = "https://hub.example"
    _author, _file, notice = told(window)
    with override("en"):
        letter = virus_letter(notice)
    assert letter is not None
    for part in (letter.text, letter.html):
        assert "annex.pdf" in part
        assert "clean.pdf" not in part
        assert words in part
        assert f"https://hub.example/en/posts/RT-0001{address}" in part


def test_nothing_is_written_when_a_correction_went_out_without_it() -> None:
    author, file, notice = told()
    post = file.version.post
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Without.</p>"))
    assert virus_letter(notice) is None


def test_nobody_is_told_of_a_text_that_is_of_no_use_any_more() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, state="withdrawn")
    file = factories.attachment(post.latest_version)
    closed(file, "infected")
    tell_of_virus(file.sha256)
    assert not Notice.objects.exists()
