"""Two moderators and an author at one text: nobody overwrites anybody, and the author is heard once more."""

from typing import Any

import pytest
from playwright.sync_api import Page

from discussions.enums import ReasonCode
from discussions.models import Post, Report
from moderation.models import Decision
from moderation.services.reject import reject
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.browser.test_writing import barriers, come_in, follow
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import new_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PANEL = "/en/moderation/?post=RT-0001"


def decide(page: Page, act: str, button: str = "Decide") -> None:
    """Choose in the panel and press."""
    page.check(f"input[name=act][value={act}]")
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


@WIDTHS
def test_a_decision_meets_a_correction_and_a_colleague_and_the_author_asks_for_another_look(
    live_server: Any, new_page: NewPage, axe: Axe, width: int
) -> None:
    space, author = factories.space(), people.stakeholder()
    marta = people.moderator(space)
    tomas = people.moderator(space, "tomas@test.example", "Tomás Ruiz")
    post = factories.post(space, author.person, "<p>We ask for seven rooms.</p>", state="pending")
    page = new_page(width=width)
    come_in(page, live_server, marta)
    page.goto(live_server.url + PANEL)
    page.fill("[name=message]", "It is about rooms.")
    page.select_option("[name=reason]", "off-topic")
    decide(page, "return", "Preview the e-mail")
    assert "Please change RT-0001" in page.inner_text("#letter")
    assert barriers(page, axe) == []

    new_version(post, body="<p>We ask for nine rooms.</p>")
    decide(page, "return")
    assert page.locator(".compared del", has_text="seven").is_visible()
    assert page.locator(".compared ins", has_text="nine").is_visible()
    assert page.input_value("[name=message]") == "It is about rooms."
    assert barriers(page, axe) == []

    words = DecisionWords(ReasonCode.SPAM, "No rooms here.", "Seen twice.")
    reject(by=tomas.viewer, seen=seen_now(post), words=words)
    decide(page, "publish")
    told = page.inner_text(".panel [role=alert]")
    assert "Tomás Ruiz decided first" in told
    assert "Seen twice." in told
    assert page.input_value("[name=message]") == "It is about rooms."
    assert barriers(page, axe) == []
    assert Decision.objects.get().by == tomas.user

    own = new_page(width=width)
    come_in(own, live_server, author)
    own.goto(f"{live_server.url}/en/my-submissions/")
    follow(own, "text=Ask for another look")
    assert barriers(own, axe) == []
    own.fill("[name=body]", "It is about rooms for the talks.")
    with own.expect_navigation():
        own.get_by_role("button", name="Ask for another look").click()
    assert "asked to look at it once more" in own.inner_text("[role=status]")

    page.goto(live_server.url + PANEL)
    assert "rooms for the talks" in page.inner_text(".panel")
    decide(page, "reconsider")
    assert Report.objects.get().outcome == "acted"
    assert Post.objects.get().state == "pending"
