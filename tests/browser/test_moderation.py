"""Moderators at work in Chromium: with the keyboard, on a phone, under the policy, without barriers."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from discussions.models import Post, Space, Window
from hub.kit.clock import database_now
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.people import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def arrive(page: Page, live_server: LiveServer, who: Actor, path: str) -> None:
    """Open a page of the portal, signed in."""
    client = Client()
    client.force_login(who.user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.goto(live_server.url + path)


@pytest.fixture
def space() -> Space:
    """A space with an open window, and a text that waits."""
    made = factories.space()
    prompt = factories.prompt(made)
    factories.window(made, time_zone="America/New_York")
    sent = factories.post(made, people.stakeholder().person, state="pending", prompt=prompt)
    factories.attachment(sent.latest_version)
    return made


@WIDTHS
def test_a_text_is_returned_with_the_keyboard_alone(
    new_page: NewPage, axe: Axe, live_server: LiveServer, space: Space, width: int
) -> None:
    page = new_page(width=width)
    arrive(page, live_server, people.moderator(space), "/en/moderation/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_label("Return with a reason").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Unr" if page.get_by_text("Unreadable file").count() else "An a")
    page.keyboard.press("Tab")
    page.keyboard.type("Please send the file again.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("RT-0001: Returned to the author").wait_for()
    assert axe(page) == []
    assert Post.objects.get().state == "returned"


@WIDTHS
def test_a_window_is_extended_after_its_preview(
    new_page: NewPage, axe: Axe, live_server: LiveServer, space: Space, width: int
) -> None:
    page = new_page(width=width)
    who = people.moderator(space)
    arrive(page, live_server, who, "/en/moderation/spaces/roundtable/?window=0&act=extend")
    day = (database_now() + timedelta(days=20)).date()
    page.get_by_label("New closing day").fill(day.isoformat())
    page.get_by_label("Closing time", exact=True).fill("")
    page.get_by_label("Reason").fill("Two regional groups asked")
    page.get_by_role("button", name="Show what will happen").click()
    page.get_by_text("23:59 in New York").first.wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Extend the window").click()
    page.get_by_text("The window is extended.").wait_for()
    assert axe(page) == []
    closes_at = Window.objects.get().closes_at
    assert closes_at is not None
    assert closes_at.date() == day + timedelta(days=1)  # 23:59:59 in New York


def test_the_administration_keeps_to_the_policy(
    new_page: NewPage, live_server: LiveServer, space: Space
) -> None:
    prompt = space.prompts.get()
    page = new_page()
    arrive(page, live_server, people.secretariat(), "/en/admin/")
    for path in ("space/", f"space/{space.pk}/change/", "document/", "reason/"):
        page.goto(f"{live_server.url}/en/admin/discussions/{path}")
        page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/fr/admin/discussions/prompt/{prompt.pk}/change/")
    page.get_by_text("<p>Question 1 ?</p>").wait_for()
