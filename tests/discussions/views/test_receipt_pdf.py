"""The receipt as a document: for its author and staff, in the language of the address, the same bytes each time."""

from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from accounts.models import Notice
from discussions.mailers import receipt_letter
from discussions.models import Post, Version
from discussions.pages.receipt import Filed, receipt_page
from discussions.pages.receipt_document import receipt_document
from discussions.selectors.spaces import find_post
from discussions.services.submit import SubmissionPlace, submit
from discussions.validators.receipt_proof import proof_of
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.writing import text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/en/posts/RT-0001/receipt.pdf"
AT = datetime(2026, 3, 18, 14, 58, 7, 900000, tzinfo=UTC)


def stage(**more: Any) -> tuple[Post, people.Actor]:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, time_zone="America/New_York")
    post = factories.post(
        space, author.person, received_at=AT, prompt=factories.prompt(space), **more
    )
    factories.attachment(post.latest_version, "annex.pdf")
    return post, author


def words_of(post: Post, author: people.Actor, language: str = "en") -> str:
    """All that the document says, in order."""
    found = find_post(post.reference)
    assert found is not None
    window = found.post.space.windows.get()
    filed = Filed(found.post, found.post.latest_version, window, found.found.at)
    with translation.override(language):
        page = receipt_page(filed, author.viewer)
        assert page is not None
        document = receipt_document(page)
    rows = [
        f"{row['label']}: {line['text']} {line['url']}"
        for row in document["rows"]
        for line in row["lines"]
    ]
    others = [value for value in document.values() if isinstance(value, str)]
    return "\n".join([*others, *rows, *document["steps"]])


def test_the_author_gets_it_as_a_download_that_nobody_keeps() -> None:
    _post, author = stage()
    response = signed_in(author).get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="RT-0001-v1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")
    assert signed_in(author).get(ADDRESS).content == response.content
    assert b"/Lang(en)" in response.content
    assert b"D:20260318145807" in response.content
    french = signed_in(author).get("/fr/posts/RT-0001/receipt.pdf").content
    assert b"/Lang(fr)" in french


def test_it_says_all_that_its_page_says() -> None:
    post, author = stage()
    said = words_of(post, author)
    for words in (
        "Your submission was received",
        "RT-0001",
        "Version: 1",
        "Received: 18 March 2026, 14:58:07 UTC",
        "Received: 18 March 2026, 10:58 in New York",
        "Standing: On time",
        f"Space: Title of roundtable {settings.SITE_URL}/en/spaces/roundtable/prompts/1/",
        "Question 1",
        "On behalf of: Some Organisation",
        "Language: English",
        "annex.pdf, 10\xa0bytes",
        f"sha256 {post.latest_version.attachments.get().sha256}",
        f"Fingerprint of the text: sha256 {post.latest_version.sha256}",
        "Status: Published",
        "It is public now.",
        "You can correct it until",
        f"{settings.SITE_URL}/en/check/?reference=RT-0001&sha256={post.latest_version.sha256}&proof={quote(proof_of(post.latest_version_id), safe='')}",
    ):
        assert words in said, words


def test_it_is_in_french_too() -> None:
    post, author = stage()
    said = words_of(post, author, "fr")
    assert "18 mars 2026" in said
    assert "Titre de roundtable" in said
    assert f"{settings.SITE_URL}/fr/check/" in said


def test_signed_out_it_leads_to_sign_in() -> None:
    stage()
    assert Client().get(ADDRESS).status_code == 302


def test_nobody_else_gets_it() -> None:
    post, author = stage()
    others = (
        people.stranger(),
        people.colleague(author),
        people.observer(post.space),
        people.administrator(),
    )
    for other in others:
        assert signed_in(other).get(ADDRESS).status_code == 403
    for staff in (people.moderator(post.space), people.secretariat()):
        assert signed_in(staff).get(ADDRESS).status_code == 200


def test_a_version_can_be_asked_for() -> None:
    post, author = stage()
    Version.objects.create(
        post=post, number=2, received_at=database_now(), standing="late", review="waiting",
        language="en", body="<p>Second.</p>", sha256="ab" * 32,
    )  # fmt: skip
    client = signed_in(author)
    second = client.get(f"{ADDRESS}?version=2")
    assert second["Content-Disposition"] == 'attachment; filename="RT-0001-v2.pdf"'
    for number in ("3", "0", "x"):
        assert client.get(f"{ADDRESS}?version={number}").status_code == 404


def test_staff_read_no_withheld_name_in_it() -> None:
    post, _author = stage(name_withheld="name-and-organisation")
    moderator = people.moderator(post.space)
    said = words_of(post, moderator)
    assert "Some Organisation" not in said
    assert "annex.pdf" not in said


def test_its_page_leads_there() -> None:
    post, author = stage()
    page = signed_in(author).get("/en/posts/RT-0001/receipt/").content.decode()
    assert f'href="{ADDRESS}?version=1"' in page
    assert post.reference in page


def test_the_mail_leads_to_it_to_the_bytes_of_the_text_and_to_the_check() -> None:
    space, author = factories.space(), people.stakeholder()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    notice = Notice.objects.select_related("receiver").get(kind="receipt", channel="mail")
    letter = receipt_letter(notice)
    assert letter is not None
    version = Version.objects.get()
    site, sha256 = settings.SITE_URL, version.sha256
    for address in (
        f"{site}/en/posts/RT-0001/receipt.pdf?version=1",
        f"{site}/en/posts/RT-0001/receipt/?text=1&version=1",
        f"{site}/en/check/?reference=RT-0001&sha256={sha256}&proof={quote(proof_of(version.pk), safe='')}",
    ):
        assert f"\n    {address}\n" in letter.text
        assert f'href="{escape(address)}"' in letter.html
