"""Drafts in a browser: no text is lost, on two devices, between two people, without a connection, without script."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from discussions.models import Draft, Post, Space
from discussions.services.drafts import edit_shared_draft
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in, press
from tests.discussions.drafting import confirm, content, shared
from tests.discussions.writing import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/en/spaces/roundtable/prompts/1/submit/"
STATE = "[data-draft-state]"
SAVED = re.compile(r"^Draft saved at \d\d:\d\d$")
KEPT = re.compile("^No connection. Your text is kept on this device")


def place() -> Space:
    space = factories.space()
    factories.window(space)
    factories.prompt(space)
    return space


def open_form(page: Page, server: Any, actor: people.Actor, address: str = PLACE) -> None:
    """The page of writing on a device, once its editor is there."""
    come_in(page, server, actor)
    page.goto(f"{server.url}{address}")
    wait_for_editor(page)


def wait_for_editor(page: Page) -> None:
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    page.wait_for_selector("[contenteditable=true]")


def type_in(page: Page, words: str) -> None:
    """Type at the end of the text, key by key, as people do."""
    page.click("[contenteditable=true]")
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def text_of(page: Page) -> str:
    return page.inner_text("[contenteditable=true]").strip()


def body() -> str:
    return Draft.objects.values_list("body", flat=True).get()


def wait_for(holds: Callable[[], bool]) -> None:
    """Until it holds; the test fails where it never does."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def copies(page: Page) -> list[str]:
    """What this device keeps of unsaved texts."""
    kept: list[str] = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('hub-draft:')).map(([, text]) => text)"
    )
    return kept


def cut(page: Page) -> None:
    """The server cannot be reached."""
    page.context.set_offline(True)


@WIDTHS
def test_a_text_with_its_file_is_found_again_on_another_device(
    live_server: Any, new_page: NewPage, axe: Axe, tmp_path: Path, width: int
) -> None:
    place()
    author = people.stakeholder()
    (tmp_path / "annex.pdf").write_bytes(PDF)
    first = new_page(width=width)
    open_form(first, live_server, author)
    expect(first.locator(STATE)).to_have_text("Your text is saved while you write.")
    assert barriers(first, axe) == []
    type_in(first, "We support the annex.")
    first.select_option("[name=language]", "sw")
    first.set_input_files("[name=files]", tmp_path / "annex.pdf")
    expect(first.locator(".uploads > li")).to_contain_text("annex.pdf")
    expect(first.locator(STATE)).to_have_text(SAVED)
    expect(first.locator("[name=keep]").first).to_have_value(re.compile("-"))
    with first.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        first.focus("[name=body] ~ * [contenteditable=true]")
        type_in(first, " Truly.")
    expect(first.locator(STATE)).to_have_text(SAVED)
    assert barriers(first, axe) == []

    second = new_page(width=width, locale="fr")
    open_form(second, live_server, author, PLACE.replace("/en/", "/fr/"))
    assert text_of(second) == "We support the annex. Truly."
    assert second.input_value("[name=language]") == "sw"
    assert "annex.pdf" in second.inner_text(".uploads")
    assert barriers(second, axe) == []
    press(second, "send")
    assert Post.objects.get().latest_version.attachments.get().name == "annex.pdf"
    assert not Draft.objects.exists()


@WIDTHS
def test_without_script_a_button_does_the_same(
    live_server: Any, new_page: NewPage, tmp_path: Path, width: int
) -> None:
    place()
    author = people.stakeholder()
    (tmp_path / "annex.pdf").write_bytes(PDF)
    page = new_page(width=width, javascript=False)
    come_in(page, live_server, author)
    page.goto(f"{live_server.url}{PLACE}")
    page.fill("textarea[name=body]", "First paragraph.\n\nSecond one.")
    page.set_input_files("[name=files]", tmp_path / "annex.pdf")
    press(page, "save")
    assert re.match(r"Draft saved at \d\d:\d\d UTC", page.inner_text(STATE))
    other = new_page(width=width, javascript=False)
    come_in(other, live_server, author)
    other.goto(f"{live_server.url}{PLACE}")
    assert other.input_value("textarea[name=body]") == "First paragraph.\n\nSecond one."
    assert other.is_checked("[name=keep]")
    other.click("text=Throw the draft away")
    press_only = other.locator("button.warn")
    with other.expect_navigation():
        press_only.click()
    assert "The draft was thrown away." in other.inner_text("main")
    assert not Draft.objects.exists()


