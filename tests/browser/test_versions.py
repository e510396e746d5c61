"""What a correction changed, one's own submissions, the receipt and its check: at both widths, in both languages."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Membership
from discussions.models import Draft, Post, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256, sanitise
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCREENS

pytestmark = [
    pytest.mark.prove,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FIRST = sanitise(
    "<p>The network welcomes the second revision. It asks that regular pathways be named in each chapter.</p>"
    "<ul><li>Labour mobility schemes</li><li>Family reunification</li></ul>"
    "<p>Paragraph 14 should stand as it is.</p>"
    "<table><thead><tr><th scope='col'>Port</th><th scope='col'>Arrivals</th></tr></thead>"
    "<tbody><tr><td>North</td><td>1,204</td></tr></tbody></table>"
)
SECOND = sanitise(
    "<p>The network welcomes the second revision. It asks that <strong>safe and regular</strong> pathways be named in"
    ' every chapter, as in <a href="https://example.org/1">A/RES/73/195</a>.</p>'
    "<ul><li>Labour mobility schemes</li><li>Humanitarian visas</li><li>Family reunification</li></ul>"
    "<table><thead><tr><th scope='col'>Port</th><th scope='col'>Arrivals</th></tr></thead>"
    "<tbody><tr><td>North</td><td>1,402</td></tr><tr><td>South</td><td>388</td></tr></tbody></table>"
)
Arrive = Callable[..., Page]


@pytest.fixture
def author() -> people.Actor:
    """Confirmed by staff, with posts in several states, one of them corrected, and drafts."""
    space, made = factories.space(), people.stakeholder()
    staff = people.secretariat()
    factories.window(space, time_zone="America/New_York")
    now = database_now()
    prompt = factories.prompt(space)
    assert made.organisation is not None
    speaker = {"speaker_organisation": made.organisation.name}
    more: dict[str, Any] = {"prompt": prompt, "speaker": speaker}
    post = factories.post(space, made.person, FIRST, received_at=now - timedelta(days=2), **more)
    factories.attachment(post.latest_version, "annex.pdf")
    second = Version.objects.create(
        post=post, number=2, received_at=now - timedelta(days=1), published_at=now,
        standing="on-time", review="approved", language="en", body=SECOND,
        sha256=canonical_sha256(SECOND), speaker_name=made.person.name, speaker_verified=True,
        speaker_group="civil-society", **speaker,
    )  # fmt: skip
    post.latest_version = post.public_version = second
    post.save()
    factories.attachment(second, "annex.pdf", b"%PDF-1.4 longer")
    factories.attachment(second, "survey.xlsx", b"x" * 4000)
    colleague = people.colleague(made)
    Membership.objects.update(confirmed_at=now, confirmed_by=staff.user)
    for state, reason in (
        ("returned", "too-long"),
        ("pending", None),
        ("hidden", "personal-data"),
    ):
        factories.post(space, made.person, state=state, reason=reason, **more)
    factories.post(space, colleague.person, state="pending", **more)
    for writer, shared in ((made, None), (colleague, made.organisation)):
        Draft.objects.create(
            author=writer.person, space=space, prompt=prompt, body="<p>Half a thought.</p>",
            language="en", created_at=now, saved_at=now, saved_by=writer.person,
            shared_with=shared,
        )  # fmt: skip
    return made


@pytest.fixture
def arrive(live_server: Any, new_page: NewPage, author: people.Actor) -> Arrive:
    """A page at an address, signed in as the author unless told otherwise."""

    def open_page(address: str, *, signed_in: bool = True, **how: Any) -> Page:
        page = new_page(**how)
        if signed_in:
            client = Client()
            client.force_login(author.user, backend="django.contrib.auth.backends.ModelBackend")
            value = client.cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": value, "url": live_server.url}
            page.context.add_cookies([cookie])  # type: ignore[list-item]  # playwright asks for a dict of its own
        page.goto(f"{live_server.url}/{how.get('locale', 'en')}/{address}")
        return page

    return open_page


def check_query() -> str:
    return f"reference=RT-0001&sha256={Version.objects.get(number=2).sha256}"


PAGES: dict[str, tuple[str, bool]] = {
    "compare": ("posts/RT-0001/compare/", False),
    "post": ("posts/RT-0001/", False),
    "version": ("posts/RT-0001/versions/1/", False),
    "my-submissions": ("my-submissions/", True),
    "receipt": ("posts/RT-0001/receipt/", True),
    "check": ("check/", False),
    "check-no": (f"check/?reference=RT-0001&sha256={'0' * 64}", False),
    "check-error": ("check/?reference=forty&sha256=12", False),
}


@SCREENS
def test_no_page_has_a_barrier_or_runs_over_the_edge(
    width: int, language: str, arrive: Arrive, axe: Axe
) -> None:
    for name, (address, signed_in) in PAGES.items():
        page = arrive(address, signed_in=signed_in, width=width, locale=language)
        for fold in page.locator("main details").all():
            fold.evaluate("fold => fold.open = true")
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_from_a_post_to_what_changed_and_back_without_javascript(arrive: Arrive) -> None:
    page = arrive("spaces/roundtable/prompts/1/", signed_in=False, javascript=False)
    article = page.locator("#post-RT-0001")
    article.get_by_text("Earlier versions").click()
    article.get_by_role("link", name="What changed since version 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed in RT-0001")
    expect(page.locator("ins", has_text="Humanitarian visas")).to_be_visible()
    expect(page.locator("del", has_text="Paragraph 14")).to_be_visible()
    lines = page.locator(".compared ins").first.evaluate("e => getComputedStyle(e).textDecoration")
    assert "underline" in lines
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 1 of RT-0001")


def test_the_fingerprint_of_a_file_is_taken_in_the_browser(arrive: Arrive, tmp_path: Path) -> None:
    page = arrive("check/", signed_in=False)
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method != "GET" else None
    )
    file = tmp_path / "RT-0001-v2.html"
    file.write_bytes(SECOND.encode())
    page.get_by_label("Or take it from a file").set_input_files(file)
    expect(page.get_by_label("Fingerprint (SHA-256)")).to_have_value(
        hashlib.sha256(SECOND.encode()).hexdigest()
    )
    expect(
        page.get_by_text("The fingerprint of the file stands in the field above.")
    ).to_be_visible()
    assert sent == []
    page.get_by_label("Reference number").fill("rt 1")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()
    expect(page.get_by_text("the text of RT-0001, version 2.")).to_be_visible()


def test_without_javascript_the_check_works_and_offers_no_file(arrive: Arrive) -> None:
    page = arrive(f"check/?{check_query()}", signed_in=False, javascript=False)
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()
    expect(page.get_by_label("Or take it from a file")).to_be_hidden()


def test_from_ones_own_list_to_the_receipt_its_document_and_its_check(arrive: Arrive) -> None:
    page = arrive("spaces/")
    page.get_by_role("link", name="My submissions").click()
    expect(page.get_by_role("link", name="Mend it and send it again RT-0002")).to_be_visible()
    page.get_by_role("link", name="Receipt RT-0001").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt as PDF").click()
    assert download.value.suggested_filename == "RT-0001-v2.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Check the fingerprint").click()
    expect(page.get_by_role("heading", name="Yes")).to_be_visible()
    assert Post.objects.count() == 5
