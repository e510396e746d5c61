"""The editor in a real browser, on a page of its own under the portal's content security policy."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from hub.kit.editor import EditorField
from hub.kit.static_files import CKEDITOR_FILES
from tests.browser.conftest import Axe, NewPage
from tests.browser.small_site import SmallSite, served

pytestmark = pytest.mark.browser

STORED = '<p>Kept <strong>as it is</strong>.</p><ul><li>first</li><li><a href="https://example.org/">second</a></li></ul>'
TEXT = "[role=textbox]"
LINK_DIALOG = ".cke_dialog:visible"


class TextForm(forms.Form):
    """A text and its language, as on the page where people write."""

    body = EditorField(
        label="Your text", help_text="Leave an empty line between paragraphs.", limit=200
    )
    language = forms.ChoiceField(
        label="Language of this post",
        choices=[("en", "English"), ("fr", "Français"), ("ar", "العربية")],
    )


class EditorPage(SmallSite):
    """One form; remembers what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def answer(self, request: WSGIRequest) -> tuple[str, str]:
        """The form, or after sending a line."""
        if request.method == "POST":
            self.sent.append(request.POST["body"])
            return "text/html", "<title>Received</title>Received"
        return "text/html; charset=utf-8", self._form(request)

    def _form(self, request: WSGIRequest) -> str:
        language = request.GET.get("ui", "en")
        with override(language):
            form = TextForm(initial={"body": request.GET.get("body", ""), "language": language})
            fields = "".join(
                render_to_string("components/field.html", {"field": field}) for field in form
            )
            scripts = str(form.media["js"]).replace(".js", f".{'0' * 12}.js")  # as if hashed
            return (
                f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
                '<title>Write</title><meta name="viewport" content="width=device-width">'
                '<link rel="icon" href="/static/icons/mark.svg">'
                f'<link rel="stylesheet" href="/static/css/hub.css">{form.media["css"]}</head>'
                f'<body><main class="wrap"><h1>Write</h1><form method="post">{fields}'
                f'<button class="btn">Send</button></form></main>{scripts}</body></html>'
            )


@pytest.fixture
def site() -> Iterator[EditorPage]:
    """The form, served."""
    page = EditorPage()
    with served(page):
        yield page


def write(page: Page, site: EditorPage, query: str = "") -> None:
    """Open the page and wait until the editor has taken over."""
    page.goto(f"{site.url}?{query}")
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")


def send(page: Page, site: EditorPage) -> str:
    """Press Send; what arrived, in one line, the browser's own no-break spaces as spaces."""
    before = len(site.sent)
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    assert len(site.sent) == before + 1
    return re.sub(r"\s*\n\s*", "", site.sent[-1]).replace("&nbsp;", " ").strip()


def unknown_handlers(page: Page) -> list[str]:
    """Handlers of the editor's own interface that our module did not recognise."""
    return list(page.evaluate("CKEDITOR.unknownHandlers"))


WORDS = {
    "en": {
        "bold": "Bold",
        "italic": "Italic",
        "bullets": "Insert/Remove Bulleted List",
        "link": "Link",
    },
    "fr": {
        "bold": "Gras",
        "italic": "Italique",
        "bullets": "Insérer/Supprimer une liste à puces",
        "link": "Lien",
    },
}