def test_leaving_the_page_saves_what_was_typed_last(live_server: Any, new_page: NewPage) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    type_in(page, "Typed just before leaving")
    page.goto(f"{live_server.url}/en/spaces/")
    wait_for(Draft.objects.exists)  # nobody waits for the answer to it
    page.goto(f"{live_server.url}{PLACE}")
    wait_for_editor(page)
    assert text_of(page) == "Typed just before leaving"
    assert copies(page) == []


def test_closing_the_tab_saves_too(live_server: Any, new_page: NewPage) -> None:
    place()
    author = people.stakeholder()
    page = new_page()
    open_form(page, live_server, author)
    type_in(page, "Typed just before closing")
    page.close(run_before_unload=True)
    wait_for(Draft.objects.exists)
    assert body() == "<p>Typed just before closing</p>"


def test_leaving_the_text_saves_at_once(live_server: Any, new_page: NewPage) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    type_in(page, "Short")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.focus("[name=language]")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert body() == "<p>Short</p>"


@WIDTHS
def test_between_two_people_both_texts_are_kept(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space, author = place(), people.stakeholder()
    confirm(author)
    colleague = confirm(people.colleague(author))
    draft = shared(author, space)
    theirs = new_page(width=width)
    open_form(theirs, live_server, colleague, f"/en/drafts/{draft.pk}/")
    expect(theirs.locator("[data-draft-beside]")).to_contain_text("Amina Otieno is editing")
    assert barriers(theirs, axe) == []
    mine = new_page(width=width)
    open_form(mine, live_server, author, "/en/spaces/roundtable/submit/")
    type_in(theirs, " And theirs.")
    expect(theirs.locator(STATE)).to_have_text(SAVED)
    expect(theirs.locator("[name=revision]")).to_have_value("2")

    type_in(mine, " And mine.")
    expect(mine.locator(STATE)).to_contain_text("Jonas Weiler saved this draft")
    assert text_of(mine) == "So far. And mine."
    assert len(copies(mine)) == 1
    assert barriers(mine, axe) == []
    type_in(mine, " More of mine.")
    assert body() == "<p>So far. And theirs.</p>"
    with mine.expect_navigation():
        mine.click("text=Show both texts")
    wait_for_editor(mine)
    assert "So far. And theirs." in mine.inner_text("section .prose")
    assert text_of(mine) == "So far. And mine. More of mine."
    assert barriers(mine, axe) == []
    mine.locator("[contenteditable=true]").fill("So far. And theirs. And mine.")
    press(mine, "save")
    wait_for_editor(mine)
    assert text_of(mine) == "So far. And theirs. And mine."
    assert mine.is_checked("[name=share]")
    assert body() == "<p>So far. And theirs. And mine.</p>"
    expect(mine.locator("[data-draft-choice]")).to_be_hidden()
    assert copies(mine) == []


def test_the_saved_text_is_kept_and_ones_own_dropped(live_server: Any, new_page: NewPage) -> None:
    place()
    author = people.stakeholder()
    mine, other = new_page(), new_page()
    open_form(mine, live_server, author)
    open_form(other, live_server, author)
    type_in(other, "On the phone")
    expect(other.locator(STATE)).to_have_text(SAVED)
    type_in(mine, "At the desk")
    with mine.expect_navigation():
        mine.click("text=Show both texts")
    with mine.expect_navigation():
        mine.click("text=Keep the saved text and drop mine")
    wait_for_editor(mine)
    assert text_of(mine) == "On the phone"
    expect(mine.locator("[data-draft-choice]")).to_be_hidden()
    assert copies(mine) == []


def test_sending_over_a_colleagues_newer_text_shows_both_first(
    live_server: Any, new_page: NewPage
) -> None:
    space, author = place(), people.stakeholder()
    confirm(author)
    colleague = confirm(people.colleague(author))
    draft = shared(author, space)
    page = new_page()
    open_form(page, live_server, author, "/en/spaces/roundtable/submit/")
    edit_shared_draft(
        by=colleague.viewer, draft_id=draft.pk, content=content("<p>Theirs</p>"), revision=1
    )
    press(page, "send")
    assert "Nothing was sent" in page.inner_text("main")
    assert Post.objects.count() == 0
    wait_for_editor(page)
    press(page, "send")
    assert "/receipt/" in page.url
    assert not Draft.objects.exists()


@pytest.mark.prove
def test_a_save_whose_answer_is_lost_is_no_conflict_with_oneself(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())

    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.post_data or "")
        route.abort()
        page.unroute(f"**{PLACE}")

    page.route(f"**{PLACE}", lose_the_answer)
    type_in(page, "One")
    expect(page.locator(STATE)).to_have_text(KEPT)
    type_in(page, " two")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert body() == "<p>One two</p>"
    assert copies(page) == []


