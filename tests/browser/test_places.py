"""A moderator puts texts in their place, in Chromium: moves one, merges one, and separates it again."""

from typing import Any

import pytest
from playwright.sync_api import Page

from discussions.models import Post
from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCRIPTED
from tests.browser.test_writing import barriers, come_in, follow

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "<p>" + "We ask that the compact be made real for all who move. " * 5 + "</p>"


def choose(page: Page, button: str) -> None:
    """Press a button that leads to a page."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


@SCRIPTED
def test_a_text_is_moved_and_another_merged_and_separated_again(
    new_page: NewPage, axe: Axe, live_server: Any, width: int, javascript: bool
) -> None:
    space, author = factories.space(), people.stakeholder().person
    one, two = factories.prompt(space), factories.prompt(space, 2)
    factories.post(space, author, "<p>An answer that stands there.</p>", prompt=two)
    moved = factories.post(space, author, WORDS, prompt=one)
    factories.post(space, author, "<p>A reply to it.</p>", answers=moved)
    twice = factories.post(space, author, WORDS, prompt=two)
    page = new_page(width=width, javascript=javascript)
    come_in(page, live_server, people.moderator(space))
    page.goto(f"{live_server.url}/en/moderation/?post=RT-0002")
    follow(page, "text=Move it elsewhere")
    assert not javascript or barriers(page, axe) == []
    page.get_by_label("As an answer to").select_option("RT:2")
    choose(page, "Show where it will stand")
    page.get_by_text("An answer that stands there.").wait_for()
    page.get_by_label("Reason").select_option("wrong-prompt")
    assert not javascript or barriers(page, axe) == []
    choose(page, "Move it")
    page.get_by_text("RT-0002 was moved to its new place.").wait_for()
    assert set(Post.objects.filter(pk__in=[moved.pk]).values_list("prompt", flat=True)) == {two.pk}
    page.goto(f"{live_server.url}/en/moderation/?post=RT-0004")
    follow(page, "text=Merge it into another text")
    follow(page, "text=RT-0002: the same words")
    page.get_by_label("Reason").select_option("duplicate")
    assert not javascript or barriers(page, axe) == []
    choose(page, "Merge it")
    page.get_by_text("RT-0004 was merged into RT-0002.").wait_for()
    page.get_by_label("Separate again").check()
    choose(page, "Decide")
    twice.refresh_from_db()
    assert twice.state == "published"
