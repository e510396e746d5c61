"""An account made, used and changed in a browser: with scripts and without, wide and narrow."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, Person, User
from tests.browser.conftest import Axe, NewPage
from tests.browser.screens import WIDTHS
from tests.mail import Mailbox
from tests.people import administrator, organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a harbour at night"


def shot(page: Page, name: str) -> None:
    """A picture, where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def code_in(mail: Any) -> str:
    """The code of a mail."""
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mail["Subject"])
    assert found
    return found[0]


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)])
def test_an_account_is_made_and_leads_back(
    live_server: LiveServer,
    new_page: NewPage,
    axe: Axe,
    mailbox: Mailbox,
    width: int,
    javascript: bool,
) -> None:
    organisation("Windward Youth Assembly", stakeholder_group="women-children-youth")
    page = new_page(width=width, javascript=javascript)
    page.goto(f"{live_server.url}/en/accounts/password/change/")  # asks for an account
    shot(page, "sign-in")
    if javascript:
        assert axe(page) == []
    page.get_by_role("link", name="Create an account").click()
    page.get_by_role("button", name="Create the account").click()
    if javascript:
        page.get_by_label("Your name").evaluate("field => { field.form.noValidate = true }")
        page.get_by_label("Password").fill("short")
        page.get_by_role("button", name="Create the account").click()
        expect(page.get_by_role("alert")).to_be_visible()
        shot(page, "sign-up-errors")
        assert fits(page)
        assert axe(page) == []
    page.get_by_label("Your name").fill("Amina Otieno")
    page.get_by_label("E-mail address").fill("amina@test.example")
    page.get_by_label("Password").fill(PASSWORD)
    field = page.get_by_label("Organisation", exact=True)
    if javascript:
        field.press_sequentially("windw")
        known = page.locator("#known-organisations option")
        expect(known).to_have_count(1)
        assert "women" in (known.get_attribute("label") or "")
    field.fill("windward youth assembly")
    shot(page, "sign-up")
    assert fits(page)
    if javascript:
        assert axe(page) == []
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    shot(page, "code")
    assert fits(page)
    if javascript:
        assert axe(page) == []
    page.get_by_label("Code").fill(code_in(mailbox.messages[0]))
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")
    expect(page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("Amina Otieno")).to_be_visible()
    shot(page, "password")
    assert Organisation.objects.count() == 1
    assert Person.objects.get().memberships.count() == 1


@WIDTHS
def test_pages_of_an_account_have_no_barriers(
    live_server: LiveServer, new_page: NewPage, axe: Axe, mailbox: Mailbox, width: int
) -> None:
    user = User.objects.create_user("amina@test.example", PASSWORD, language="fr")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's relation
    Person.objects.create(user=user, name="Amina Otieno")
    page = new_page(width=width, locale="fr")

    def looks(name: str) -> None:
        shot(page, name)
        assert (name, axe(page)) == (name, [])
        assert fits(page)

    page.goto(f"{live_server.url}/fr/accounts/password/reset/")
    looks("reset")
    page.locator("[name=email]").fill("amina@test.example")
    page.locator("main button").click()
    page.wait_for_url("**/reset/confirm/")
    looks("reset-code")
    page.locator("[name=code]").fill(code_in(mailbox.messages[0]))
    page.locator("main button").click()
    page.wait_for_url("**/reset/complete/")
    looks("reset-new")
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill("une autre nuit au port")
    page.locator("main button").click()
    page.wait_for_url("**/reset/done/")
    looks("reset-done")
    page.locator("main .btn").click()
    page.locator("[name=login]").fill("amina@test.example")
    page.locator("[name=password]").fill("une autre nuit au port")
    page.locator("main button").click()
    page.wait_for_url("**/spaces/")
    for path in ("email", "reauthenticate", "logout"):
        page.goto(f"{live_server.url}/fr/accounts/{path}/")
        looks(path)
    page.locator("main button").click()
    for path in ("inactive",):
        page.goto(f"{live_server.url}/fr/accounts/{path}/")
        looks(path)


def test_the_administration_keeps_to_the_content_security_policy(
    live_server: LiveServer, new_page: NewPage
) -> None:
    user = administrator().user
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's relation
    made = organisation()
    page = new_page()
    page.goto(f"{live_server.url}/en/admin/accounts/organisation/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("organisation"))
    shot(page, "admin-list")
    for path in (
        f"organisation/{made.pk}/change",
        f"user/{user.pk}/change",
        "membership/add",
    ):
        page.goto(f"{live_server.url}/en/admin/accounts/{path}/")
        shot(page, path.split("/")[0])
        expect(page.locator("#content")).to_be_visible()
