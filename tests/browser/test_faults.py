"""What goes wrong while somebody writes: each time the text stays, and however often it is sent, it arrives once.

Against the portal as it is really served, over a wire that breaks where the test says.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from playwright.sync_api import Page, expect

from discussions.models import Attachment, Post, Version, Window
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.test_writing import barriers, press, write
from tests.cutting_proxy import Cut, Wire
from tests.discussions.writing import PDF
from tests.people import signed_in
from tests.workers import wait_until

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBMIT = "/en/spaces/roundtable/submit/"
SENTENCE = "Nobody may lose this sentence."
FORM, DRAFT = (
    b"multipart/form-data",
    b"application/x-www-form-urlencoded",
)  # what is sent, what is saved meanwhile


@pytest.fixture
def author() -> people.Actor:
    """Somebody who can sign in by a form; a consultation is open."""
    factories.window(factories.space())
    made = people.stakeholder()
    made.user.set_password(people.PASSWORD)
    made.user.save()
    EmailAddress.objects.create(user=made.user, email=made.user.email, verified=True, primary=True)
    return made


def come_in(page: Page, wire: Wire, actor: people.Actor) -> None:
    """The browser in which the actor has signed in."""
    cookie = signed_in(actor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": wire.url}])


def begin(page: Page, wire: Wire, address: str = SUBMIT, *, with_editor: bool = True) -> str:
    """Open the page of writing and write: the key of its form."""
    page.goto(f"{wire.url}{address}")
    if with_editor:
        ready(page)
    write(page, SENTENCE, with_editor=with_editor)
    return page.input_value("form [name=key]")


def ready(page: Page) -> None:
    """The editor stands, and the page for when the connection is away is kept."""
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def heading(page: Page) -> str:
    """What a page says it is."""
    return page.inner_text("h1")


def check(page: Page, axe: Axe, name: str) -> None:
    """No barrier; a picture where HUB_SHOTS names a folder."""
    assert barriers(page, axe) == []
    if folder := os.environ.get("HUB_SHOTS"):
        size = page.viewport_size
        assert size is not None
        page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def received() -> list[str]:
    """The texts that were received."""
    return list(Version.objects.order_by("received_at").values_list("body", flat=True))


# ---------------------------------------------------------------- the session has ended


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)])
def test_when_the_session_has_ended_one_signs_in_beside_and_sends_the_same_form(
    wire: Wire, new_page: NewPage, axe: Axe, author: people.Actor, width: int, javascript: bool
) -> None:
    page = new_page(width=width, javascript=javascript)
    come_in(page, wire, author)
    begin(page, wire, with_editor=javascript)
    Session.objects.all().delete()
    press(page, "send")
    assert heading(page) == "Your session has ended"
    assert page.input_value("#kept-text") == SENTENCE
    if javascript:
        check(page, axe, "session-ended")
    with page.context.expect_page() as opened:
        page.click("a[target=_blank]")
    sign_in(opened.value, author)
    assert opened.value.url == f"{wire.url}{SUBMIT}"
    assert received() == []
    press(page, "send")
    if not javascript:  # the token of the page is that of before
        assert heading(page) == "The form has expired"
        assert page.input_value("#kept-text") == SENTENCE
        press(page, "send")
    assert heading(page) == "Your submission was received"
    assert received() == [f"<p>{SENTENCE}</p>"]


def test_who_signs_in_next_on_the_same_computer_does_not_find_the_text(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    other = people.stranger()
    page = new_page()
    come_in(page, wire, author)
    begin(page, wire)
    Session.objects.all().delete()
    press(page, "send")
    assert heading(page) == "Your session has ended"
    come_in(page, wire, other)
    page.goto(f"{wire.url}{SUBMIT}")
    ready(page)
    assert SENTENCE not in page.content()
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('hub-draft'))")
        == []
    )


def test_a_file_that_came_with_it_is_asked_for_again(
    wire: Wire, new_page: NewPage, author: people.Actor, tmp_path: Path
) -> None:
    (tmp_path / "note.pdf").write_bytes(PDF)
    page = new_page(javascript=False)
    come_in(page, wire, author)
    key = begin(page, wire, with_editor=False)
    page.set_input_files("[name=files]", tmp_path / "note.pdf")
    Session.objects.all().delete()
    press(page, "send")
    assert "The files that came with it are not kept" in page.inner_text("main")
    assert page.query_selector("button[name=action][value=send]") is None
    with page.context.expect_page() as opened:
        page.click("a[target=_blank]")
    sign_in(opened.value, author)
    press(page, "edit")  # the token of the page is that of before
    press(page, "edit")
    assert page.input_value("textarea[name=body]") == SENTENCE
    assert page.input_value("form [name=key]") == key
    page.set_input_files("[name=files]", tmp_path / "note.pdf")
    press(page, "send")
    assert heading(page) == "Your submission was received"
    assert Attachment.objects.get().name == "note.pdf"


def sign_in(page: Page, actor: people.Actor) -> None:
    """By the form."""
    page.fill("[name=login]", actor.user.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("form .btn[type=submit]")


# ---------------------------------------------------------------- the server fails


@pytest.mark.parametrize(("width", "language"), [(360, "en"), (1280, "fr")])
def test_when_the_server_fails_the_form_is_on_the_page_to_be_sent_again(
    wire: Wire, new_page: NewPage, axe: Axe, author: people.Actor, width: int, language: str
) -> None:
    page = new_page(width=width, locale=language)
    come_in(page, wire, author)
    key = begin(page, wire, SUBMIT.replace("/en/", f"/{language}/"))
    break_the_database()
    press(page, "send")
    assert page.inner_text(".kicker").endswith("500")
    assert page.input_value("#kept-text") == SENTENCE
    assert page.get_attribute("html", "lang") == language
    assert page.input_value("form [name=key]") == key
    check(page, axe, f"server-error-{language}")
    press(page, "send")
    assert page.inner_text(".kicker").endswith("500")
    assert received() == []
    mend_the_database()
    with page.expect_download() as download:
        page.click("button[formaction]")
    assert Path(download.value.path()).read_text() == SENTENCE
    press(page, "send")
    assert "RT-0001" in page.inner_text(".receipt")
    assert received() == [f"<p>{SENTENCE}</p>"]


def break_the_database() -> None:
    """Every post is refused by the database itself, when all the rest of it is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION out_of_order() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'out of order'; END $$;"
            " CREATE CONSTRAINT TRIGGER out_of_order AFTER INSERT ON discussions_version"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION out_of_order()"
        )


