"""An export is followed on its page until it can be fetched, at both widths, with and without JavaScript."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from discussions.models import Space
from moderation.exports.make import make
from moderation.models import Export
from moderation.tasks import make_export
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

Arrive = Callable[..., Page]


@pytest.fixture
def space(monkeypatch: pytest.MonkeyPatch) -> Space:
    """With a post, and no worker: the test decides when the export is made."""
    monkeypatch.setattr(make_export, "delay", lambda _export_id: None)
    made = factories.space()
    factories.window(made)
    factories.prompt(made)
    factories.attachment(factories.post(made).latest_version)
    return made


@pytest.fixture
def arrive(live_server: Any, new_page: NewPage, space: Space) -> Arrive:
    """A page of the secretariat, signed in, at the exports of the space."""
    user = people.secretariat().user
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }

    def open_page(**how: Any) -> Page:
        page = new_page(**how)
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # playwright asks for a dict of its own
        page.goto(
            f"{live_server.url}/{how.get('locale', 'en')}/moderation/spaces/roundtable/exports/"
        )
        return page

    return open_page


@WIDTHS
def test_the_page_follows_it_until_it_can_be_fetched(width: int, arrive: Arrive, axe: Axe) -> None:
    page = arrive(width=width)
    assert axe(page) == []
    page.get_by_role("button", name="Start the export").click()
    expect(page.get_by_text("Waiting for its turn.")).to_be_visible()
    assert axe(page) == []
    make(Export.objects.get().pk)
    link = page.get_by_role("link", name="Download the package")
    expect(link).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == Export.objects.get().file_name
    assert download.value.path().stat().st_size == Export.objects.get().size


def test_without_javascript_a_link_shows_how_far_it_is(arrive: Arrive) -> None:
    page = arrive(javascript=False)
    page.get_by_role("button", name="Start the export").click()
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_text("Waiting for its turn.")).to_be_visible()
    make(Export.objects.get().pk)
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("link", name="Download the package")).to_be_visible()


def test_a_wrong_day_is_said_beside_its_field(arrive: Arrive, axe: Axe) -> None:
    page = arrive()
    page.get_by_label("Received from").fill("2026-03-02")
    page.get_by_label("Received until").fill("2026-03-01")
    page.get_by_role("button", name="Start the export").click()
    expect(page.get_by_role("alert")).to_contain_text("This day is before the first one.")
    assert axe(page) == []
    assert User.objects.exists()
    assert not Export.objects.exists()


@WIDTHS
def test_one_is_cancelled_another_is_given_by_a_link_and_read_without_an_account(
    width: int, arrive: Arrive, new_page: NewPage, axe: Axe
) -> None:
    page = arrive(width=width)
    page.get_by_role("button", name="Start the export").click()
    page.get_by_role("button", name="Cancel this export").click()
    expect(page.get_by_text("Cancelled by Paulo Reyes on")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="All exports of this space").click()
    page.get_by_role("button", name="Start the export").click()
    expect(page.get_by_text("Waiting for its turn.")).to_be_visible()
    make(Export.objects.get(state="waiting").pk)
    page.get_by_role("button", name="Give it to the observers").click()
    expect(page.get_by_text("Observers of this space can fetch it.")).to_be_visible()
    page.get_by_label("What it is for").fill("For the zero draft")
    page.get_by_label("For whom").fill("Office of the co-facilitator")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_role("link", name="/en/shared/")
    expect(address).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    reader = new_page(width=width, javascript=False)
    reader.goto(page.url.partition("/en/")[0] + urlsplit(address.inner_text()).path)
    expect(reader.get_by_text("For the zero draft")).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Download the file").click()
    assert download.value.path().stat().st_size == Export.objects.get(state="finished").size
    reader.get_by_role("link", name="Read the texts here").click()
    expect(reader.get_by_text("1 of 1 input")).to_be_visible()
    expect(reader.locator("#post-RT-0001")).to_be_visible()
