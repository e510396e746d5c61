"""The review queue by its keys, and one decision on many texts, in Chromium."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from discussions.models import Post
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_moderation import arrive
from tests.browser.test_writing import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IS_LEFT_ALONE = """(key) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))"""

IS_SHOWN = "(reference) => document.querySelector('#panel .meta a')?.textContent === reference"
IS_IN_SIGHT = """() => {
    const place = document.getElementById("done").getBoundingClientRect();
    return place.top >= 0 && place.top < innerHeight / 3;
}"""  # once a smooth scroll has come to its end


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and be on it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def shown(page: Page) -> str:
    """The reference of the text in the panel."""
    return page.inner_text("#panel .meta a")


def chosen(page: Page) -> list[str]:
    """What is ticked for one decision on many, on this page of the list or elsewhere."""
    boxes = page.locator("[data-choice] input[type=checkbox]:checked")
    return sorted(boxes.evaluate_all("(all) => all.map((box) => box.value)"))


def return_together(page: Page, axe: Axe) -> None:
    """Choose two texts by keys, the panel at the second of four, and return both by one decision."""
    page.keyboard.press("x")
    for reference in ("RT-0003", "RT-0004"):
        page.keyboard.press("j")
        page.wait_for_function(IS_SHOWN, arg=reference)
        page.wait_for_load_state()
    page.keyboard.press("x")  # the first is still chosen
    page.wait_for_url("**chosen=RT-0004**")
    page.reload()
    page.wait_for_selector("[data-key-help]")
    assert chosen(page) == ["RT-0002", "RT-0004"]
    page.get_by_label("Words or a reference").fill("RT-0003")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert chosen(page) == ["RT-0002", "RT-0004"]  # in another list too
    assert page.inner_text("[data-chosen-number]") == "2"
    assert barriers(page, axe) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Decide on the chosen ones together").click()
    assert barriers(page, axe) == []
    page.get_by_label("Return with a reason").check()
    page.get_by_label("Reason", exact=True).select_option("too-long")
    with page.expect_navigation():
        page.get_by_role("button", name="Decide on all of them").click()
    assert page.inner_text("h1") == "2 texts decided"
    assert barriers(page, axe) == []


@WIDTHS
def test_texts_are_read_and_decided_by_keys_and_many_at_once(
    new_page: NewPage, axe: Axe, live_server: LiveServer, width: int
) -> None:
    space = factories.space()
    author = people.stakeholder().person
    for number in range(4):
        factories.post(space, author, f"<p>Words {number}.</p>", state="pending")
    page = new_page(width=width)
    arrive(page, live_server, people.moderator(space), "/en/moderation/")
    page.wait_for_selector("[data-key-help]")
    press(page, "j")
    assert shown(page) == "RT-0002"
    press(page, "k")
    assert shown(page) == "RT-0001"
    page.keyboard.press("?")
    assert barriers(page, axe) == []
    page.keyboard.press("/")
    page.keyboard.type("jkd")  # letters in a field are letters
    assert page.input_value("#q") == "jkd"
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    press(page, "Control+Enter")
    page.get_by_role("status").get_by_text("RT-0001: Published").wait_for()
    assert shown(page) == "RT-0002"
    assert (
        page.evaluate("document.activeElement.id") == "done"
    )  # it is seen, and read on from there
    page.wait_for_function(IS_IN_SIGHT)
    page.get_by_role("link", name="Back to RT-0001").wait_for()

    page.keyboard.press("?")
    page.get_by_label("Use these keys on this device").uncheck()
    assert page.evaluate(IS_LEFT_ALONE, "j") is True
    page.reload()
    page.wait_for_selector("[data-key-help]")
    assert page.evaluate(IS_LEFT_ALONE, "j") is True
    page.locator("[data-key-help] summary").click()
    page.get_by_label("Use these keys on this device").check()

    page.locator("h1").click()
    return_together(page, axe)
    states = Post.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["published", "returned", "pending", "returned"]
