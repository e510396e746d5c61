"""Withholding words in a browser: selected in the text, previewed, withheld, shown again."""

from typing import Any

import pytest

from discussions.models import Redaction
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: From the middle of one word to the middle of another, as a finger does it.
SELECT = """(words) => {
    const text = document.querySelector("[data-select-words] p").firstChild;
    const start = text.data.indexOf(words);
    document.getSelection().setBaseAndExtent(text, start, text, start + words.length);
}"""


@WIDTHS
def test_words_are_selected_previewed_withheld_and_shown_again(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space = factories.space()
    post = factories.post(
        space,
        people.stakeholder().person,
        "<p>My name is Amina Otieno and I was there. Write to amina@survivors.example.</p>",
    )
    factories.attachment(post.latest_version, "statement.pdf")
    moderator = people.moderator(space)
    page, reader = new_page(width=width), new_page(width=width)
    come_in(page, live_server, moderator)

    page.goto(f"{live_server.url}/en/moderation/posts/RT-0001/redact/")
    assert barriers(page, axe) == []
    page.evaluate(SELECT, "mina Otie")
    page.click("[data-add-words]")
    assert page.input_value("#id_passages") == "Amina Otieno"
    page.check("[name=attached]")
    page.select_option("#id_reason", "personal-data")
    with page.expect_navigation():
        page.click("text=Show what will be withheld")
    assert page.inner_text("mark") == "Amina Otieno"
    assert barriers(page, axe) == []
    assert not Redaction.objects.exists()
    with page.expect_navigation():
        page.click("text=Withhold it from readers")
    assert "Readers do not see this any more" in page.inner_text("main")
    assert "Amina" not in page.inner_text("main")
    assert barriers(page, axe) == []

    reader.goto(f"{live_server.url}/en/posts/RT-0001/")
    shown = reader.inner_text("article .prose")
    masked = "[words withheld: personal data]"
    assert shown == f"My name is {masked} and I was there. Write to [e-mail address]."
    assert reader.locator(".files a").count() == 0

    page.click("[name=again-which] >> nth=0")
    with page.expect_navigation():
        page.click("text=Show it to readers again")
    assert Redaction.objects.filter(lifted_at__isnull=True).count() == 1
