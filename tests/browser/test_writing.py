"""Writing in a browser: with CKEditor and with a plain text area, on a phone and at a desk."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import Page

from discussions.models import Attachment, Post, Version, Window
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import BOTH_WAYS, WIDTHS
from tests.discussions.writing import PDF
from tests.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def come_in(page: Page, server: Any, actor: people.Actor) -> None:
    """The browser in which the actor has signed in."""
    cookie = signed_in(actor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


def write(page: Page, words: str, *, with_editor: bool = True) -> None:
    """Type into the text, over what stands there."""
    page.locator(".cke_editable" if with_editor else "textarea[name=body]").fill(words)


def press(page: Page, action: str) -> None:
    """Press one of the buttons under the text."""
    with page.expect_navigation():
        page.click(f"button[name=action][value={action}]")


def follow(page: Page, link: str) -> None:
    """Follow a link, and be on its page."""
    with page.expect_navigation():
        page.click(link)


def barriers(page: Page, axe: Axe) -> list[str]:
    """What keeps people from using the page: axe's findings, and what does not fit the screen."""
    if page.locator(
        "textarea[data-editor]"
    ).count():  # still starting, it is neither one nor the other
        page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return axe(page) + (["wider than the screen"] if wide else [])


@BOTH_WAYS
def test_a_text_with_a_file_a_preview_and_a_receipt(
    live_server: Any, new_page: NewPage, axe: Axe, tmp_path: Path, width: int, javascript: bool
) -> None:
    space = factories.space(length_limit=3000)
    factories.window(space, time_zone="America/New_York")
    factories.prompt(space)
    page = new_page(width=width, javascript=javascript)
    come_in(page, live_server, people.stakeholder())
    (tmp_path / "good.pdf").write_bytes(PDF)

    page.goto(f"{live_server.url}/en/spaces/roundtable/prompts/1/submit/")
    assert not javascript or barriers(page, axe) == []
    write(page, "We support the annex.", with_editor=javascript)
    page.set_input_files("[name=files]", [tmp_path / "good.pdf"])
    if javascript:  # it goes ahead of the text
        page.wait_for_selector(".uploads [name=keep]:enabled", state="attached")
    press(page, "preview")
    assert page.inner_text("article .prose") == "We support the annex."
    assert not javascript or barriers(page, axe) == []
    press(page, "edit")
    assert page.locator("[name=keep]").count() == 1
    press(page, "preview")
    press(page, "send")
    assert page.inner_text("h1") == "Your submission was received"
    assert "RT-0001" in page.inner_text(".receipt")
    assert not javascript or barriers(page, axe) == []
    assert Version.objects.values_list("body", flat=True).get() == "<p>We support the annex.</p>"
    assert Attachment.objects.get().name == "good.pdf"

    page.go_back()  # where the preview stood: no form is sent once more
    assert page.inner_text("h1") == "This was sent: RT-0001"
    assert not javascript or barriers(page, axe) == []
    with page.expect_navigation():
        page.click("main .btn")
    assert page.url.endswith("/en/posts/RT-0001/receipt/")
    assert Post.objects.count() == 1


@WIDTHS
def test_without_script_a_refused_file_says_why_and_leaves_the_text_and_the_others(
    live_server: Any, new_page: NewPage, tmp_path: Path, width: int
) -> None:
    factories.window(factories.space())
    page = new_page(width=width, javascript=False)
    come_in(page, live_server, people.stakeholder())
    (tmp_path / "good.pdf").write_bytes(PDF)
    (tmp_path / "bad.pdf").write_bytes(b"MZ\x90\x00")
    page.goto(f"{live_server.url}/en/spaces/roundtable/submit/")
    write(page, "We support the annex.", with_editor=False)
    page.set_input_files("[name=files]", [tmp_path / "good.pdf", tmp_path / "bad.pdf"])
    press(page, "send")
    assert "bad.pdf: The file is a program" in page.inner_text(".summary")
    assert page.is_checked("[name=keep]")
    press(page, "send")
    assert page.inner_text("h1") == "Your submission was received"
    assert Attachment.objects.get().name == "good.pdf"


@WIDTHS
def test_when_the_window_closes_while_one_writes_the_text_is_kept(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space = factories.space()
    factories.window(space)
    parent = factories.post(space)
    page = new_page(width=width)
    come_in(page, live_server, people.stakeholder())
    page.goto(f"{live_server.url}/en/posts/{parent.reference}/reply/")
    write(page, "Too late, but not lost")
    Window.objects.update(
        opens_at=F("opens_at") - timedelta(days=30), closes_at=F("closes_at") - timedelta(days=20)
    )
    press(page, "send")
    assert page.inner_text("h1") == "The window closed while you were writing"
    assert page.input_value("#kept-text") == "Too late, but not lost"
    assert barriers(page, axe) == []
    with page.expect_download() as download:
        page.click("text=Download my text")
    assert Path(download.value.path()).read_text() == "Too late, but not lost"
    assert Post.objects.count() == 1


@WIDTHS
def test_correcting_and_withdrawing(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body="<p>First <strong>words</strong>.</p>")
    page = new_page(width=width, locale="fr")
    come_in(page, live_server, author)
    page.goto(f"{live_server.url}/fr/posts/{post.reference}/correct/")
    assert page.inner_html(".cke_editable strong") == "words"
    assert barriers(page, axe) == []
    write(page, "Second words.")
    press(page, "send")
    assert page.url.endswith("/receipt/?version=2")
    with page.expect_navigation():
        page.click(f"a[href='/fr/posts/{post.reference}/withdraw/']")
    assert barriers(page, axe) == []
    with page.expect_navigation():
        page.click("button.warn")
    assert Post.objects.get().state == "withdrawn"
    assert barriers(page, axe) == []