def button(page: Page, words: str) -> Locator:
    """A button of the toolbar by its name, with or without its keys: "Bold (Ctrl+B)"."""
    escaped = re.escape(words).replace("/", "\\/")  # the browser reads the pattern between slashes
    return page.get_by_role("button", name=re.compile(rf"^{escaped}( \(.*\))?$"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_formatting_and_links_work_with_the_mouse(
    new_page: NewPage, site: EditorPage, language: str
) -> None:
    page = new_page(locale=language)
    write(page, site, f"ui={language}")
    words = WORDS[language]
    page.locator(TEXT).click()
    button(page, words["bold"]).click()
    page.keyboard.type("bold")
    button(page, words["bold"]).click()
    page.keyboard.type(" and ")
    button(page, words["italic"]).click()
    page.keyboard.type("italic")
    button(page, words["italic"]).click()
    page.keyboard.press("Enter")
    button(page, words["bullets"]).click()
    page.keyboard.type("item")
    page.keyboard.press("Enter")
    button(page, words["link"]).click()
    dialog = page.locator(LINK_DIALOG)
    dialog.locator("input[type=text]").nth(0).fill("Hub")
    dialog.locator("input[type=text]").nth(1).fill("example.org/a")
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(f"{TEXT} a")).to_have_text("Hub")
    assert unknown_handlers(page) == []
    assert send(page, site) == (
        "<p><strong>bold</strong> and <em>italic</em></p>"
        '<ul><li>item</li><li><a href="https://example.org/a">Hub</a></li></ul>'
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_formatting_and_links_work_with_the_keyboard_alone(
    new_page: NewPage, site: EditorPage, language: str
) -> None:
    page = new_page(locale=language)
    write(page, site, f"ui={language}")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+b")
    page.keyboard.type("strong")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    for _step in range(2):  # the groups: letters, headings, lists
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("item")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+l")
    expect(page.locator(LINK_DIALOG).locator("input[aria-required=true]").first).to_be_focused()
    # All letters at once: a moment after the focus the dialog selects what a field holds.
    page.keyboard.insert_text("example.org/b")
    for _step in range(3):  # protocol, kind of link, text of the link
        page.keyboard.press("Shift+Tab")
    expect(page.locator(LINK_DIALOG).locator("input[type=text]").first).to_be_focused()
    page.keyboard.insert_text("Hub")
    page.keyboard.press("Enter")
    expect(page.locator(LINK_DIALOG)).to_have_count(0)
    assert unknown_handlers(page) == []
    assert send(page, site) == (
        '<p><strong>strong</strong></p><ul><li>item</li><li><a href="https://example.org/b">Hub</a></li></ul>'
    )


def test_the_keyboard_is_never_caught_in_the_editor(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Language of this post")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(TEXT)).to_be_focused()


def test_headings_can_be_set_and_taken_back(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).click()
    button(page, "Heading").click()
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    button(page, "Smaller heading").click()
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    button(page, "Smaller heading").click()
    page.keyboard.type("Three")
    button(page, "Smaller heading").click()
    assert send(page, site) == "<h3>One</h3><h4>Two</h4><p>Three</p>"


def test_a_dialog_can_be_left_by_escape_and_by_its_buttons(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).click()
    for leave in ("Escape", "Cancel", "Close"):
        button(page, "Link").click()
        dialog = page.locator(LINK_DIALOG)
        expect(dialog).to_have_count(1)
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog.get_by_role("button", name=leave).click()
        expect(dialog).to_have_count(0)
        expect(page.locator(TEXT)).to_be_focused()
    assert unknown_handlers(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_help_of_the_editor_opens(new_page: NewPage, site: EditorPage, language: str) -> None:
    page = new_page(locale=language)
    write(page, site, f"ui={language}")
    page.locator(TEXT).focus()
    page.keyboard.press("Alt+0")
    expect(page.locator(LINK_DIALOG)).to_contain_text(re.compile("alt.f10", re.IGNORECASE))
    assert unknown_handlers(page) == []


def test_a_paste_from_a_word_processor_comes_in_clean(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).click()
    page.evaluate(
        """(html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "x");
            const paste = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        WORD_HTML,
    )
    expect(page.locator(f"{TEXT} li")).to_have_count(3)
    assert send(page, site) == (
        "<p>Three <strong>points</strong>:</p><ol><li>one</li><li>two</li><li>three</li></ol>"
    )


def _word_item(number: int, text: str) -> str:
    return (
        '<p class="MsoListParagraph" style="text-indent:-18pt;mso-list:l0 level1 lfo1">'
        f'<!--[if !supportLists]--><span><span style="mso-list:Ignore">{number}.'
        f'<span style="font:7pt Times">&nbsp; </span></span></span><!--[endif]-->'
        f"{text}<o:p></o:p></p>"
    )


WORD_HTML = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="Generator" '
    'content="Microsoft Word 15"></head><body><p class="MsoNormal" style="color:red">Three '
    '<b style="mso-bidi-font-weight:normal">points</b>:'
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    "<script>steal()</script></p>"
    + "".join(
        _word_item(number, text) for number, text in enumerate(("one", "two", "three"), start=1)
    )
    + "</body></html>"
)


def test_no_handler_and_no_script_link_is_left_in_the_interface(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).click()
    button(page, "Link").click()
    expect(page.locator(LINK_DIALOG)).to_have_count(1)
    left = page.evaluate(
        """() => [...document.querySelectorAll(".cke *, .cke_dialog *")].flatMap((element) =>
            [...element.attributes].filter(({name, value}) =>
                name.startsWith("on") || value.startsWith("javascript:")).map(({name}) => name))"""
    )
    assert left == []


def test_code_inside_a_text_is_never_run_by_the_module(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    ran = page.evaluate(
        """() => {
            let ran = 0;
            const number = CKEDITOR.tools.addFunction(() => { ran += 1; });
            const handler = `data-cke-onclick="CKEDITOR.tools.callFunction(${number})"`;
            const place = document.querySelector("[role=textbox]");
            place.innerHTML = `<p ${handler}>text</p>`;
            place.firstChild.click();
            const toolbar = document.querySelector(".cke_top");
            toolbar.insertAdjacentHTML("beforeend", `<b ${handler}>x</b>`);
            toolbar.lastChild.click();
            return ran;
        }"""
    )
    assert ran == 1  # the toolbar's, not the text's


def test_a_handler_of_unknown_shape_is_warned_about_and_counted(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    write(page, site)
    page.evaluate(
        """() => {
            const toolbar = document.querySelector(".cke_top");
            toolbar.insertAdjacentHTML("beforeend", '<b data-cke-onclick="alert(1)">x</b>');
            toolbar.lastChild.click();
        }"""
    )
    assert unknown_handlers(page) == ["alert(1)"]
    assert any("alert(1)" in warning for warning in warnings)


def test_a_stored_text_comes_back_formatted_and_is_sent_unchanged(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site, f"body={STORED}")
    expect(page.locator(f"{TEXT} li")).to_have_count(2)
    assert send(page, site) == STORED


def test_plain_text_becomes_paragraphs_when_the_editor_takes_over(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site, "body=one%20<b>%0A%0Atwo%0Athree")
    assert send(page, site) == "<p>one &lt;b&gt;</p><p>two<br />three</p>"


def test_without_javascript_the_text_area_shows_and_sends_plain_text(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page(javascript=False)
    page.goto(f"{site.url}?body={STORED}")
    area = page.get_by_label("Your text")
    expect(area).to_have_value("Kept as it is.\n\n- first\n- second (https://example.org/)")
    area.fill("one\n\ntwo")
    page.get_by_role("button", name="Send").click()
    assert site.sent == ["one\r\n\r\ntwo"]


def test_the_text_area_follows_what_is_written_before_anything_is_sent(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page()
    write(page, site)
    page.locator(TEXT).click()
    page.keyboard.type("draft")
    expect(page.locator("textarea")).to_have_value("<p>draft</p>\n")


def test_the_text_is_still_there_after_going_back(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site, "body=old")
    page.locator(TEXT).click()
    page.keyboard.press("End")
    page.keyboard.type(" and new")
    send(page, site)
    page.go_back()
    expect(page.locator(TEXT)).to_have_text("old and new")


def test_visible_characters_are_counted_while_writing(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site)
    counter = page.locator(".counter")
    expect(counter).to_have_text("Characters left: 200")
    page.locator(TEXT).click()
    page.keyboard.type("12345")
    expect(counter).to_have_text("Characters left: 195")
    page.keyboard.insert_text("x" * 198)
    expect(counter).to_have_text("Characters too many: 3")
    expect(page.locator(".field p[role=status]")).to_have_text("Characters too many: 3")


def test_the_text_has_the_name_language_and_direction_of_its_field(
    new_page: NewPage, site: EditorPage
) -> None:
    page = new_page(locale="fr")
    write(page, site, "ui=fr")
    text = page.get_by_role("textbox", name="Your text")
    expect(text).to_have_attribute("lang", "fr")
    expect(text).to_have_attribute("dir", "ltr")
    described = (text.get_attribute("aria-describedby") or "").split()
    assert "id_body_helptext" in described
    page.get_by_label("Language of this post").select_option("ar")
    expect(text).to_have_attribute("lang", "ar")
    expect(text).to_have_attribute("dir", "rtl")
    page.get_by_text("Your text", exact=True).click()
    expect(text).to_be_focused()


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_the_editor_has_no_barriers_and_fits_the_screen(
    new_page: NewPage, site: EditorPage, axe: Axe, width: int, dark: bool
) -> None:
    page = new_page(width=width, dark=dark)
    write(page, site, f"body={STORED}")
    assert axe(page) == []
    page.locator(TEXT).click()
    button(page, "Link").click()
    expect(page.locator(LINK_DIALOG)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_only_listed_files_of_the_editor_are_fetched(new_page: NewPage, site: EditorPage) -> None:
    page = new_page()
    write(page, site, "ui=fr")
    page.locator(TEXT).click()
    button(page, "Lien").click()
    expect(page.locator(LINK_DIALOG)).to_have_count(1)
    fetched = {path for path in site.fetched if path.startswith("ckeditor/")}
    assert "ckeditor/ckeditor/lang/fr.js" in fetched
    assert fetched <= CKEDITOR_FILES
