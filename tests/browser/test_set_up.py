"""Setting up a space in a browser: a question in two languages, its order, and somebody else who changes it meanwhile."""

from typing import Any

import pytest
from playwright.sync_api import Page

from discussions.models import Prompt
from discussions.selectors.set_up import prompt_setting
from discussions.services.prompts import edit_prompt
from discussions.validators.set_up import PromptSetting, stamp_of
from hub.kit.bilingual import set_texts, texts_of
from hub.kit.models import Record
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in, follow, press

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMATTED = {
    "en": "<p>One <strong>word</strong>:</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>\n<p>And “this”?</p>",
    "fr": "<p>Un mot&nbsp;?</p><blockquote><p>Cité.</p></blockquote>".replace("&nbsp;", "\xa0"),
}


def editor(page: Page, language: str) -> Any:
    """The editor of a language, once it is ready."""
    page.wait_for_selector(f"textarea[name=text_{language}][data-editor=ready]", state="attached")
    return page.locator(f".cke_editable[lang={language}]")


@WIDTHS
def test_a_question_is_put_in_both_languages_moved_up_and_changed_by_two_at_once(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space = factories.space()
    first = factories.prompt(space)
    set_texts(first, "text", FORMATTED)
    first.save()
    factories.window(space)
    page = new_page(width=width)
    come_in(page, live_server, people.moderator(space))

    page.goto(f"{live_server.url}/en/moderation/spaces/roundtable/questions/")
    follow(page, "text=Put a new question")
    editor(page, "en").fill("What else?")
    editor(page, "fr").fill("Quoi d’autre ?")
    assert barriers(page, axe) == []
    press(page, "send")
    put = Prompt.objects.get(number=2)
    assert texts_of(put, "text") == {"en": "<p>What else?</p>", "fr": "<p>Quoi d’autre ?</p>"}

    page.click("#question-2 button[name=up]")
    assert page.inner_text("[role=status] >> nth=-1") == "Question 2: 1 of 2"
    assert page.evaluate("document.activeElement.name") == "down"
    assert barriers(page, axe) == []
    follow(page, "text=Save this order")
    assert list(Prompt.objects.order_by("position").values_list("number", flat=True)) == [2, 1]

    acts = Record.objects.count()
    follow(page, "#question-1 a")
    editor(page, "en")
    press(page, "send")  # unchanged
    first.refresh_from_db()
    assert texts_of(first, "text") == FORMATTED
    assert Record.objects.count() == acts

    follow(page, "#question-1 a")
    editor(page, "en").fill("Mine?")
    theirs = PromptSetting({"en": "<p>Theirs?</p>", "fr": "<p>La leur ?</p>"})
    seen = stamp_of(prompt_setting(first))
    edit_prompt(by=people.secretariat().viewer, prompt_id=first.pk, setting=theirs, seen=seen)
    press(page, "send")
    assert "Paulo Reyes changed this" in page.inner_text(".note.bad")
    assert "Theirs?" in page.inner_text("section.panel")
    assert editor(page, "en").inner_text().strip() == "Mine?"
    assert editor(page, "fr").inner_text().strip() == "La leur ?"  # it was left alone
    assert barriers(page, axe) == []
    press(page, "send")
    first.refresh_from_db()
    assert texts_of(first, "text") == {"en": "<p>Mine?</p>", "fr": "<p>La leur ?</p>"}
