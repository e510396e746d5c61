"""A consultation from its opening to its export, in Chromium, with a real worker, mail server and database."""

import io
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from accounts.models import User
from discussions.models import Post
from tests import factories, people
from tests.browser.conftest import NewPage
from tests.mail import Mailbox
from tests.workers import PATIENCE, StartWorker, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def _with_password(user: User) -> None:
    user.set_password(people.PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _fill_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _sign_in(page: Page, address: str, user: User) -> None:
    """Sign in from a page, and come back to it."""
    page.goto(address)
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    _fill_in(page, user)
    expect(page).to_have_url(address)


def _write(page: Page, text: str) -> None:
    page.locator("[contenteditable=true]").click()  # the editor, once it has taken over
    page.keyboard.type(text)


def _open_the_window(page: Page, windows: str, user: User) -> None:
    page.goto(windows)
    _fill_in(page, user)
    expect(page).to_have_url(windows)
    page.get_by_role("link", name="Open now").click()
    page.get_by_label("Reason").fill("The draft is ready.")
    page.get_by_role("button", name="Open the window").click()
    expect(page.get_by_text("The window is open.")).to_be_visible()


def _close_the_window(page: Page) -> None:
    page.get_by_role("link", name="Close now").click()
    page.get_by_label("Reason").fill("As announced.")
    page.get_by_role("button", name="Close the window").click()
    expect(page.get_by_text("The window is closed.")).to_be_visible()


def _post_with_a_pdf(page: Page) -> None:
    page.get_by_role("link", name="Answer question 1").first.click()
    _write(page, "Families wait at the border.")
    page.locator("input[type=file]").set_input_files(
        {"name": "Our position.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("FR-0001").first).to_be_visible()
    expect(page.get_by_text("On time").first).to_be_visible()


def _reply(page: Page) -> None:
    page.get_by_role("link", name="Reply").first.click()
    _write(page, "We see the same at our port.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("FR-0002").first).to_be_visible()


def _is_refused_with_the_text_kept(page: Page) -> None:
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The window closed while you were writing"
    )
    kept = page.get_by_label("You can copy it from here.")
    expect(kept).to_have_value("This comes a moment too late.")


def _exported(page: Page, address: str, user: User) -> bytes:
    page.goto(address)
    _fill_in(page, user)
    page.get_by_role("button", name="Start the export").click()
    with page.expect_download(timeout=PATIENCE * 1000) as download:
        page.get_by_role("link", name="Download the package").click(timeout=PATIENCE * 1000)
    return download.value.path().read_bytes()


def test_a_consultation_runs_from_its_opening_to_its_export(
    live_server: Any, new_page: NewPage, mailbox: Mailbox, start_worker: StartWorker
) -> None:
    start_worker()
    space = factories.space("forum", "FR")
    factories.prompt(space)
    factories.window(space, "scheduled", grace_minutes=0)
    amina, ines = people.stakeholder(), people.stranger()
    marta, paulo = people.moderator(space), people.secretariat()
    for actor in (amina, ines, marta, paulo):
        _with_password(actor.user)
    home = f"{live_server.url}/en/spaces/forum/"
    windows = f"{live_server.url}/en/moderation/spaces/forum/"
    moderator, author, other = new_page(), new_page(width=360), new_page()

    _open_the_window(moderator, windows, marta.user)
    _sign_in(author, home, amina.user)
    _post_with_a_pdf(author)
    _sign_in(other, f"{live_server.url}/en/posts/FR-0001/", ines.user)
    _reply(other)
    # Two receipts, and the mail that tells of the reply.
    wait_until(lambda: len(mailbox.messages) == 3)
    assert sorted(mail["To"] for mail in mailbox.messages) == [
        *[amina.user.email] * 2,
        ines.user.email,
    ]
    assert [mail for mail in mailbox.messages if "FR-0002" in mail.as_string()]

    other.goto(home)
    other.get_by_role("link", name="Answer question 1").first.click()
    _write(other, "This comes a moment too late.")
    _close_the_window(moderator)
    _is_refused_with_the_text_kept(other)
    assert Post.objects.count() == 2

    package = _exported(new_page(), f"{windows}exports/", paulo.user)
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        names = set(members.namelist())
        assert {"submissions.xlsx", "submissions.csv", "space.json"} <= names
        assert {"compilation-by-prompt.docx", "compilation-by-prompt.pdf"} <= names
        (pdf,) = [name for name in names if name.startswith("attachments/")]
        assert members.read(pdf) == PDF
        rows = members.read("submissions.csv").decode("utf-8-sig")
    assert "Families wait at the border." in rows
    assert "We see the same at our port." in rows
    assert "too late" not in rows
