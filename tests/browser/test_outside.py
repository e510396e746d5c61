"""Remarks of a town hall arrive by e-mail: staff enter them in Chromium, and the receipt goes to it (PRODUCT, 10.11)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.mailers.deliver import deliver
from accounts.models import Notice
from discussions.models import Post
from hub.kit.clock import database_now
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCREENS
from tests.browser.test_moderation import arrive
from tests.mail import Mailbox

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "moderation/spaces/roundtable/outside/"


def is_clear(page: Page, axe: Axe, width: int) -> None:
    """No barrier, and nothing wider than the screen."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def ready(page: Page) -> None:
    """The editor has taken the text area over."""
    page.wait_for_selector("textarea[data-editor=ready]", state="attached")
    page.wait_for_selector("[contenteditable=true]")


@SCREENS
def test_remarks_of_a_town_hall_are_entered_and_it_gets_the_receipt(
    new_page: NewPage,
    axe: Axe,
    live_server: LiveServer,
    mailbox: Mailbox,
    language: str,
    width: int,
) -> None:
    space = factories.space()
    factories.prompt(space, 2)
    factories.window(space, "closed", time_zone="America/New_York")
    page = new_page(width=width, locale=language)
    arrive(page, live_server, people.moderator(space), f"/{language}/{PAGE}")
    ready(page)
    is_clear(page, axe, width)
    page.locator("button[value=preview]").click()
    page.locator(".summary").wait_for()
    ready(page)
    is_clear(page, axe, width)
    page.locator("[name=place]").select_option("2")
    page.locator("[name=kind][value=mail]").check()
    day = (database_now() - timedelta(days=2)).date()
    page.locator("[name=received_on]").fill(day.isoformat())
    page.locator("[name=entity]").fill("Ville de Trois-Rives")
    page.locator("[name=stakeholder_group]").select_option("local-authority")
    page.locator("[name=country]").select_option("FR")
    page.locator("[name=receipt_email]").fill("mairie@trois-rives.example")
    page.locator("[name=receipt_language]").select_option("fr")
    page.locator("[contenteditable=true]").click()
    page.keyboard.type("Une ligne de plus.")
    page.locator("button[value=preview]").click()
    page.locator("#preview-title").wait_for()
    ready(page)
    is_clear(page, axe, width)
    assert Post.objects.count() == 0
    page.locator("button[value=send]").click()
    page.locator("article.receipt").wait_for()
    is_clear(page, axe, width)
    post = Post.objects.get()
    assert (post.standing, post.outside_received_on) == ("on-time", day)
    notice = Notice.objects.get(kind="outside-receipt")
    deliver(notice.pk)
    (message,) = mailbox.messages
    assert message["To"] == "mairie@trois-rives.example"
    assert message["Content-Language"] == "fr"
    page.goto(f"{live_server.url}/{language}/posts/{post.reference}/")
    page.get_by_text("Ville de Trois-Rives").first.wait_for()
    assert "mairie@" not in page.content()


def test_without_script_it_is_entered_too(new_page: NewPage, live_server: LiveServer) -> None:
    space = factories.space()
    page = new_page(width=360, javascript=False)
    arrive(page, live_server, people.moderator(space), f"/en/{PAGE}")
    page.get_by_label("Letter").check()
    page.get_by_label("Received on").fill((database_now() - timedelta(days=1)).date().isoformat())
    page.get_by_label("In a personal capacity").check()
    page.get_by_label("Name of the person").fill("Rosa Lima")
    page.locator("textarea[name=body]").fill("First paragraph.\n\nSecond paragraph.")
    page.get_by_role("button", name="Enter it").click()
    page.get_by_text("The input was entered").wait_for()
    assert Post.objects.get().standing == "on-time"
