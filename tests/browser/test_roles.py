"""A right from its giving to its taking, in Chromium: named, at work, refused, and all of it on record."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from discussions.models import SpaceRole
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def click(page: Page, role: str, name: str) -> None:
    """Click a link or a button by its words, and be on the page to which it leads."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # one of Playwright's words


@WIDTHS
def test_a_moderator_is_named_works_and_is_no_moderator_any_more(
    live_server: LiveServer, new_page: NewPage, axe: Axe, width: int
) -> None:
    space = factories.space()
    factories.post(space, people.stakeholder().person, name_withheld="name", state="pending")
    jonas = people.stranger()
    office, desk = new_page(width=width), new_page(width=width)
    come_in(office, live_server, people.secretariat())
    come_in(desk, live_server, jonas)

    office.goto(f"{live_server.url}/en/spaces/")
    click(office, "link", "Roles")
    assert barriers(office, axe) == []
    click(office, "link", "Title of roundtable")
    office.get_by_label("E-mail address of the account").fill(jonas.user.email)
    office.get_by_label("Moderator", exact=True).check()
    click(office, "button", "Show what will happen")
    assert "Inês Carvalho" in office.inner_text("#confirm")
    assert barriers(office, axe) == []
    assert not SpaceRole.objects.exists()
    click(office, "button", "Give the right")
    assert "has the right “Moderator” now" in office.inner_text("[role=status]")

    desk.goto(f"{live_server.url}/en/moderation/")
    assert "RT-0001" in desk.inner_text("#panel")
    click(desk, "link", "Record RT-0001")
    assert desk.inner_text("h1") == "Record of RT-0001"

    click(office, "link", "Take it away – Moderator, Inês Carvalho")
    assert barriers(office, axe) == []
    click(office, "button", "Take the right away")
    assert "no longer" in office.inner_text("[role=status]")
    answer = desk.goto(f"{live_server.url}/en/moderation/")
    assert answer is not None
    assert answer.status == 403

    click(office, "link", "Record of this space")
    acts = office.locator("table tbody th").all_inner_texts()
    assert [act.splitlines()[0] for act in acts] == [
        "Right in a space taken away",
        "Right in a space given",
    ]
    assert barriers(office, axe) == []
    click(office, "link", "Who may do what")
    office.get_by_label("Show what this role may do").select_option("observer")
    click(office, "button", "Show")
    assert "Publish what waits" not in office.inner_text("main")
    assert barriers(office, axe) == []
