"""An export is followed on its page until it can be fetched, at both widths, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

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
