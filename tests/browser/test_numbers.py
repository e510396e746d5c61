"""The numbers of a space in Chromium: from a figure to the very texts behind it, with every picture said in words."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_roles import click
from tests.browser.test_writing import barriers, come_in

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@WIDTHS
def test_an_observer_reads_who_has_spoken_and_follows_a_number_to_its_texts(
    live_server: LiveServer, new_page: NewPage, axe: Axe, width: int
) -> None:
    space = factories.space()
    factories.window(space)
    prompt = factories.prompt(space)
    for state in ("published", "published", "pending"):
        factories.post(
            space, prompt=prompt, state=state, speaker={"speaker_country": "KE"}, standing="late"
        )
    page = new_page(width=width)
    come_in(page, live_server, people.observer(space))

    page.goto(f"{live_server.url}/en/moderation/spaces/roundtable/participation/")
    bars = page.locator(".bars").filter(has_text="Submissions, by region")
    assert bars.locator("tbody th").all_inner_texts() == ["Africa"]
    assert bars.locator("tbody td.num").all_inner_texts() == ["2 100%"]
    page.get_by_text("The same figures as a table").click()
    assert page.locator(".days tbody td").all_inner_texts() == ["2"]
    assert page.locator("svg.spark rect").count() == 1
    assert barriers(page, axe) == []

    click(page, "link", "Reconciliation")
    assert "The sums agree" in page.inner_text(".note.good")
    assert barriers(page, axe) == []
    with page.expect_navigation():
        page.locator("td[data-label='Waiting for review'] a").first.click()
    assert page.inner_text("h1") == "Waiting for review"
    assert page.locator(".register tbody th").all_inner_texts() == ["RT-0003"]
    assert barriers(page, axe) == []
