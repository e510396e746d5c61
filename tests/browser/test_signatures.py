"""Scenes 3 and 4 of PRODUCT, section 10: five organisations send one text, and a union endorses another's."""

from typing import Any

import pytest
from playwright.sync_api import Page

from discussions.models import CoSignatory, Endorsement, Post
from discussions.validators.joint_links import JointLink, token_of
from moderation.services.publish import publish
from moderation.validators.decisions import SeenPost
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in, follow, press, write
from tests.discussions.signing import confirmed, member

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link(page: Page, server: Any, organisation: str, language: str = "en") -> None:
    """Open the signed link that went to an organisation by mail."""
    row = CoSignatory.objects.get(organisation_name=organisation)
    page.goto(f"{server.url}/{language}/joint/{token_of(JointLink(row.pk))}/")


def answer(page: Page, says: str) -> None:
    """Press one of the two buttons."""
    with page.expect_navigation():
        page.click(f"button[name=answer][value={says}]")


def name(page: Page, number: int, organisation: str, email: str = "") -> None:
    """Fill a row of the form, a new one where there is none left."""
    rows = page.locator("[data-joint-row]")
    if not rows.first.is_visible():
        page.click("summary:has-text('Name organisations')")
    if rows.count() < number:
        page.click("[data-joint-add]")
    rows.nth(number - 1).locator("[name=cosign_name]").fill(organisation)
    rows.nth(number - 1).locator("[name=cosign_email]").fill(email)


@WIDTHS
def test_five_organisations_send_one_text(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space, lead = factories.space(review="before-publishing"), people.stakeholder()
    factories.window(space)
    office = member("Office for Skills", "office@test.example", group="un-entity")
    people.organisation("Valdoria", stakeholder_group="member-state")

    page = new_page(width=width)
    come_in(page, live_server, lead)
    page.goto(f"{live_server.url}/en/spaces/roundtable/submit/")
    write(page, "One text of five.")
    name(page, 1, "Zeta Network", "zeta@far.example")
    name(page, 2, "office for skills")
    name(page, 3, "Alpha Club")
    name(page, 4, "Valdoria", "mission@valdoria.example")
    press(page, "send")
    assert "Alpha Club: This organisation is not known here" in page.inner_text(".summary")
    assert page.locator("[name=cosign_name]").nth(3).input_value() == "Valdoria"
    assert barriers(page, axe) == []
    page.locator("[name=cosign_email]").nth(2).fill("alpha@far.example")
    press(page, "send")
    assert "Office for Skills (Waiting for an answer)" in page.inner_text(".receipt")
    assert barriers(page, axe) == []

    letter = new_page(width=width)  # one without an account, by the link of its mail
    link(letter, live_server, "Valdoria")
    assert "One text of five." in letter.inner_text("main")
    assert barriers(letter, axe) == []
    answer(letter, "agree")
    assert "It agreed on" in letter.inner_text("main")
    assert barriers(letter, axe) == []

    declines = new_page(width=width, locale="fr", javascript=False)
    link(declines, live_server, "Zeta Network", "fr")
    answer(declines, "decline")

    signed = new_page(width=width)  # one with an account, signed in
    come_in(signed, live_server, office)
    signed.goto(f"{live_server.url}/en/posts/RT-0001/joint/")
    answer(signed, "agree")
    assert barriers(signed, axe) == []

    post, moderator = Post.objects.get(), people.moderator(space)
    publish(by=moderator.viewer, seen=SeenPost(post.pk, post.latest_version_id))
    reader = new_page(width=width)
    reader.goto(f"{live_server.url}/en/posts/RT-0001/")
    assert (
        "Joint submission with: Valdoria (Agreed, not verified) · Office for Skills · "
        "Alpha Club (Waiting for an answer) · Zeta Network (Declined, not verified)"
    ) in reader.inner_text("article")
    assert barriers(reader, axe) == []


@WIDTHS
def test_a_union_endorses_anothers_text_and_confirms_it_for_a_new_version(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space, union = factories.space(), confirmed(people.stranger())
    factories.window(space)
    author = people.stakeholder()
    post = factories.post(space, author.person, body="<p>Six ports count it.</p>")
    page = new_page(width=width)
    come_in(page, live_server, union)
    page.goto(f"{live_server.url}/en/posts/{post.reference}/")
    follow(page, "text=Endorse")
    assert barriers(page, axe) == []
    page.fill("[name=reservation]", "not paragraph 3")
    with page.expect_navigation():
        page.click("form button.btn:not(.alt)")
    assert "Endorsed on" in page.inner_text("main")
    assert barriers(page, axe) == []
    assert Endorsement.objects.count() == Post.objects.count() == 1

    writer = new_page(width=width)
    come_in(writer, live_server, author)
    writer.goto(f"{live_server.url}/en/posts/{post.reference}/correct/")
    write(writer, "Seven ports count it.")
    press(writer, "send")

    page.goto(f"{live_server.url}/en/posts/{post.reference}/endorse/")
    assert "Does the endorsement hold for version 2?" in page.inner_text("main")
    assert barriers(page, axe) == []
    with page.expect_navigation():
        page.click("text=Yes, it holds")
    page.goto(f"{live_server.url}/en/posts/{post.reference}/")
    page.click("summary:has-text('Endorsed by 1 organisation')")
    shown = page.inner_text("article")
    assert (
        "Trade unions (1): Harbour Workers' Union (with a reservation: not paragraph 3)" in shown
    )
    assert "endorsed version 1" not in shown


def test_rows_come_and_go_with_the_keyboard_and_without_script_some_stand_ready(
    live_server: Any, new_page: NewPage
) -> None:
    factories.space()
    member("Upland Forum", "a@test.example")
    actor = people.stakeholder()
    page = new_page()
    come_in(page, live_server, actor)
    page.route(
        "**/submit/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.goto(f"{live_server.url}/en/spaces/roundtable/submit/")
    page.click("summary:has-text('Name organisations')")
    rows = page.locator("[data-joint-row]")
    assert rows.count() == 1
    page.press("[data-joint-add]", "Enter")
    assert rows.count() == 2
    assert page.evaluate("document.activeElement.id") == "cosign_name_4"
    page.keyboard.type("upland")  # in a row that was added: the list of known names is asked for
    page.wait_for_selector("#known-organisations option[value='Upland Forum']", state="attached")
    rows.nth(1).locator("[data-joint-remove]").press("Enter")
    assert rows.count() == 1
    assert page.evaluate("document.activeElement.name") == "cosign_name"

    plain = new_page(javascript=False)
    come_in(plain, live_server, actor)
    plain.goto(f"{live_server.url}/en/spaces/roundtable/submit/")
    assert plain.locator("[data-joint-row]").count() == 3
    assert plain.locator("[data-joint-add]").is_hidden()
