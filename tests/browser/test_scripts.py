"""Our own small scripts, each on a page of its own. Without them every page works."""

import json
import time
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIRequest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.small_site import SmallSite, served

pytestmark = pytest.mark.browser

ICON = '<link rel="icon" href="/static/icons/mark.svg">'
PAGES = {
    "local-time": """
        <p id="right" data-local="2027-03-22T03:59:59Z" hidden>Your time: <strong>…</strong></p>
        <p id="wrong" data-local="soon" hidden>Your time: <strong>…</strong></p>""",
    "copy-link": """
        <a href="/here/#post-RT2-0047" data-copy data-copied="Link copied">Copy link<span
        > RT2-0047</span></a>""",
    "send-once": """
        <form method="post" data-send-once><input name="body" required value="x">
        <button name="action" value="send" data-sending="Sending…">Send</button>
        <button name="action" value="preview">Preview</button></form>""",
    "organisation-lookup": """
        <label for="who">Organisation</label>
        <input id="who" list="known" data-source="/organisations/?kind=all">
        <datalist id="known"></datalist>""",
    "progress": """
        <section data-progress-url="/job/" data-progress-running="waiting running">
        <progress max="10" value="1"></progress><p role="status">1 of 10</p></section>""",
}


class ScriptPage(SmallSite):
    """A page for each script at `/<script>/`; answers what the scripts ask."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.asked: list[str] = []
        self.job = {"state": "running", "done": 4, "total": 8, "message": "4 of 8"}
        self.shown = 0

    def answer(self, request: WSGIRequest) -> tuple[str, str]:
        """A page, or JSON."""
        if request.method == "POST":
            self.sent.append(request.POST["action"])
            time.sleep(0.5)  # long enough for a second press
            return "text/html", f"{ICON}Received"
        if request.path == "/organisations/":
            self.asked.append(request.GET["q"])
            results = [{"name": "Réseau Kora", "detail": "Diaspora"}, {"name": "Korall <b>"}]
            return "application/json", json.dumps({"results": results})
        if request.path == "/job/":
            return "application/json", json.dumps(self.job)
        self.shown += 1
        script = request.path.strip("/")
        return "text/html; charset=utf-8", (
            f'<!DOCTYPE html><html lang="{request.GET.get("ui", "en")}"><title>Try</title>'
            f"{ICON}{PAGES[script]}"
            f'<script src="/static/js/{script}.js" defer></script></html>'
        )


@pytest.fixture
def site() -> Iterator[ScriptPage]:
    """The pages, served."""
    page = ScriptPage()
    with served(page):
        yield page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Your time: Monday 22 March 2027, 06:59 (GMT+3)"),
        ("fr", "Your time: lundi 22 mars 2027 à 6 h 59 (UTC+3)"),
    ],
)
def test_an_instant_is_shown_in_the_zone_of_the_reader_and_never_rounded_up(
    new_page: NewPage, site: ScriptPage, language: str, words: str
) -> None:
    page = new_page(zone="Africa/Nairobi")
    page.goto(f"{site.url}local-time/?ui={language}")
    expect(page.locator("#right")).to_be_visible()
    assert " ".join((page.locator("#right").text_content() or "").split()) == words
    expect(page.locator("#wrong")).to_be_hidden()


def test_a_link_is_copied_and_says_so(new_page: NewPage, site: ScriptPage) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}copy-link/")
    page.locator("a").click()
    expect(page.locator("a")).to_have_text("Link copied RT2-0047")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}here/#post-RT2-0047"
    page.locator("a").click()  # pressed again while it still says so
    expect(page.locator("a")).to_have_text("Copy link RT2-0047")


def test_pressing_send_twice_sends_once_and_names_the_button(
    new_page: NewPage, site: ScriptPage
) -> None:
    page = new_page()
    page.goto(f"{site.url}send-once/")
    with page.expect_navigation():
        stopped = page.evaluate(
            """() => {
                const stopped = [];
                addEventListener("submit", (event) => stopped.push(event.defaultPrevented));
                const button = document.querySelector("button[value=send]");
                button.click();
                button.click();
                return stopped;
            }"""
        )
    assert stopped == [False, True]
    assert site.sent == ["send"]


def test_the_buttons_wait_while_the_form_is_on_its_way_and_come_back_with_the_page(
    new_page: NewPage, site: ScriptPage
) -> None:
    page = new_page()
    page.goto(f"{site.url}send-once/")
    send = page.locator("button[value=send]")
    held = page.evaluate(
        """() => new Promise((resolve) => {
            const buttons = [...document.querySelectorAll("button")];
            buttons[0].click();
            setTimeout(() => resolve(buttons.map((b) => [b.disabled, b.textContent])), 50);
        })"""
    )
    assert held == [[True, "Sending…"], [True, "Preview"]]
    expect(page.locator("body")).to_have_text("Received")
    page.go_back()
    expect(send).to_be_enabled()
    expect(send).to_have_text("Send")
    page.locator("button[value=preview]").click()
    expect(page.locator("body")).to_have_text("Received")
    assert site.sent == ["send", "preview"]


def test_organisations_are_suggested_while_typing_and_asked_for_once(
    new_page: NewPage, site: ScriptPage
) -> None:
    page = new_page()
    page.goto(f"{site.url}organisation-lookup/")
    page.get_by_label("Organisation").press_sequentially("kora", delay=20)
    options = page.locator("#known option")
    expect(options).to_have_count(2)
    assert site.asked == ["kora"]
    assert options.nth(0).get_attribute("value") == "Réseau Kora"
    assert options.nth(0).get_attribute("label") == "Réseau Kora (Diaspora)"
    assert options.nth(1).get_attribute("value") == "Korall <b>"


def test_a_running_job_is_followed_and_the_page_loads_anew_when_it_has_ended(
    new_page: NewPage, site: ScriptPage
) -> None:
    page = new_page()
    page.goto(f"{site.url}progress/")
    expect(page.get_by_role("status")).to_have_text("4 of 8")
    expect(page.locator("progress")).to_have_js_property("value", 4)
    expect(page.locator("progress")).to_have_js_property("max", 8)
    assert site.shown == 1
    with page.expect_navigation():
        site.job = {"state": "finished", "done": 8, "total": 8, "message": "done"}
    assert site.shown == 2
