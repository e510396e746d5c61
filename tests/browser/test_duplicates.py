"""The same text four times in a day, in a browser: one submission, and each time the choice (PRODUCT, scene 10.1)."""

from typing import Any

import pytest
from playwright.sync_api import Page

from discussions.models import Draft, Post, Version
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCRIPTED
from tests.browser.test_writing import barriers, come_in, press, write
from tests.kit.similar_texts import paragraphs

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = paragraphs("en")[0]
NEARLY = TEXT.replace("six months", "half a year")


def written(page: Page, address: str, words: str, *, javascript: bool) -> None:
    """Open the form, write and press Send."""
    page.goto(address)
    if javascript:
        page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    write(page, words, with_editor=javascript)
    press(page, "send")


@SCRIPTED
def test_the_same_text_four_times_in_a_day(
    live_server: Any, new_page: NewPage, axe: Axe, width: int, javascript: bool
) -> None:
    space = factories.space()
    factories.prompt(space)
    page = new_page(width=width, javascript=javascript)
    come_in(page, live_server, people.stakeholder())
    address = f"{live_server.url}/en/spaces/roundtable/prompts/1/submit/"
    written(page, address, TEXT, javascript=javascript)
    assert page.inner_text("h1") == "Your submission was received"
    for words, heading in (
        (TEXT, "This text was sent already"),
        (TEXT, "This text was sent already"),
        (NEARLY, "A text like this was sent already"),
    ):
        written(page, address, words, javascript=javascript)
        assert page.inner_text("h1") == heading
        assert not javascript or barriers(page, axe) == []
    assert Post.objects.count() == 1
    with page.expect_navigation():
        page.click("text=Replace the earlier one")
    assert page.url.endswith("/posts/RT-0001/receipt/?version=2")
    assert Post.objects.count() == 1
    assert Version.objects.count() == 2
    assert not Draft.objects.exists()


def test_a_different_text_goes_on_its_way_after_the_question(
    live_server: Any, new_page: NewPage, axe: Axe
) -> None:
    factories.prompt(factories.space())
    page = new_page(width=360, locale="fr")
    come_in(page, live_server, people.stakeholder())
    address = f"{live_server.url}/fr/spaces/roundtable/prompts/1/submit/"
    written(page, address, TEXT, javascript=True)
    written(page, address, NEARLY, javascript=True)
    assert barriers(page, axe) == []
    press(page, "edit")
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    assert "half a year" in page.inner_text(".cke_editable")
    press(page, "preview")
    assert "RT-0001" in page.inner_text(".note.wait:has-text('RT-0001')")
    assert barriers(page, axe) == []
    press(page, "send")
    with page.expect_navigation():
        page.locator("form:has([name=differs_from]) button[value=send]").click()
    assert page.url.endswith("/posts/RT-0002/receipt/")
    assert Post.objects.count() == 2
