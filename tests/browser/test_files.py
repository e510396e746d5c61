"""Files that are sent ahead of their text: with their progress, past dropped connections, in any order, without script too."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from discussions.models import Attachment, DraftFile, Post, Upload
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import PHONE, WIDTHS
from tests.browser.test_faults import come_in
from tests.browser.test_writing import barriers, press, write
from tests.cutting_proxy import Cut, Wire, cutting_proxy
from tests.discussions.writing import PDF
from tests.workers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBMIT = "/spaces/roundtable/submit/"
SLOWLY = 30_000  # milliseconds, for what waits for a try again


@pytest.fixture
def author() -> people.Actor:
    """Somebody to whom a consultation is open."""
    factories.window(factories.space())
    return people.stakeholder()


@pytest.fixture
def wire(live_server: Any) -> Iterator[Wire]:
    """The connection to the portal."""
    with cutting_proxy(int(live_server.url.rpartition(":")[2])) as made:
        yield made


def file(folder: Path, name: str, content: bytes = PDF, size: int = 0) -> Path:
    """A file to choose, of so many bytes at least."""
    path = folder / name
    path.write_bytes(content + b"%" + b"x" * size + b"\n%%EOF\n" if size else content)
    return path


def begin(page: Page, wire: Wire, author: people.Actor, language: str = "en") -> None:
    """Open the page of writing."""
    come_in(page, wire, author)
    page.goto(f"{wire.url}/{language}{SUBMIT}")
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")


def without_drafts(page: Page) -> None:
    """No draft is saved: a test that ends on the page would else end in the middle of one."""
    page.route(
        f"**{SUBMIT}",
        lambda route: (
            route.abort() if route.request.resource_type in {"fetch", "ping"} else route.fallback()
        ),
    )


def choose(page: Page, *paths: Path) -> None:
    """Choose files, as in the browser's own dialog."""
    page.set_input_files("[name=files]", list(paths))


def row(page: Page, name: str) -> Locator:
    """The line of a file."""
    return page.locator(".uploads > li").filter(has=page.locator(f"bdi:text-is('{name}')"))


def state(page: Page, name: str) -> Locator:
    """What its line says of it."""
    return row(page, name).locator("[data-file-state]")


def same(page: Page) -> Locator:
    """What lines say of files that stand there twice."""
    return page.locator("[data-file-same]:visible")


def do(page: Page, name: str, act: str) -> None:
    """Press one of its buttons."""
    row(page, name).locator(f"[data-file-do={act}]").click()


def said(page: Page) -> Locator:
    """What those who listen are told."""
    return page.locator("[data-files-note]")


def names(page: Page) -> list[str]:
    """The files in their order."""
    return page.locator(".uploads > li bdi[data-file-name]").all_inner_texts()


def look(page: Page, axe: Axe, name: str) -> None:
    """No barrier; a picture where HUB_SHOTS names a folder."""
    assert barriers(page, axe) == []
    if folder := os.environ.get("HUB_SHOTS"):
        size = page.viewport_size
        assert size is not None
        page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def in_draft() -> list[str | None]:
    """The languages of the files of the one draft, in their order."""
    return list(DraftFile.objects.order_by("position").values_list("language", flat=True))


def attached() -> list[tuple[str, str | None]]:
    """Name and language of the files of the one post."""
    return list(Attachment.objects.order_by("position").values_list("name", "language"))


