"""Pasting into the editor in a real browser: clean, with the numbers of lists, and told what was left out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hub.kit.sanitise import body_from_form
from tests.browser.conftest import Axe, NewPage
from tests.browser.small_site import served
from tests.browser.test_editor import TEXT, EditorPage, send, unknown_handlers, write
from tests.kit.clipboard import clipboard, in_one_line, word_item
from tests.kit.test_pasted import TEXTS

pytestmark = pytest.mark.browser

PASTE = """([html, plain, files]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    if (html) data.setData("text/rtf", "{\\\\rtf1\\\\ansi}");
    if (plain) data.setData("text/plain", plain);
    for (const name of files) data.items.add(new File(["x"], name, {type: "image/png"}));
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
TOLD = "form [role=status] .note"


@pytest.fixture
def site() -> Iterator[EditorPage]:
    """The form, served."""
    page = EditorPage()
    with served(page):
        yield page


def paste(page: Page, html: str = "", plain: str = "", files: tuple[str, ...] = ()) -> None:
    """A real paste event in the editor."""
    page.locator(TEXT).click()
    page.evaluate(PASTE, [html, plain, list(files)])


def arrived(page: Page, site: EditorPage) -> str:
    """What was sent, as the server keeps it, in one line."""
    return in_one_line(body_from_form(send(page, site)))


@pytest.mark.parametrize("processor", ["google_docs", "libreoffice"])
def test_a_paste_becomes_the_text_that_the_word_processor_shows(
    new_page: NewPage, site: EditorPage, processor: str
) -> None:
    page = new_page()
    write(page, site)
    paste(page, clipboard(processor))
    expect(page.locator(f"{TEXT} sub")).to_have_count(1)
    assert page.locator(f"{TEXT} :is([style], [class], span, font)").count() == 0
    assert unknown_handlers(page) == []
    assert arrived(page, site) == TEXTS[processor]


def test_a_paste_from_word_becomes_the_text_that_it_shows(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    paste(page, clipboard("word"))
    expect(page.locator(f"{TEXT} sub")).to_have_count(1)
    assert page.locator(f"{TEXT} :is([style], [class], span, font)").count() == 0
    expect(page.locator(TEXT)).not_to_contain_text("For our eyes only")
    assert arrived(page, site) == TEXTS["word"]


@pytest.mark.parametrize(
    ("marks", "text"),
    [
        (["9.", "10."], '<ol start="9"><li>0</li><li>1</li></ol>'),
        (["·", "·"], "<ul><li>0</li><li>1</li></ul>"),
        (["c)", "d)"], "<p>c) 0</p><p>d) 1</p>"),
        (["1.1", "1.2"], "<p>1.1 0</p><p>1.2 1</p>"),
    ],
)
def test_lists_of_word_keep_their_marks(
    new_page: NewPage, site: EditorPage, marks: list[str], text: str
) -> None:
    page = new_page()
    write(page, site)
    items = "".join(word_item(mark, str(number)) for number, mark in enumerate(marks))
    paste(
        page, f'<html xmlns:w="urn:schemas-microsoft-com:office:word"><body>{items}</body></html>'
    )
    expect(page.locator(TEXT)).to_contain_text("1")
    assert arrived(page, site) == text


def test_what_a_paste_leaves_out_is_told_once_in_words(
    new_page: NewPage, site: EditorPage, axe: Axe
) -> None:
    page = new_page(width=360)
    write(page, site)
    expect(page.locator(TOLD)).to_have_count(0)
    paste(page, clipboard("word"))
    told = page.locator(TOLD)
    expect(told).to_have_count(1)
    expect(told).to_contain_text("Pictures cannot stand in the text")
    expect(told).to_contain_text("deleted by tracked changes")
    expect(told).not_to_contain_text("Lines through words")
    assert axe(page) == []
    paste(page, "<p>plain and <s>simple</s></p>")
    expect(told).to_have_text(
        "Lines through words are not kept: check that the text says what you mean."
    )
    paste(page, "<p>nothing left out</p>")
    expect(told).to_have_count(0)


def test_a_picture_alone_is_told_to_be_attached(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    paste(page, files=("picture.png",))
    expect(page.locator(TOLD)).to_contain_text("attach them as files")


def test_plain_text_with_numbers_stays_text(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    paste(page, plain="1. one\n2. two\n\n3. three")
    expect(page.locator(TEXT)).to_contain_text("three")
    assert arrived(page, site) == "<p>1. one<br>2. two</p><p>3. three</p>"


def test_without_javascript_numbers_that_were_pasted_stay_text(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page(javascript=False)
    page.goto(site.url)
    page.get_by_label("Your text").fill("4. four\n5. five\n\n- dash")
    page.get_by_role("button", name="Send").click()
    assert in_one_line(body_from_form(site.sent[-1])) == "<p>4. four<br>5. five</p><p>- dash</p>"
