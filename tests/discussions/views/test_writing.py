"""Pages of writing: who meets which, and that no text is ever lost."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Post, RefusedAttempt, Space, Version
from tests import factories, people
from tests.discussions.views.pages import GENERAL, STATES, SUBMIT, is_private, place
from tests.discussions.writing import form, pdf
from tests.people import signed_in

pytestmark = pytest.mark.django_db

# ---------------------------------------------------------------- who and when


@pytest.mark.parametrize("window", STATES)
@pytest.mark.parametrize("policy", ["refuse", "mark", "ask"])
def test_a_submission_meets_the_window_and_its_policy(window: str, policy: str) -> None:
    place(window, late_policy=policy)
    browser = signed_in(people.stakeholder())
    refused = window == "scheduled" or (window == "closed" and policy == "refuse")
    for address in (SUBMIT, GENERAL):
        assert browser.get(address).status_code == (403 if refused else 200)
        answer = browser.post(address, form(f"My long text for {address}"))
        assert answer.status_code == (403 if refused else 303)
        assert is_private(answer)
        if refused:
            assert b"My long text" in answer.content
    assert Post.objects.count() == (0 if refused else 2)
    counted = sum(row.attempts for row in RefusedAttempt.objects.all())
    assert counted == (2 if refused else 0)
    waiting = Post.objects.filter(state="pending").count()
    assert waiting == (2 if (window, policy) == ("closed", "ask") else 0)


@pytest.mark.parametrize(
    ("role", "closed"),
    [("stakeholder", 403), ("observer", 403), ("moderator", 303), ("secretariat", 303)],
)
def test_replies_of_moderators_are_not_bound_by_the_window(role: str, closed: int) -> None:
    space = place("closed")
    parent = factories.post(space)
    make: Any = getattr(people, role)
    actor = make(space) if role in {"observer", "moderator"} else make()
    answer = signed_in(actor).post(f"/en/posts/{parent.reference}/reply/", form())
    assert answer.status_code == closed


@pytest.mark.parametrize("window", STATES)
def test_signed_out_one_is_led_to_sign_in_and_what_was_sent_is_shown(window: str) -> None:
    space = place(window)
    post = factories.post(space)
    acts = ("reply", "correct", "withdraw", "receipt")
    posts = [f"/en/posts/{post.reference}/{act}/" for act in acts]
    for address in (SUBMIT, GENERAL, *posts):
        led = Client().get(address)
        assert led.status_code == 302
        assert led["Location"] == f"/en/accounts/login/?next={address.replace('/', '%2F')}"
        assert is_private(led)
    answer = Client().post(SUBMIT, form("My long text", files=[pdf()]))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "My long text" in page
    assert "Files are not kept" in page
    assert "/accounts/login/?next=%2Fen%2Fspaces%2Froundtable%2Fprompts%2F1%2Fsubmit%2F" in page
    assert Post.objects.count() == 1


def test_nobody_else_corrects_withdraws_or_sees_the_receipt() -> None:
    space = place()
    post = factories.post(space, people.stakeholder().person)
    other, staff = signed_in(people.stranger()), signed_in(people.moderator(space))
    base = f"/en/posts/{post.reference}"
    for browser in (other, staff):
        assert browser.get(f"{base}/correct/").status_code == 403
        assert browser.post(f"{base}/correct/", form("My text")).status_code == 403
        assert browser.get(f"{base}/withdraw/").status_code == 403
        assert browser.post(f"{base}/withdraw/").status_code == 403
    assert other.get(f"{base}/receipt/").status_code == 403
    assert staff.get(f"{base}/receipt/").status_code == 200
    assert Version.objects.count() == 1


def test_what_is_not_there_is_404() -> None:
    place()
    browser = signed_in(people.stakeholder())
    for address in (
        "/en/spaces/nowhere/submit/",
        "/en/spaces/roundtable/prompts/9/submit/",
        "/en/posts/RT-0009/reply/",
        "/en/posts/nonsense/correct/",
    ):
        assert browser.get(address).status_code == 404
        assert browser.post(address, form()).status_code == 404


def test_an_unpublished_space_is_404_but_for_its_staff() -> None:
    space = place()
    Space.objects.update(published_at=None)
    assert signed_in(people.stakeholder()).get(SUBMIT).status_code == 404
    assert signed_in(people.moderator(space)).get(SUBMIT).status_code == 200


def test_a_reference_in_another_spelling_leads_to_the_right_one() -> None:
    post = factories.post(place())
    browser = signed_in(people.stakeholder())
    answer = browser.get("/en/posts/rt-1/receipt/?version=1")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/en/posts/{post.reference}/receipt/?version=1",
    )
    assert browser.post("/en/posts/rt-0001/reply/", form()).status_code == 303


def test_an_account_that_speaks_for_nobody_keeps_its_text_too() -> None:
    place()
    user = User.objects.create_user("nobody@test.example")
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(SUBMIT, form("My long text"))
    assert answer.status_code == 403
    assert "My long text</textarea>" in answer.content.decode()


# ---------------------------------------------------------------- the page


def test_the_page_shows_what_is_answered_and_until_when() -> None:
    space = place(time_zone="America/New_York")
    page = signed_in(people.stakeholder()).get(SUBMIT).content.decode()
    for words in (
        "<p>Question 1?</p>",
        "<p>Question 1 ?</p>",
        "New York",
        "Open. Closes in 8 days",
        "By sending you confirm",
    ):
        assert words in page
    parent = factories.post(space, body="<p>Keep it to eight pages.</p>", language="fr")
    answer = signed_in(people.stranger()).get(f"/en/posts/{parent.reference}/reply/")
    assert "Keep it to eight pages." in answer.content.decode()
    assert "Reply to Imported Person" in answer.content.decode()


def test_only_pages_of_writing_allow_inline_styles() -> None:
    place()
    browser = signed_in(people.stakeholder())
    policy = browser.get(SUBMIT)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    browser.post(SUBMIT, form())
    receipt = browser.get("/en/posts/RT-0001/receipt/")
    assert "unsafe-inline" not in receipt["Content-Security-Policy"]


def test_the_language_of_the_text_is_the_readers_unless_chosen() -> None:
    place()
    page = signed_in(people.stakeholder()).get(SUBMIT.replace("/en/", "/fr/")).content.decode()
    assert re.search(r'<option value="fr"[^>]*selected', page)
