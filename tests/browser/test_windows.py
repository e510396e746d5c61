"""A reader follows a space, a moderator opens its window again, and the reader is told: on a phone and at a desk."""

import os
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page

from accounts.mailers.deliver import Outcome, deliver
from accounts.models import Notice
from discussions.models import Follower, Window
from discussions.periodic import sweep_news
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCRIPTED
from tests.browser.test_moderation import arrive
from tests.browser.test_writing import barriers
from tests.mail import Mailbox

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a harbour at night"
WINDOWS = "/en/moderation/spaces/roundtable/"


def press(page: Page, name: str) -> None:
    """Press a button, or follow a link, and be on its page."""
    found = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    with page.expect_navigation():
        found.first.click()


def looked_at(page: Page, axe: Axe, javascript: bool, name: str) -> None:
    """No barriers; a picture where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert not javascript or barriers(page, axe) == [], name


@SCRIPTED
def test_a_window_opens_again_and_who_follows_the_space_is_told(
    live_server: Any,
    new_page: NewPage,
    axe: Axe,
    mailbox: Mailbox,
    width: int,
    javascript: bool,
) -> None:
    space = factories.space()
    factories.window(space, "closed", time_zone="America/New_York")
    second = factories.window(space, "scheduled", position=1)
    factories.prompt(space)
    factories.prompt(space, 2, window=second)
    reader = people.stakeholder()
    reader.user.set_password(PASSWORD)
    reader.user.save()
    EmailAddress.objects.create(
        user=reader.user, email=reader.user.email, verified=True, primary=True
    )

    page = new_page(width=width, javascript=javascript)
    page.goto(f"{live_server.url}/en/spaces/roundtable/")
    press(page, "Follow this space")
    page.get_by_label("E-mail address").fill(reader.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation(url="**/spaces/roundtable/follow/"):
        page.locator("main form button[type=submit]").first.click()
    looked_at(page, axe, javascript, "follow")
    with page.expect_navigation():
        page.locator("main button[value=follow]").click()
    assert page.get_by_text("You follow this space now.").is_visible()
    looked_at(page, axe, javascript, "space-followed")
    assert Follower.objects.get().user == reader.user
    page.context.clear_cookies()

    arrive(page, live_server, people.moderator(space), WINDOWS)
    looked_at(page, axe, javascript, "windows")
    press(page, "Open again Main window")
    page.get_by_label("New closing day").fill("2090-03-21")
    page.get_by_label("Reason").fill("Two regional groups asked")
    press(page, "Show what will happen")
    preview = page.get_by_role("status").inner_text()
    assert "It closes Tuesday 21 March 2090, 23:59 in New York, 03:59 UTC on Wednesday." in preview
    assert "1 person who follows or moderates this space is told" in preview
    looked_at(page, axe, javascript, "reopen-preview")
    press(page, "Open the window again")
    assert page.get_by_text("The window is open again.").is_visible()
    assert "Two regional groups asked" in page.inner_text("table")
    looked_at(page, axe, javascript, "windows-after")
    assert Window.objects.get(position=0).closes_at is not None

    press(page, "Which questions follow which window")
    page.get_by_label("Question 1").select_option("1")
    page.get_by_label("Reason").fill("Draft Rev 2")
    press(page, "Show what will happen")
    assert (
        "Question 1 follows window 2 instead of the main window."
        in page.get_by_role("status").inner_text()
    )
    looked_at(page, axe, javascript, "window-questions")

    sweep_news()
    (mail,) = Notice.objects.filter(channel="mail")
    assert deliver(mail.pk) is Outcome.SENT
    (letter,) = mailbox.messages
    subject = str(make_header(decode_header(letter["Subject"])))
    assert subject == "Question 1 in “Title of roundtable”: open again"
