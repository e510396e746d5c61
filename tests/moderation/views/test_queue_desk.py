"""The review queue as a desk: filters in its address, from text to text, checks and reports beside a text."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from discussions.models import Post, Report
from tests import factories, people
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.moderation.views.test_queue import sent
from tests.people import signed_in

QUEUE = "/en/moderation/"
LINK = re.compile(r'<a href="([^"]+)" rel="(prev|next)" data-key="([jk])" data-carries>')


def beside(page: str) -> dict[str, str]:
    """Where the keys lead."""
    return {key: address.replace("&amp;", "&") for address, _rel, key in LINK.findall(page)}


def reported(post: Post, words: str = "It sells shoes.") -> Report:
    """A report that waits."""
    return Report.objects.create(
        post=post,
        version=post.latest_version,
        kind="report",
        by_person=people.stranger().person,
        reason="spam",
        words=words,
    )


def test_a_search_that_finds_nothing_in_a_list_leads_to_all_texts(desk: Desk) -> None:
    desk.post(state="published", body="<p>Régional.</p>")
    client = signed_in(desk.moderator)
    page = client.get(f"{QUEUE}?q=regional&language=en").content.decode()
    assert '<a href="?show=all&amp;language=en&amp;q=regional">Look in all texts</a>' in page
    found = client.get(f"{QUEUE}?show=all&language=en&q=regional")
    assert [row.reference for row in found.context["page"].rows] == ["RT-0001"]
    for others in ("?show=all&q=nowhere", ""):
        assert "Look in all texts" not in client.get(QUEUE + others).content.decode()


def test_filters_and_words_stand_in_the_address_and_in_every_link_of_the_page(desk: Desk) -> None:
    for language in ("fr", "en", "fr"):
        desk.post(language=language, body="<p>Régional.</p>")
    page = signed_in(desk.moderator).get(f"{QUEUE}?language=fr&q=regional&kind=submission")
    words = page.content.decode()
    assert [row.reference for row in page.context["page"].rows] == ["RT-0001", "RT-0003"]
    assert 'value="regional"' in words
    assert '<option value="fr" selected>' in words
    assert '<details class="line" open>' in words
    for row in page.context["page"].rows:
        assert "language=fr&kind=submission&q=regional&post=" in row.url
    assert page.context["page"].form.reset_url == "?"
    assert "language=fr" in page.context["page"].action


def test_the_questions_of_the_chosen_space_can_be_chosen(desk: Desk) -> None:
    prompt = factories.prompt(desk.space)
    desk.post(prompt=prompt)
    desk.post()
    client = signed_in(desk.moderator)  # one space alone is chosen by itself
    page = client.get(f"{QUEUE}?space=roundtable&question=1")
    assert [row.reference for row in page.context["page"].rows] == ["RT-0001"]
    assert "1. Question 1?" in page.content.decode()
    factories.space("other", "OT")
    both = signed_in(people.secretariat()).get(f"{QUEUE}?question=1")
    assert "1. Question 1?" not in both.content.decode()
    assert len(both.context["page"].rows) == 2


def test_one_goes_from_text_to_text_and_after_a_decision_to_the_next(desk: Desk) -> None:
    first, second, third = (desk.post() for _ in range(3))
    client = signed_in(desk.moderator)
    assert beside(client.get(QUEUE).content.decode()) == {"j": "?post=RT-0002#panel"}
    page = client.get(f"{QUEUE}?post=RT-0002").content.decode()
    assert beside(page) == {"k": "?post=RT-0001#panel", "j": "?post=RT-0003#panel"}
    action = re.search(r'action="(\?[^"#]+)#panel"', page)
    assert action is not None
    address = QUEUE + action[1].replace("&amp;", "&")
    assert address == f"{QUEUE}?post=RT-0002&then=RT-0003"
    answer = client.post(address, sent(second, "publish"))
    to = f"{QUEUE}?post=RT-0003&last=RT-0002#done"  # what was done is read first
    assert (answer.status_code, answer["Location"]) == (302, to)
    page = client.get(to).content.decode()
    assert page.index('id="done"') < page.index("RT-0002: Published") < page.index('id="panel"')
    assert '<a href="?post=RT-0002#panel" data-carries>Back to RT-0002</a>' in page
    last = client.get(f"{QUEUE}?post=RT-0003").content.decode()
    assert beside(last) == {"k": "?post=RT-0001#panel"}
    assert first.reference in last
    assert third.reference in last


def test_the_last_text_of_a_page_leads_to_the_next_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.pages.queue.ROWS", 2)
    for _ in range(3):
        desk.post()
    page = signed_in(desk.moderator).get(f"{QUEUE}?post=RT-0002").content.decode()
    assert beside(page)["j"] == "?after=RT-0002"
    rest = signed_in(desk.moderator).get(f"{QUEUE}?after=RT-0002")
    assert [row.reference for row in rest.context["page"].rows] == ["RT-0003"]


def test_a_reported_text_shows_why_and_who_reported_it_is_told_to_nobody(desk: Desk) -> None:
    post = desk.post(state="published")
    row = reported(post)
    client = signed_in(desk.moderator)
    page = client.get(f"{QUEUE}?show=reported").content.decode()
    assert "reported by 1 reader" in page
    assert "It sells shoes." in page
    assert "Inês" not in page
    done = client.post("/en/moderation/posts/rt-0001/reports/", {"seen": str(row.pk)}, follow=True)
    assert "1 report closed" in done.content.decode()
    assert "It sells shoes." not in done.content.decode()
    again = client.post(
        "/en/moderation/posts/RT-0001/reports/", {"seen": str(row.pk)}, follow=True
    )
    assert "closed already" in again.content.decode()
    second = signed_in(desk.second).post(
        "/en/moderation/posts/RT-0001/reports/", {"seen": str(row.pk)}
    )
    assert second.status_code == 409
    assert "Marta Lind" in second.content.decode()


def test_reports_are_dismissed_by_staff_alone_and_by_a_form(desk: Desk) -> None:
    row = reported(desk.post(state="published"))
    address = "/en/moderation/posts/RT-0001/reports/"
    for other in (desk.author, people.observer(desk.space), people.administrator()):
        assert signed_in(other).post(address, {"seen": str(row.pk)}).status_code == 403
    assert Client().post(address, {"seen": str(row.pk)}).status_code == 302
    staff = signed_in(desk.moderator)
    assert staff.get(address).status_code == 405
    for nothing in ("", "x", "9" * 30, "99999"):
        assert staff.post(address, {"seen": nothing}).status_code == 404
    assert staff.post("/en/moderation/posts/RT-0099/reports/").status_code == 404
    assert Report.objects.get().closed_at is None


def test_the_panel_tells_what_checks_found_and_what_else_the_author_sent(desk: Desk) -> None:
    desk.post(state="published", body="<p>Earlier.</p>")
    desk.post(body="<p>Write to a@b.example.</p>")
    page = signed_in(desk.moderator).get(f"{QUEUE}?post=RT-0002").content.decode()
    for words in (
        "Masked for readers: 1 e-mail address.",
        "No other text of this author in this space has the same words.",
        "1 other text of this author",
    ):
        assert words in page


@pytest.mark.parametrize("posts", [1, 3])
def test_filters_words_and_reports_take_the_same_number_of_statements(
    desk: Desk,
    posts: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    reader = people.stranger()
    for number in range(posts):
        post = desk.post(state="published", body=f"<p>Régional {number}</p>")
        factories.attachment(post.latest_version, content=f"{number}".encode())
        Report.objects.create(
            post=post,
            version=post.latest_version,
            kind="report",
            by_person=reader.person,
            reason="spam",
        )
    client = signed_in(desk.moderator)
    address = f"{QUEUE}?show=reported&space=roundtable&q=regional&language=en&post=RT-0001"
    client.get(address)
    with django_assert_num_queries(34):
        client.get(address)