def mend_the_database() -> None:
    """It takes posts again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION IF EXISTS out_of_order CASCADE")


@pytest.fixture(autouse=True)
def _mended(transactional_db: None) -> Any:
    yield
    mend_the_database()


# ---------------------------------------------------------------- the connection drops


@pytest.mark.parametrize(("width", "language"), [(360, "en"), (1280, "fr")])
def test_without_a_connection_pages_say_so_and_lead_back(
    wire: Wire, new_page: NewPage, axe: Axe, author: people.Actor, width: int, language: str
) -> None:
    page = new_page(width=width, locale=language)
    come_in(page, wire, author)
    address = f"{wire.url}/{language}/spaces/roundtable/submit/"
    page.goto(address)
    ready(page)
    page.context.set_offline(True)
    page.goto(f"{wire.url}/{language}/spaces/roundtable/")
    assert page.get_attribute("html", "lang") == language
    assert heading(page) == {"en": "You are offline", "fr": heading(page)}[language]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Source Serif'
    )
    check(page, axe, f"offline-{language}")
    page.context.set_offline(False)
    with page.expect_navigation():
        page.click("main .btn")
    assert page.url == f"{wire.url}/{language}/spaces/roundtable/"
    assert heading(page) in {"Title of roundtable", "Titre de roundtable"}


@pytest.mark.parametrize(
    "cut",
    [
        Cut("head", 0.5),
        Cut("body", 0.6),
        Cut("body", 1.0, reset=True),
        Cut("answer", 0.0, reset=True),
    ],
    ids=lambda cut: f"{cut.stage}-{cut.share}",
)
def test_when_the_connection_breaks_while_sending_the_text_stands_in_the_form_and_arrives_once(
    wire: Wire, new_page: NewPage, author: people.Actor, cut: Cut
) -> None:
    page = new_page(width=360)
    come_in(page, wire, author)
    begin(page, wire)
    wire.cut_next(cut, FORM)
    press(page, "send")
    assert wire.cuts == 1
    assert heading(page) == "You are offline"
    with page.expect_navigation():
        page.click("main .btn")
    send_what_was_written(page)
    assert received() == [f"<p>{SENTENCE}</p>"]


def send_what_was_written(page: Page) -> None:
    """The text stands in the form or is offered; sent, it leads to its receipt."""
    ready(page)
    use = page.locator("[data-draft-choice] button").first
    if page.inner_text(".cke_editable").strip() != SENTENCE:
        use.click()
    expect(page.locator(".cke_editable")).to_have_text(SENTENCE)
    press(page, "send")
    assert heading(page) == "Your submission was received"
    assert "RT-0001" in page.inner_text(".receipt")


def test_what_was_written_without_a_connection_and_sent_stands_in_the_form_again(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page(width=360)
    come_in(page, wire, author)
    begin(page, wire)
    page.locator("h1").click()  # one leaves the text: it is saved
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft saved")
    more = f"{SENTENCE} Nor this one."
    page.context.set_offline(True)
    write(page, more)
    press(page, "send")
    assert heading(page) == "You are offline"
    page.context.set_offline(False)
    with page.expect_navigation():
        page.click("main .btn")
    ready(page)
    expect(page.locator(".cke_editable")).to_have_text(more)
    press(page, "send")
    assert heading(page) == "Your submission was received"
    assert received() == [f"<p>{more}</p>"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_when_a_draft_cannot_be_saved_and_one_sends_it_the_text_arrives(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    come_in(page, wire, author)
    wire.cut_next(Cut("body", 0.6), DRAFT)
    begin(page, wire)
    page.locator("h1").click()  # one leaves the text: it is saved
    wait_until(lambda: wire.cuts == 1)
    press(page, "send")
    assert heading(page) == "Your submission was received"
    assert received() == [f"<p>{SENTENCE}</p>"]


def test_when_no_answer_comes_one_presses_again_and_gets_the_same_receipt(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    page.clock.install()
    come_in(page, wire, author)
    begin(page, wire)
    wire.cut_next(Cut("hold"), FORM)
    page.click("button[value=send]", no_wait_after=True)
    wait_until(lambda: Post.objects.count() == 1)  # it has arrived; the browser does not know
    page.context.new_cdp_session(page).send(
        "Page.stopLoading"
    )  # or it stops by itself, in minutes
    page.clock.fast_forward(21_000)  # the button comes back
    expect(page.locator("button[value=send]")).to_be_enabled()
    press(page, "send")
    wire.let_go()
    assert "RT-0001" in page.inner_text(".receipt")
    assert received() == [f"<p>{SENTENCE}</p>"]


# ---------------------------------------------------------------- the window, a file


def test_when_the_window_closes_while_one_writes_the_page_says_so_with_the_text(
    wire: Wire, new_page: NewPage, axe: Axe, author: people.Actor
) -> None:
    page = new_page(width=360)
    come_in(page, wire, author)
    begin(page, wire)
    close_the_window()
    press(page, "send")
    assert heading(page) == "The window closed while you were writing"
    assert page.input_value("#kept-text") == SENTENCE
    check(page, axe, "window-closed")
    with page.expect_download() as download:
        page.click("text=Download my text >> nth=0")
    assert SENTENCE in Path(download.value.path()).read_text()
    assert received() == []


def close_the_window() -> None:
    """Its grace is over, too."""
    before = timedelta(days=20)
    Window.objects.update(opens_at=F("opens_at") - before, closes_at=F("closes_at") - before)


def test_a_refused_file_leaves_the_text_and_the_other_files_alone(
    wire: Wire, new_page: NewPage, author: people.Actor, tmp_path: Path
) -> None:
    (tmp_path / "good.pdf").write_bytes(PDF)
    (tmp_path / "bad.pdf").write_bytes(b"MZ\x90\x00")
    page = new_page(width=360, javascript=False)
    come_in(page, wire, author)
    key = begin(page, wire, with_editor=False)
    page.set_input_files("[name=files]", [tmp_path / "good.pdf", tmp_path / "bad.pdf"])
    press(page, "send")
    assert "bad.pdf: The file is a program" in page.inner_text(".summary")
    assert page.input_value("textarea[name=body]") == SENTENCE
    assert page.input_value("form [name=key]") == key
    assert page.is_checked("[name=keep]")
    press(page, "send")
    assert Attachment.objects.get().name == "good.pdf"
    assert received() == [f"<p>{SENTENCE}</p>"]


# ---------------------------------------------------------------- hands that are too quick


def test_pressing_twice_is_pressing_once(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    come_in(page, wire, author)
    begin(page, wire)
    with page.expect_navigation(url="**/receipt/"):
        page.dblclick("button[value=send]", no_wait_after=True)
    assert received() == [f"<p>{SENTENCE}</p>"]


def test_pressing_twice_without_script_is_pressing_once(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page(javascript=False)
    come_in(page, wire, author)
    begin(page, wire, with_editor=False)
    with page.expect_navigation(url="**/receipt/"):
        page.dblclick("button[value=send]", no_wait_after=True)
    assert received() == [f"<p>{SENTENCE}</p>"]


def test_going_back_after_sending_makes_no_second_post(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    come_in(page, wire, author)
    key = begin(page, wire)
    press(page, "send")
    page.go_back()
    ready(page)
    assert page.input_value("form [name=key]") == key
    if page.inner_text(".cke_editable").strip() != SENTENCE:
        write(page, SENTENCE)
    press(page, "send")
    assert "RT-0001" in page.inner_text(".receipt")
    assert received() == [f"<p>{SENTENCE}</p>"]
    page.goto(f"{wire.url}{SUBMIT}")  # a new form, for another text
    ready(page)
    assert page.input_value("form [name=key]") != key


def test_going_back_after_an_error_finds_the_text(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    come_in(page, wire, author)
    key = begin(page, wire)
    break_the_database()
    press(page, "send")
    assert page.inner_text(".kicker").endswith("500")
    mend_the_database()
    page.go_back()
    ready(page)
    assert page.input_value("form [name=key]") == key
    send_what_was_written(page)
    assert received() == [f"<p>{SENTENCE}</p>"]