@WIDTHS
def test_files_go_ahead_of_the_text_and_can_be_ordered_named_and_left_out(
    wire: Wire, new_page: NewPage, axe: Axe, tmp_path: Path, author: people.Actor, width: int
) -> None:
    language = "fr" if width == PHONE else "en"
    page = new_page(width=width, locale=language)
    begin(page, wire, author, language)
    write(page, "With three annexes.")
    choose(
        page,
        file(tmp_path, "first.pdf"),
        file(tmp_path, "scan0002.pdf", PDF + b"2"),
        file(tmp_path, "bad.pdf", b"MZ\x90\x00"),
    )
    expect(row(page, "bad.pdf").locator(".err")).to_be_visible()
    expect(page.locator(".uploads [name=keep]:enabled")).to_have_count(2)
    look(page, axe, f"refused-{language}")

    # The text waits for a decision about the file that was refused.
    page.click("button[name=action][value=send]")
    assert not Post.objects.exists()
    expect(row(page, "bad.pdf").locator("[data-file-do=remove]")).to_be_focused()
    page.keyboard.press("Enter")
    assert names(page) == ["first.pdf", "scan0002.pdf"]

    # The same one again is taken, and the later of the two says so, wherever it stands.
    choose(page, file(tmp_path, "again.pdf"))
    expect(same(page)).to_have_count(1)
    expect(same(page)).to_contain_text("first.pdf")
    look(page, axe, f"same-{language}")
    for _ in range(2):
        do(page, "again.pdf", "up")
    expect(same(page)).to_have_count(1)
    expect(same(page)).to_contain_text("again.pdf")
    do(page, "again.pdf", "remove")
    expect(same(page)).to_have_count(0)
    assert names(page) == ["first.pdf", "scan0002.pdf"]

    row(page, "scan0002.pdf").locator("summary").click()
    page.locator("li:has(bdi:text-is('scan0002.pdf')) select").select_option("es")
    page.locator("li:has(bdi:text-is('scan0002.pdf')) input[name^=name_]").fill("Annex 1")
    page.keyboard.press("Enter")
    expect(row(page, "Annex 1.pdf")).to_have_count(1)
    row(page, "Annex 1.pdf").locator("[data-file-do=up]").focus()
    page.keyboard.press("Enter")
    assert names(page) == ["Annex 1.pdf", "first.pdf"]
    wait_until(lambda: in_draft() == ["es", None])
    expect(row(page, "Annex 1.pdf").locator("[data-file-do=down]")).to_be_focused()
    expect(said(page)).to_contain_text("Annex 1.pdf")
    look(page, axe, f"ordered-{language}")
    press(page, "send")
    assert attached() == [("Annex 1.pdf", "es"), ("first.pdf", None)]


@pytest.mark.prove
@WIDTHS
def test_after_a_dropped_connection_that_file_alone_is_sent_again(
    wire: Wire, new_page: NewPage, axe: Axe, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width)
    without_drafts(page)
    begin(page, wire, author)
    wire.cut_next(Cut("body", 0.6, reset=True))
    choose(page, file(tmp_path, "long.pdf", size=2_000_000))
    expect(state(page, "long.pdf")).to_contain_text("The connection dropped")
    choose(page, file(tmp_path, "short.pdf"))
    expect(state(page, "short.pdf")).to_have_text("Ready")
    look(page, axe, "dropped")
    expect(state(page, "long.pdf")).to_have_text("Ready", timeout=SLOWLY)
    assert wire.cuts == 1
    kept = sorted(Upload.objects.values_list("name", "size"))
    assert kept == [("long.pdf", (tmp_path / "long.pdf").stat().st_size), ("short.pdf", len(PDF))]


@pytest.mark.prove
def test_a_file_whose_answer_was_lost_is_kept_once(
    wire: Wire, new_page: NewPage, tmp_path: Path, author: people.Actor
) -> None:
    page = new_page()
    without_drafts(page)
    begin(page, wire, author)
    wire.cut_next(Cut("answer", 0))
    choose(page, file(tmp_path, "a.pdf"))
    expect(state(page, "a.pdf")).to_have_text("Ready", timeout=SLOWLY)
    assert wire.cuts == 1
    assert Upload.objects.count() == 1


@pytest.mark.prove
@WIDTHS
def test_without_a_connection_it_waits_and_goes_on_by_itself(
    wire: Wire, new_page: NewPage, axe: Axe, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width)
    without_drafts(page)
    begin(page, wire, author)
    page.context.set_offline(True)
    both = ("a.pdf", f"{'a_name_without_a_space' * 8}.pdf")
    choose(page, *(file(tmp_path, name) for name in both))
    for name in both:
        expect(state(page, name)).to_contain_text("No connection")
    look(page, axe, "offline")
    page.context.set_offline(False)
    for name in both:
        expect(state(page, name)).to_have_text("Ready")
    assert Upload.objects.count() == 2


