"""In Chromium: from a text its moderator hides it, and its author reads on its page why and asks for another look."""

from typing import Any

import pytest

from tests import factories, people
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import SCRIPTED
from tests.browser.test_writing import barriers, come_in, follow

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "It names a person who did not ask for that."


@SCRIPTED
def test_a_moderator_hides_a_text_from_its_thread_and_the_author_reads_why(
    new_page: NewPage, axe: Axe, live_server: Any, width: int, javascript: bool
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, "<p>What we ask for.</p>", prompt=factories.prompt(space))
    staff = new_page(width=width, javascript=javascript)
    come_in(staff, live_server, people.moderator(space))
    staff.goto(f"{live_server.url}/en/spaces/roundtable/")
    staff.get_by_text("Moderate RT-0001").click()
    assert not javascript or barriers(staff, axe) == []
    follow(staff, "text=Hide it")
    assert staff.get_by_label("Hide").is_checked()
    staff.get_by_label("Reason").select_option("personal-data")
    staff.get_by_label("Message to the author").fill(WHY)
    with staff.expect_navigation():
        staff.get_by_role("button", name="Decide", exact=True).click()
    staff.get_by_text("RT-0001: Hidden").wait_for()

    page = new_page(width=width, javascript=javascript)
    come_in(page, live_server, author)
    page.goto(f"{live_server.url}/en/my-submissions/")
    follow(page, "text=Read what was decided")
    page.get_by_role("heading", name="Your text is hidden").wait_for()
    page.get_by_text(WHY).wait_for()
    assert not javascript or barriers(page, axe) == []
    follow(page, "text=Ask for another look")
    page.get_by_role("textbox").fill("The person asked me to name her.")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask for another look").click()
    page.get_by_text("You get an e-mail when it was decided.").wait_for()
    assert page.get_by_role("link", name="Ask for another look").count() == 0
