"""The panel of the review queue: what stands around a text, who wrote it, what can be decided and how it is asked."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Post, Report, Space
from hub.kit.models import Record
from tests import factories, people
from tests.moderation.exports.varied import corrected
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.moderation.views.test_queue import QUEUE, sent
from tests.people import Actor, signed_in


def panel(who: Actor, reference: str = "RT-0001") -> str:
    """The panel of a text, as somebody meets it."""
    page = signed_in(who).get(f"{QUEUE}?post={reference}").content.decode()
    return page[page.index('id="panel"') :]


def reasons_in(page: str) -> list[str]:
    """The codes that the list of reasons offers."""
    select = page[page.index('name="reason" aria') if 'name="reason" aria' in page else 0 :]
    select = page[page.index('<select name="reason" id="id_reason"') :]
    return re.findall(r'<option value="([a-z-]+)"', select[: select.index("</select>")])


def test_the_replies_below_are_counted_and_the_first_of_them_lead_to_their_panels(
    desk: Desk,
) -> None:
    post = desk.post(state="published")
    states = ("published", "pending", "hidden", "published")
    replies = [
        desk.post(state=state, answers=post, body=f"<p>Reply {number}.</p>")
        for number, state in enumerate(states)
    ]
    desk.post(state="published", answers=replies[0], body="<p>Below a reply.</p>")
    shown = panel(desk.moderator)
    assert "5 replies to it" in shown
    assert shown.count("#panel") >= 3
    for words in ("RT-0002", "Reply 0.", "Below a reply.", "Reply 1.", "Waiting", "Amina Otieno"):
        assert words in shown
    assert "Reply 3." not in shown
    assert 'href="/en/posts/RT-0001/">The whole thread of RT-0001' in shown
    assert "replies to it" not in panel(desk.moderator, "RT-0003")


def test_a_long_text_folds_and_a_link_leads_past_it_to_the_decision(desk: Desk) -> None:
    long = "".join(f"<p>Paragraph {number}. {'Words. ' * 40}</p>" for number in range(30))
    desk.post(body=long)
    desk.post(body="<p>Short.</p>")
    shown = panel(desk.moderator)
    opening, _fold, rest = shown.partition('<details class="fold">')
    assert "Paragraph 1." in opening
    assert "Paragraph 29." not in opening
    assert "Paragraph 29." in rest
    assert opening.count('href="#decide"') == shown.count('id="decide"') == 1
    short = panel(desk.moderator, "RT-0002")
    assert 'class="fold"' not in short
    assert 'class="wide-text"' not in short


def test_a_text_with_a_table_scrolls_inside_and_can_be_reached_by_keys(desk: Desk) -> None:
    cells = "".join(f"<td>Migrationsberatungsstelle {number}</td>" for number in range(9))
    desk.post(body=f"<table><tbody><tr>{cells}</tr></tbody></table>")
    assert '<div class="wide-text" tabindex="0" role="region"' in panel(desk.moderator)


def test_of_what_is_decided_there_is_no_way_to_a_decision(desk: Desk) -> None:
    desk.post(state="withdrawn")
    assert "#decide" not in panel(desk.moderator)


def test_a_withheld_name_and_masked_words_of_a_reply_stay_so(desk: Desk) -> None:
    post = desk.post(state="published")
    desk.post(state="published", answers=post, name_withheld="name-and-organisation")
    shown = panel(desk.moderator)
    assert "1 reply to it" in shown
    assert "Name withheld" in shown
    below = shown[shown.index("1 reply to it") :]
    assert "Amina" not in below[: below.index("</details>")]


@pytest.mark.parametrize("replies", [1, 3])
def test_replies_take_the_same_number_of_statements(
    desk: Desk,
    replies: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    post = desk.post(state="published")
    for _ in range(replies):
        desk.post(state="published", answers=post)
    client = signed_in(desk.moderator)
    client.get(f"{QUEUE}?post=RT-0001")
    with django_assert_num_queries(32):
        client.get(f"{QUEUE}?post=RT-0001")


def test_a_newer_version_that_waits_is_not_said_to_be_published(desk: Desk) -> None:
    post = desk.post(state="published", received_at=datetime(2026, 11, 5, 9, 30, tzinfo=UTC))
    new_version(post, received_at=datetime(2026, 11, 26, 3, 1, tzinfo=UTC))
    meta = panel(desk.moderator)
    parts = re.findall(r"<span>([^<]+)</span>", meta[: meta.index("</p>")])
    assert parts == [
        "Received 5 November 2026, 09:30 UTC",
        "English",
        "Published",
        "Version 2, received 26 November 2026, 03:01 UTC: Waiting for review",
    ]


def test_a_newer_version_of_a_hidden_text_is_published_without_the_hidden_one(
    desk: Desk,
) -> None:
    factories.window(desk.space, "closed", late_policy="ask")
    hidden = desk.post(state="hidden", body="<p>Anna Berg was there.</p>")
    corrected(hidden, standing="late", review="waiting", published_at=None)
    shown = panel(desk.moderator)
    for words in (
        "Publish the new version",
        "Readers see it; the hidden one stays hidden.",
        "It can be published without the hidden one.",
        "What readers saw: version 1",
    ):
        assert words in shown, words
    assert "What readers see now" not in shown
    assert "Refuse as late" not in shown  # the hidden text came in time
    answer = signed_in(desk.moderator).post(f"{QUEUE}?post=RT-0001", sent(hidden, "publish"))
    assert answer.status_code == 302
    page = Client().get("/en/posts/RT-0001/").content.decode()
    assert "Mended." in page
    assert "Anna Berg" not in page


def test_one_press_looks_behind_the_masks_with_or_without_a_reason(desk: Desk) -> None:
    desk.post(name_withheld="name")
    client = signed_in(desk.moderator)
    shown = panel(desk.moderator)
    form = shown[shown.index('action="/en/posts/RT-0001/behind/"') :]
    form = form[: form.index("</form>")]
    assert form.count("<button") == 1
    assert '<option value="safety">' in form
    for reason in ("", "safety"):
        looked = client.post("/en/posts/RT-0001/behind/", {"reason": reason})
        assert "Amina Otieno" in looked.content.decode()
    reasons = Record.objects.filter(act="look-behind").order_by("pk")
    assert list(reasons.values_list("reason", flat=True)) == ["", "safety"]
    assert "behind/" not in panel(desk.moderator, desk.post().reference)


def test_the_message_says_in_which_language_its_author_reads(desk: Desk) -> None:
    User.objects.filter(pk=desk.author.user.pk).update(language="fr")
    desk.post()
    assert "Message to the author, who reads: French" in panel(desk.moderator)
    factories.post(desk.space, state="pending")
    shown = panel(desk.moderator, "RT-0002")
    assert "Nobody is written to: the author has no account." in shown
    assert "who reads" not in shown


@pytest.mark.parametrize(
    ("state", "is_said"), [("pending", True), ("published", False), ("rejected", False)]
)
def test_the_usual_advice_is_spoken_of_where_a_text_can_be_returned(
    desk: Desk, state: str, is_said: bool
) -> None:
    desk.post(state=state)
    shown = panel(desk.moderator)
    assert "Goes to the author by e-mail, as you write it." in shown
    assert ("the usual advice" in shown) is is_said


def test_reasons_are_offered_that_fit_what_can_be_decided(desk: Desk) -> None:
    desk.post()
    desk.post(state="published")
    waiting = reasons_in(panel(desk.moderator))
    assert {"late", "too-long", "duplicate", "wrong-prompt"} <= set(waiting)
    hiding = reasons_in(panel(desk.moderator, "RT-0002"))
    assert {"personal-data", "disrespectful", "spam", "other"} <= set(hiding)
    assert not {"late", "too-long", "wrong-prompt", "unreadable-file"} & set(hiding)


@pytest.mark.parametrize(
    ("state", "act", "reason"), [("pending", "return", "late"), ("published", "hide", "too-long")]
)
def test_a_reason_that_does_not_fit_is_refused_and_what_was_written_stays(
    desk: Desk, state: str, act: str, reason: str
) -> None:
    post = desk.post(state=state)
    data = sent(post, act, reason=reason, message="My words.")
    answer = signed_in(desk.moderator).post(f"{QUEUE}?post=RT-0001", data)
    assert answer.status_code == 400
    assert "This is no reason for what you decide." in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert Post.objects.get().state == state


def test_one_s_own_text_can_be_read_and_not_decided_on(desk: Desk) -> None:
    post = factories.post(desk.space, desk.moderator.person, "<p>Mine.</p>", state="pending")
    client = signed_in(desk.moderator)
    page = client.get(QUEUE).content.decode()
    assert "your own text" in page
    assert "This is your own text: another moderator decides on it." in page
    assert "Mine." in page
    assert '<form class="decide' not in page
    answer = client.post(f"{QUEUE}?post=RT-0001", sent(post, "publish", message="My words."))
    assert answer.status_code == 403
    assert "My words." in answer.content.decode()
    for address in ("move", "merge"):
        assert client.get(f"/en/moderation/posts/RT-0001/{address}/").status_code == 403
    redact = client.get("/en/moderation/posts/RT-0001/redact/").content.decode()
    assert "another moderator decides on it" in redact
    assert "Words to withhold" not in redact
    assert '<form class="decide' in panel(desk.second)


def test_a_merged_text_says_whether_readers_can_read_what_it_says(desk: Desk) -> None:
    survivor = desk.post(state="hidden")
    desk.post(state="merged", merged_into=survivor)
    assert "RT-0001, which readers do not see now" in panel(desk.moderator, "RT-0002")
    Post.objects.filter(pk=survivor.pk).update(state="published")
    assert "Readers see a link to RT-0001 in its place." in panel(desk.moderator, "RT-0002")
    Post.objects.filter(pk=survivor.pk).update(name_withheld="name")
    assert "Readers see no link to it" in panel(desk.moderator, "RT-0002")


def test_above_the_list_stands_who_else_waits(desk: Desk) -> None:
    hidden, public = desk.post(state="hidden"), desk.post(state="published")
    for post, kind, by in (
        (hidden, "appeal", desk.author),
        (public, "report", people.stranger()),
    ):
        Report.objects.create(
            post=post,
            version=post.latest_version,
            kind=kind,
            by_person=by.person,
            reason="spam" if kind == "report" else None,
        )
    response = signed_in(desk.moderator).get(QUEUE)
    assert [(part.text, part.url) for part in response.context["page"].summary] == [
        ("Nothing waits for review.", ""),
        ("1 author asks for another look", "?show=appealed"),
        ("1 reported by readers", "?show=reported"),
    ]
    page = response.content.decode()
    assert "Authors ask for another look (1)" in page
    assert "Reported by readers (1)" in page


def test_what_came_just_now_has_no_age_of_no_minutes(desk: Desk) -> None:
    desk.post()
    page = signed_in(desk.moderator).get(QUEUE).content.decode()
    assert "just now" in page
    assert "oldest: less than a minute" in page
    assert "0 minutes" not in page


def test_an_empty_list_and_a_search_that_finds_nothing_are_told_apart(desk: Desk) -> None:
    client = signed_in(desk.moderator)
    assert "This list is empty." in client.get(QUEUE).content.decode()
    page = client.get(f"{QUEUE}?q=zebra").content.decode()
    assert "Nothing in this list is like what you look for." in page
    assert "This list is empty." not in page


def test_texts_of_another_space_are_not_counted_of_an_author(desk: Desk) -> None:
    other = factories.space("other", "OT")
    factories.post(other, desk.author.person, state="rejected")
    desk.post()
    assert "first text of this author" in panel(desk.moderator)
    assert "rejected: 1" in panel(people.secretariat())
    assert Space.objects.count() == 2