@WIDTHS
def test_who_presses_send_early_need_not_press_again(
    wire: Wire, new_page: NewPage, axe: Axe, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width)
    begin(page, wire, author)
    wire.cut_next(Cut("hold"))
    choose(page, file(tmp_path, "a.pdf", size=1_000_000))
    write(page, "Sent while its file is on the way.")
    page.click("button[name=action][value=send]")
    expect(said(page)).to_contain_text("as soon as the files have arrived")
    expect(page.locator("button[value=send]")).to_have_text("Waiting for the files…")
    look(page, axe, "sending")
    assert not Post.objects.exists()
    with page.expect_navigation(url="**/receipt/", timeout=SLOWLY):
        wire.let_go()
    assert attached() == [("a.pdf", None)]
    assert Upload.objects.count() == 1


def room_above_the_buttons(page: Page) -> float:
    """How far the buttons stand below the place of the files, in CSS pixels."""
    room: float = page.evaluate(
        "document.querySelector('button[value=preview]').getBoundingClientRect().top"
        " - document.querySelector('[data-files]').getBoundingClientRect().top"
    )
    return room


@WIDTHS
def test_the_buttons_stay_where_they_are_while_files_arrive(
    wire: Wire, new_page: NewPage, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width)
    begin(page, wire, author)
    wire.cut_next(Cut("hold"))
    choose(page, file(tmp_path, "a.pdf", size=1_000_000))
    expect(row(page, "a.pdf").locator("progress")).to_be_visible()
    before = room_above_the_buttons(page)
    wire.let_go()
    expect(state(page, "a.pdf")).to_have_text("Ready")
    expect(row(page, "a.pdf").locator("progress")).to_be_hidden()
    expect(row(page, "a.pdf").locator("[data-file-do=pause]")).to_be_hidden()
    assert room_above_the_buttons(page) == before


@pytest.mark.parametrize("away", [False, True])
def test_a_press_counts_where_it_began_unless_one_draws_away(
    live_server: Any, new_page: NewPage, author: people.Actor, *, away: bool
) -> None:
    page = new_page(width=PHONE)
    come_in(page, live_server, author)
    page.goto(f"{live_server.url}/en{SUBMIT}")
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    write(page, "Pressed while the page moved.")
    button = page.locator("button[value=preview]")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    if away:
        page.mouse.move(box["x"] + 20, box["y"] + 90)
        page.mouse.up()
        assert page.evaluate("document.querySelector('form[data-sending]')") is None
        return
    page.evaluate("document.querySelector('form .send').style.marginBlockStart = '90px'")
    with page.expect_navigation():
        page.mouse.up()
    assert page.inner_text("article .prose") == "Pressed while the page moved."


@WIDTHS
def test_a_file_can_be_held_back_and_go_on(
    wire: Wire, new_page: NewPage, axe: Axe, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width)
    without_drafts(page)
    begin(page, wire, author)
    page.evaluate(  # a connection that has stalled
        """() => {
            window.realSend = XMLHttpRequest.prototype.send;
            XMLHttpRequest.prototype.send = function () {
                setInterval(() => this.upload.onprogress({loaded: 62, total: 100}), 200);
            };
        }"""
    )
    choose(page, *(file(tmp_path, f"{n}.pdf", PDF + b"%d" % n) for n in range(4)))
    expect(state(page, "0.pdf")).to_have_text("62%, about 1 second left")
    expect(state(page, "3.pdf")).to_have_text("Waiting for its turn")
    do(page, "0.pdf", "pause")
    expect(state(page, "0.pdf")).to_have_text("Paused")
    expect(state(page, "2.pdf")).to_contain_text("62%")
    look(page, axe, "progress")
    do(page, "2.pdf", "remove")
    assert names(page) == ["0.pdf", "1.pdf", "3.pdf"]
    page.evaluate("() => { XMLHttpRequest.prototype.send = window.realSend; }")
    do(page, "1.pdf", "pause")
    do(page, "1.pdf", "goOn")
    expect(state(page, "1.pdf")).to_have_text("Ready")
    do(page, "0.pdf", "goOn")
    expect(state(page, "0.pdf")).to_have_text("Ready")


