"""Withheld names and personal data in a browser: the note while one writes, the choice, the look behind."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from discussions.models import Post
from hub.kit.models import Record
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCREENS
from tests.browser.test_writing import barriers, come_in, follow, press, write
from tests.kit.test_personal_data import DATA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "Write to amina@survivors.example or +254 712 345 678."
FIND = "(texts) => texts.map((text) => window.findPersonalData(text))"


def begin(page: Page, server: Any, actor: people.Actor, language: str = "en") -> None:
    """The form of a submission, its editor ready."""
    come_in(page, server, actor)
    page.goto(f"{server.url}/{language}/spaces/roundtable/submit/")
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")


def test_the_browser_finds_what_the_server_finds_and_leaves_alone_what_it_leaves_alone(
    live_server: Any, new_page: NewPage
) -> None:
    factories.space()
    page = new_page()
    begin(page, live_server, people.stakeholder())
    texts = [case["text"] for case in DATA["found"]]
    assert page.evaluate(FIND, texts) == [case["found"] for case in DATA["found"]]
    assert page.evaluate(FIND, DATA["nothing"]) == [[]] * len(DATA["nothing"])


@SCREENS
def test_who_writes_an_address_is_told_while_writing_and_on_the_preview(
    live_server: Any, new_page: NewPage, axe: Axe, width: int, language: str
) -> None:
    factories.space(review="after-publishing")
    page = new_page(width=width)
    begin(page, live_server, people.stakeholder(), language)
    note = page.locator("[data-personal-data]")
    write(page, BODY)
    note.get_by_text("amina@survivors.example, +254 712 345 678").wait_for()
    write(page, "Paras. 12-14 of A/RES/73/195, 2018-2026.")
    expect(note).to_have_text("")
    write(page, BODY)
    note.get_by_text("amina@survivors.example").wait_for()
    page.locator("summary", has=page.locator("xpath=../fieldset[@id='id_name_withheld']")).click()
    page.check("input[name=name_withheld][value=name]")
    assert barriers(page, axe) == []
    press(page, "preview")
    assert "amina@survivors.example" not in page.inner_text("article")
    assert "amina@survivors.example" in page.inner_text(".note.wait ul")
    assert barriers(page, axe) == []
    press(page, "send")
    assert Post.objects.get().name_withheld == "name"
    assert barriers(page, axe) == []


@SCREENS
def test_a_name_is_withheld_afterwards_and_looked_behind_on_record(
    live_server: Any, new_page: NewPage, axe: Axe, width: int, language: str
) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, f"<p>{BODY}</p>")
    address = f"{live_server.url}/{language}/posts/{post.reference}/"
    page = new_page(width=width, locale=language)
    come_in(page, live_server, author)
    page.goto(f"{address}receipt/")
    follow(page, f"a[href$='/posts/{post.reference}/name/']")
    assert barriers(page, axe) == []
    page.check("input[value=name-and-organisation]")
    with page.expect_navigation():
        page.click("main button[type=submit]")
    assert barriers(page, axe) == []

    staff = new_page(width=width, locale=language)
    come_in(staff, live_server, people.moderator(space))
    staff.goto(address)
    assert "Amina" not in staff.inner_text("main")
    staff.click("details:has(a[href$='/behind/']) > summary")
    follow(staff, f"a[href$='/posts/{post.reference}/behind/']")
    assert barriers(staff, axe) == []
    with staff.expect_navigation():
        staff.click("main button[type=submit]")
    told = staff.inner_text("main")
    assert "Amina Otieno" in told
    assert BODY in told
    assert barriers(staff, axe) == []
    assert Record.objects.filter(act="look-behind").count() == 1
