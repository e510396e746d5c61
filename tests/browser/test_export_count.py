"""What an export would hold is counted while its form is filled in, and by a button where there is no script."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from moderation.models import Export
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCRIPTED, WIDTHS

pytestmark = [
    pytest.mark.prove,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def arrived(live_server: Any, new_page: NewPage, **how: Any) -> Page:
    """At the exports of a space with two inputs, as the secretariat."""
    space, client = factories.space(), Client()
    factories.attachment(factories.post(space).latest_version)
    factories.post(space, state="pending", received_at=factories.LONG_AGO)
    client.force_login(
        people.secretariat().user, backend="django.contrib.auth.backends.ModelBackend"
    )
    page = new_page(**how)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.goto(f"{live_server.url}/en/moderation/spaces/roundtable/exports/")
    return page


@SCRIPTED
def test_the_count_follows_what_is_chosen(
    width: int, javascript: bool, live_server: Any, new_page: NewPage, axe: Axe
) -> None:
    page = arrived(live_server, new_page, width=width, javascript=javascript)
    count = page.get_by_role("status")
    expect(count).to_have_text("2 of 2 inputs, 1 file of inputs")
    page.get_by_text("Choose states").click()
    page.get_by_label("Waiting for review").check()
    if not javascript:
        page.get_by_role("button", name="Count").click()
    expect(count).to_have_text("1 of 2 inputs, 0 files of inputs")
    expect(page.get_by_label("Waiting for review")).to_be_checked()
    expect(page.get_by_role("complementary")).to_contain_text("1 submission")
    page.get_by_label("Received from").fill("2026-03-02")
    page.get_by_label("Received until").fill("2026-03-01")
    if not javascript:
        page.get_by_role("button", name="Count").click()
        expect(page.get_by_role("alert")).to_contain_text("This day is before the first one.")
    else:
        expect(count).to_contain_text("This day is before the first one.")
        assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not Export.objects.exists()


@WIDTHS
def test_what_it_will_contain_is_in_view_where_the_export_is_started(
    width: int, live_server: Any, new_page: NewPage
) -> None:
    """Beside the form while it is filled in; where there is no room beside it, before the button."""
    page = arrived(live_server, new_page, width=width)
    page.get_by_role("button", name="Start the export").scroll_into_view_if_needed()
    panel, button = (
        found.bounding_box()
        for found in (
            page.get_by_role("complementary"),
            page.get_by_role("button", name="Start the export"),
        )
    )
    assert panel is not None
    assert button is not None
    assert panel["y"] < button["y"]
    expect(page.get_by_role("complementary").get_by_text("Inputs in all")).to_be_in_viewport()