@override_settings(FILE_SIZE_LIMIT=3000, FILES_PER_POST=3)
def test_what_the_server_would_refuse_is_refused_before_it_is_sent_in_the_same_words(
    wire: Wire, new_page: NewPage, tmp_path: Path, author: people.Actor
) -> None:
    page = new_page()
    without_drafts(page)
    begin(page, wire, author)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(
        page,
        file(tmp_path, "large.pdf", size=3000),
        file(tmp_path, "empty.pdf", b""),
        file(tmp_path, "set.zip"),
        file(tmp_path, "page.heic"),
    )
    for name, words in {
        "large.pdf": "The file is larger than 3 KB.",
        "empty.pdf": "The file is empty.",
        "set.zip": "The file is an archive. Attach the documents that are in it one by one.",
    }.items():
        expect(row(page, name).locator(".err")).to_have_text(words.replace(" KB", "\xa0KB"))
    expect(row(page, "page.heic").locator(".err")).to_contain_text("cannot be attached")
    assert not [url for url in asked if url.endswith("/uploads/")]
    choose(page, *(file(tmp_path, f"{n}.txt", b"x") for n in range(4)))
    expect(row(page, "3.txt").locator(".err")).to_contain_text("too many files")
    expect(page.locator(".uploads [name=keep]:enabled")).to_have_count(3)


def test_a_file_that_is_dropped_beside_its_place_takes_nobody_away(
    wire: Wire, new_page: NewPage, author: people.Actor
) -> None:
    page = new_page()
    begin(page, wire, author)
    write(page, "Still here.")
    page.evaluate(
        """() => {
            const brought = new DataTransfer();
            brought.items.add(new File(["some words"], "dropped.txt"));
            const event = new DragEvent("drop", {dataTransfer: brought, bubbles: true, cancelable: true});
            document.querySelector("h1").dispatchEvent(event);
        }"""
    )
    expect(state(page, "dropped.txt")).to_have_text("Ready")
    press(page, "send")
    assert attached() == [("dropped.txt", None)]


@WIDTHS
def test_without_script_kept_files_are_named_and_ordered_in_the_form(
    wire: Wire, new_page: NewPage, tmp_path: Path, author: people.Actor, width: int
) -> None:
    page = new_page(width=width, javascript=False)
    come_in(page, wire, author)
    page.goto(f"{wire.url}/en{SUBMIT}")
    write(page, "Without script.", with_editor=False)
    choose(page, file(tmp_path, "a.pdf"), file(tmp_path, "b.pdf", PDF + b"b"))
    press(page, "preview")
    press(page, "edit")
    assert page.is_hidden("[data-file-buttons]")
    for place, name in (("1", "b.pdf"), ("2", "a.pdf")):
        row(page, name).locator("summary").click()
        row(page, name).locator("input[name^=place_]").fill(place)
    row(page, "b.pdf").locator("select").select_option("fr")
    row(page, "a.pdf").locator("input[name^=name_]").fill("Our figures")
    if folder := os.environ.get("HUB_SHOTS"):
        page.screenshot(path=f"{folder}/no-script-{width}.png", full_page=True)
    press(page, "preview")
    assert page.locator("article .files bdi").all_inner_texts()[0::2] == [
        "b.pdf",
        "Our figures.pdf",
    ]
    press(page, "send")
    assert attached() == [("b.pdf", "fr"), ("Our figures.pdf", None)]


@pytest.mark.prove
def test_ten_files_of_25_megabytes_are_listed_and_sent_without_freezing_the_page(
    wire: Wire, new_page: NewPage, tmp_path: Path, author: people.Actor
) -> None:
    page = new_page()
    without_drafts(page)
    begin(page, wire, author)
    page.evaluate(
        """() => {
            window.longest = 0;
            let last = performance.now();
            setInterval(() => {
                window.longest = Math.max(window.longest, performance.now() - last);
                last = performance.now();
            }, 20);
        }"""
    )
    size = 25 * 1024**2 - len(PDF) - 10
    choose(page, *(file(tmp_path, f"{n}.pdf", size=size) for n in range(10)))
    expect(page.locator(".uploads > li")).to_have_count(10)
    for n in range(10):
        expect(state(page, f"{n}.pdf")).to_have_text("Ready", timeout=120_000)
    assert Upload.objects.count() == 10
    assert (
        page.evaluate("window.longest") < 2000
    )  # milliseconds, on a machine that does the rest too