@pytest.mark.prove
@WIDTHS
def test_without_a_connection_the_text_is_kept_on_the_device_until_it_is_back(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    place()
    page = new_page(width=width)
    open_form(page, live_server, people.stakeholder())
    cut(page)
    type_in(page, "Typed in a tunnel")
    expect(page.locator(STATE)).to_have_text(KEPT)
    assert barriers(page, axe) == []
    type_in(page, ", all of it")
    wait_for(lambda: "all of it" in copies(page)[0])
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert body() == "<p>Typed in a tunnel, all of it</p>"
    assert copies(page) == []


@pytest.mark.prove
def test_a_text_that_the_server_never_got_is_offered_after_the_page_was_loaded_again(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    _lose_a_text(page, live_server, "Written in a tunnel")
    expect(page.locator("[data-draft-choice]")).to_contain_text(
        "A newer text from this device was found"
    )
    assert text_of(page) == ""
    page.click("text=Use it")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert text_of(page) == "Written in a tunnel"
    assert body() == "<p>Written in a tunnel</p>"
    assert copies(page) == []


def test_a_text_of_this_device_never_goes_over_a_newer_one_of_another(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    author = people.stakeholder()
    page = new_page()
    open_form(page, live_server, author)
    other = new_page()
    open_form(other, live_server, author)
    _lose_a_text(page, live_server, "Written in a tunnel", reload=False)
    type_in(other, "Written at the desk")
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.goto(f"{live_server.url}{PLACE}")
    wait_for_editor(page)
    assert text_of(page) == "Written at the desk"
    with page.expect_navigation():
        page.click("text=Use it")
    wait_for_editor(page)
    assert "Written at the desk" in page.inner_text("section .prose")
    assert text_of(page) == "Written in a tunnel"
    assert body() == "<p>Written at the desk</p>"


def test_a_found_text_can_be_thrown_away(live_server: Any, new_page: NewPage) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    _lose_a_text(page, live_server, "Not wanted")
    page.click("[data-draft-choice] >> text=Throw it away")
    expect(page.locator("[data-draft-choice]")).to_be_hidden()
    assert copies(page) == []
    assert not Draft.objects.exists()


def test_signed_out_meanwhile_the_text_is_kept_and_saved_after_signing_in_again(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    author = people.stakeholder()
    page = new_page()
    open_form(page, live_server, author)
    Session.objects.all().delete()
    type_in(page, "Session over")
    expect(page.locator(STATE)).to_contain_text("You are signed out")
    assert page.get_attribute("[data-draft-choice] a", "target") == "_blank"
    assert "Session over" in copies(page)[0]
    come_in(page, live_server, author)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert body() == "<p>Session over</p>"
    assert copies(page) == []
    press(page, "send")
    assert "/receipt/" in page.url


def test_signing_out_removes_what_this_device_keeps(live_server: Any, new_page: NewPage) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    _lose_a_text(page, live_server, "Not for the next one at this computer", reload=False)
    page.goto(f"{live_server.url}/en/accounts/logout/")
    assert len(copies(page)) == 1
    with page.expect_navigation():
        page.click("main button")
    assert copies(page) == []


def test_what_another_account_left_on_this_device_is_not_shown(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    _lose_a_text(page, live_server, "Mine", reload=False)
    open_form(page, live_server, people.stranger())
    expect(page.locator("[data-draft-choice]")).to_be_hidden()
    assert copies(page) == []


def test_a_copy_of_what_was_sent_goes_when_the_receipt_is_there(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    type_in(page, "Sent once")
    page.evaluate("window.kept = 0")
    press(page, "send")
    assert "/receipt/" in page.url
    assert copies(page) == []
    page.goto(f"{live_server.url}{PLACE}")
    wait_for_editor(page)
    assert text_of(page) == ""
    assert not Draft.objects.exists()


@pytest.mark.prove
def test_when_sending_fails_for_want_of_a_connection_the_text_is_found_again(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    cut(page)
    type_in(page, "Sent into a hole")
    page.click("button[value=send]")
    expect(page.locator("[data-draft-form]")).to_have_count(0)
    page.context.set_offline(False)
    page.goto(f"{live_server.url}{PLACE}")
    wait_for_editor(page)
    expect(page.locator("[contenteditable=true]")).to_have_text("Sent into a hole")
    assert Post.objects.count() == 0


def test_what_the_browser_brings_back_is_never_lost(live_server: Any, new_page: NewPage) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    type_in(page, "Before going")
    expect(page.locator(STATE)).to_have_text(SAVED)
    type_in(page, " away")
    page.goto(f"{live_server.url}/en/spaces/")
    page.go_back()
    back = page.locator("[contenteditable=true]")
    expect(back).to_have_text("Before going away", timeout=20_000)
    wait_for_editor(page)
    type_in(page, " and back")
    page.focus("[name=language]")
    expect(page.locator(STATE)).to_have_text(SAVED)
    wait_for(lambda: body().endswith(" and back</p>"))
    assert body() == "<p>Before going away and back</p>"


@pytest.mark.prove
def test_a_last_save_that_never_arrives_is_offered_when_one_comes_back(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    type_in(page, "Lost on the way")
    page.goto(f"{live_server.url}/en/spaces/")
    wait_for(Draft.objects.exists)
    Draft.objects.all().delete()  # as if it had not: nothing holds back what a browser sends last
    page.goto(f"{live_server.url}{PLACE}")
    page.click("text=Use it", timeout=30_000)
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert body() == "<p>Lost on the way</p>"
    assert copies(page) == []


def test_the_save_button_saves_without_leaving_the_page(
    live_server: Any, new_page: NewPage
) -> None:
    place()
    page = new_page()
    open_form(page, live_server, people.stakeholder())
    page.evaluate("window.isSamePage = true")
    type_in(page, "Saved by hand")
    page.click("button[value=save]")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert page.evaluate("window.isSamePage")
    assert page.locator("[data-draft-spoken]").text_content() == page.inner_text(STATE)


def _lose_a_text(page: Page, server: Any, words: str, *, reload: bool = True) -> None:
    """Written while nothing got through; the page is left before the connection is back."""
    page.route(
        f"**{PLACE}",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    type_in(page, words)
    expect(page.locator(STATE)).to_have_text(KEPT)
    page.goto(f"{server.url}/en/spaces/")
    page.unroute(f"**{PLACE}")
    if reload:
        page.goto(f"{server.url}{PLACE}")
        wait_for_editor(page)
