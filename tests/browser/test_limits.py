"""The limit of a text while one writes: the counter of the editor and the server count the same."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.small_site import served
from tests.browser.test_editor import EditorPage, write
from tests.kit.test_sanitise import LENGTHS

pytestmark = pytest.mark.browser


@pytest.fixture
def site() -> Iterator[EditorPage]:
    """The form, served."""
    page = EditorPage()
    with served(page):
        yield page


def test_the_counter_counts_every_text_as_the_server_does(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    for html, length in LENGTHS:
        page.evaluate("(html) => Object.values(CKEDITOR.instances)[0].setData(html)", html)
        expect(page.locator(".counter")).to_have_text(f"Characters left: {200 - length}")
    page.evaluate("(html) => Object.values(CKEDITOR.instances)[0].setData(html)", "é " * 101)
    expect(page.locator(".counter")).to_have_text("Characters too many: 1")
    expect(page.locator(".counter")).to_have_class("counter over")
