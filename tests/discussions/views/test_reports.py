"""Reporting a post from its page."""

from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Post, Report
from tests import factories, people
from tests.people import Actor

pytestmark = pytest.mark.django_db
REPORT = "/en/posts/RT-0001/report/"


def browser(who: Actor) -> Client:
    """Someone's."""
    client = Client()
    client.force_login(who.user)
    return client


@pytest.fixture
def post() -> Post:
    """What readers see."""
    return factories.post(factories.space(), people.stakeholder().person, "<p>Buy shoes.</p>")


@pytest.mark.parametrize("page", ["/en/posts/RT-0001/", "/en/spaces/roundtable/general/"])
def test_each_post_leads_there_for_readers_with_an_account_and_not_for_others(
    post: Post, page: str
) -> None:
    reply = factories.post(post.space, answers=post)
    told = browser(people.stranger()).get(page).content.decode()
    assert REPORT in told
    assert f"/en/posts/{reply.reference}/report/" in told
    assert "/report/" not in Client().get(page).content.decode()
    assert post.author is not None
    own = Client()
    own.force_login(post.author.user)  # type: ignore[arg-type]  # a person with an account
    assert REPORT not in own.get(page).content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(post: Post) -> None:
    answer = Client().get(REPORT)
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"/en/accounts/login/?next={REPORT}"


def test_a_reader_says_what_is_wrong_and_is_told_that_it_arrived_and_waits(post: Post) -> None:
    client = browser(people.stranger())
    assert "Buy shoes." in client.get(REPORT).content.decode()
    answer = client.post(REPORT, {"reason": "spam", "body": "Shoes."}, follow=True)
    assert answer.redirect_chain == [("/en/posts/RT-0001/", 303)]
    assert "The moderators will look at it" in answer.content.decode()
    assert Report.objects.get().words == "Shoes."
    page = client.get(REPORT).content.decode()
    assert "have not dealt with it yet" in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("acted", "have decided on it since"), ("dismissed", "left it as it is")],
)
def test_a_reader_learns_what_became_of_it_and_may_report_again(
    post: Post, outcome: str, words: str
) -> None:
    who = people.stranger()
    client = browser(who)
    client.post(REPORT, {"reason": "spam"})
    staff = people.moderator(post.space)
    Report.objects.update(closed_at=post.received_at, closed_by=staff.user, outcome=outcome)
    page = client.get(REPORT).content.decode()
    assert words in page
    assert "<textarea" in page
    assert "Marta Lind" not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"body": "My words."}, "Choose what is wrong with it"),
        ({"body": "My words.", "reason": "late"}, "Select a valid choice"),
        ({"body": "", "reason": "other"}, "Say in a few words what is wrong"),
        ({"body": "x" * 2001, "reason": "spam"}, "at most 2000"),
    ],
)
def test_what_lacks_is_said_and_what_was_written_is_kept(
    post: Post, sent: dict[str, str], words: str
) -> None:
    answer = browser(people.stranger()).post(REPORT, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert sent["body"] in page
    assert not Report.objects.exists()


def test_words_that_are_refused_are_given_back(post: Post) -> None:
    client = browser(people.stranger())
    client.post(REPORT, {"reason": "spam", "body": "Shoes."})
    answer = client.post(REPORT, {"reason": "legal", "body": "Other words."})
    assert answer.status_code == 409
    assert "Other words." in answer.content.decode()


def test_the_author_learns_of_no_report(post: Post) -> None:
    reader = people.stranger()
    browser(reader).post(REPORT, {"reason": "spam", "body": "I, Inês, say so."})
    author = Client()
    author.force_login(User.objects.get(email="stakeholder@test.example"))
    for address in ("", "receipt/", "correct/", "versions/1/"):
        page = author.get(f"/en/posts/RT-0001/{address}").content.decode()
        assert "Inês" not in page, address
        assert "reported" not in page.lower(), address
    assert "Inês" not in author.get("/en/my-submissions/").content.decode()
    assert "Inês" not in author.get(REPORT).content.decode()
