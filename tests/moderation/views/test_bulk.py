"""One decision on many texts, from the list of the queue to what came of each."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from discussions.models import Post
from moderation.models import Decision
from moderation.services.publish import publish
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import signed_in

BULK = "/en/moderation/bulk/"


def fields(page: str) -> dict[str, list[str]]:
    """What the form would send as it stands."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(row|batch|back)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value.replace("&amp;", "&"))
    return found


def chosen(client: Client, *references: str) -> dict[str, list[str]]:
    """The form about some texts."""
    return fields(client.get(BULK, {"chosen": references}).content.decode())


def test_the_list_leads_there_and_it_shows_each_text_and_what_can_be_decided(desk: Desk) -> None:
    desk.post(body="<p>First words.</p>")
    desk.post(body="<p>Second words.</p>", state="published")
    client = signed_in(desk.moderator)
    queue = client.get("/en/moderation/?show=all&language=en").content.decode()
    assert f'action="{BULK}"' in queue
    assert queue.count('name="chosen" value="RT-000') == 2
    assert f'href="{BULK}?chosen=RT-0002&amp;chosen=RT-0001&amp;back=%3Fshow%3Dall' in queue
    page = client.get(
        BULK, {"chosen": ["RT-0002", "RT-0001"], "back": "?show=all"}
    ).content.decode()
    for words in (
        "Decide on 2 texts",
        "First words.",
        "Second words.",
        "possible for 1 of 2 texts",
        'href="/en/moderation/?show=all&amp;chosen=RT-0002&amp;chosen=RT-0001"',
    ):
        assert words in page
    assert page.index("Second words.") < page.index("First words.")
    assert len(fields(page)["row"]) == 2


def test_a_decision_is_taken_on_each_with_one_reason_and_told(desk: Desk) -> None:
    for _ in range(3):
        desk.post()
    client = signed_in(desk.moderator)
    form = chosen(client, "RT-0001", "RT-0002", "RT-0003")
    answer = client.post(
        BULK, {**form, "act": "return", "reason": "too-long", "message": "Shorter."}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 texts decided" in page
    made = Decision.objects.all()
    assert {(one.act, one.reason, one.message) for one in made} == {
        ("return", "too-long", "Shorter.")
    }
    assert {str(one.batch) for one in made} == set(form["batch"])
    again = client.post(
        BULK, {**form, "act": "return", "reason": "too-long", "message": "Shorter."}
    )
    assert "3 texts decided" in again.content.decode()
    assert Decision.objects.count() == 3


def test_what_somebody_else_did_meanwhile_is_told_row_by_row(desk: Desk) -> None:
    posts = [desk.post() for _ in range(3)]
    client = signed_in(desk.moderator)
    form = chosen(client, *(post.reference for post in posts))
    publish(by=desk.second.viewer, seen=seen_now(posts[0]))
    new_version(posts[1])
    page = client.post(BULK, {**form, "act": "reject", "reason": "spam"}).content.decode()
    assert "1 text decided" in page
    assert "2 texts were not decided" in page
    assert "Tomás Ruiz decided first" in page
    assert "sent a newer version meanwhile" in page
    assert "/en/moderation/?post=RT-0002#panel" in page
    states = Post.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["published", "pending", "rejected"]


def test_where_others_were_quicker_it_says_what_was_chosen_and_leads_to_deciding_again_with_it(
    desk: Desk,
) -> None:
    quicker, newer, _as_it_was = (desk.post() for _ in range(3))
    client = signed_in(desk.moderator)
    form = chosen(client, "RT-0001", "RT-0002", "RT-0003")
    publish(by=desk.second.viewer, seen=seen_now(quicker))
    new_version(newer)
    sent = {
        "act": "reject",
        "reason": "spam",
        "message": "Two\nlines & more",
        "internal_note": "Us",
    }
    page = client.post(BULK, {**form, **sent}).content.decode()
    assert "You had chosen “Reject”, because: It is advertising, or was sent by a machine." in page
    again = page[page.index(f'action="{BULK}"') :]
    hidden = re.findall(
        r'type="hidden" name="(\w+)" value="([^"]*)"', again.partition("</form>")[0]
    )
    assert [one for one in hidden if one[0] == "chosen"] == [
        ("chosen", "RT-0001"),
        ("chosen", "RT-0002"),
    ]
    assert dict(hidden)["back"] == form["back"][0]
    more = {name: value for name, value in hidden if name != "chosen"}
    both = {**more, **sent, "chosen": ["RT-0001", "RT-0002"]}
    answer = client.post(BULK, both)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Decision.objects.filter(act="reject").count() == 1
    assert re.search(r'value="reject" required checked', page)
    assert re.search(r'<option value="spam" selected>', page)
    assert "Two\nlines &amp; more</textarea>" in page
    assert "There is a problem" not in page
    fresh = fields(page)
    assert fresh["batch"] != form["batch"]
    assert len(fresh["row"]) == 2
    assert "1 text decided" in client.post(BULK, {**fresh, **sent}).content.decode()
    newer.refresh_from_db()
    assert newer.state == "rejected"


def test_what_is_not_possible_any_more_is_not_chosen_when_deciding_again(desk: Desk) -> None:
    published = desk.post()
    client = signed_in(desk.moderator)
    publish(by=desk.second.viewer, seen=seen_now(published))
    again = {"again": "1", "chosen": "RT-0001", "act": "reject", "reason": "spam"}
    page = client.post(BULK, {**again, "message": "Words."}).content.decode()
    assert re.search(r'value="reject" required disabled>', page)
    assert "Words.</textarea>" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"act": "return"}, "Choose a reason"),
        ({}, "Choose what you decide"),
        ({"act": "unhide"}, "Select a valid choice"),
        ({"act": "return", "reason": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_lacks_is_said_and_the_words_and_the_texts_stay(
    desk: Desk, given: dict[str, str], words: str
) -> None:
    desk.post()
    client = signed_in(desk.moderator)
    form = chosen(client, "RT-0001")
    answer = client.post(BULK, {**form, **given, "message": "My words."})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "My words." in page
    assert fields(page)["row"] == form["row"]
    assert fields(page)["batch"] == form["batch"]
    assert not Decision.objects.exists()


def test_texts_of_other_spaces_are_left_out_and_refused(desk: Desk) -> None:
    desk.post()
    other = factories.post(
        factories.space("other", "OT"), state="pending", body="<p>Secret words.</p>"
    )
    client = signed_in(desk.moderator)
    page = client.get(BULK, {"chosen": ["RT-0001", "OT-0001", "nonsense"]}).content.decode()
    assert "2 texts are left out" in page
    assert "Secret words." not in page
    form = fields(page)
    theirs = f"{other.pk}:{other.latest_version_id}:0"
    form["row"].append(theirs)
    told = client.post(BULK, {**form, "act": "publish"}).content.decode()
    assert "1 text decided" in told
    assert "Only moderators of this space" in told
    assert "Secret words." not in told
    other.refresh_from_db()
    assert other.state == "pending"


def test_without_texts_it_says_so_and_at_most_fifty_are_taken(desk: Desk) -> None:
    client = signed_in(desk.moderator)
    assert "No text is chosen" in client.get(BULK).content.decode()
    answer = client.post(BULK, {"act": "publish", "row": ["x", "a:b:c"], "batch": "no"})
    assert answer.status_code == 400
    references = [desk.post().reference for _ in range(51)]
    page = client.get(BULK, {"chosen": references}).content.decode()
    assert len(fields(page)["row"]) == 50
    assert "1 text is left out" in page


def test_it_is_for_moderators_and_nobody_keeps_it(desk: Desk) -> None:
    desk.post()
    assert Client().get(BULK).status_code == 302
    for other in (desk.author, people.observer(desk.space), people.administrator()):
        client = signed_in(other)
        assert client.get(BULK, {"chosen": "RT-0001"}).status_code == 403
        assert client.post(BULK, {"act": "publish"}).status_code == 403
    answer = signed_in(people.secretariat()).get(BULK, {"chosen": "RT-0001"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert fields(answer.content.decode())["row"]


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "x"])
def test_the_way_back_is_to_the_queue_alone(desk: Desk, back: str) -> None:
    page = signed_in(desk.moderator).get(BULK, {"back": back}).content.decode()
    assert 'href="/en/moderation/"' in page
    assert "evil" not in re.sub(
        r'name="back" value="[^"]*"|hreflang[^>]*|href="/fr/[^"]*"', "", page
    )


def test_withheld_names_and_masked_words_stay_so(desk: Desk) -> None:
    desk.post(name_withheld="name-and-organisation", body="<p>Write to a@b.example.</p>")
    page = signed_in(desk.moderator).get(BULK, {"chosen": "RT-0001"}).content.decode()
    assert "Name withheld" in page
    assert "Amina" not in page
    assert "b.example" not in page


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_takes_the_same_number_of_statements(
    desk: Desk,
    posts: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    references = []
    for _ in range(posts):
        post = desk.post()
        factories.attachment(post.latest_version)
        references.append(post.reference)
    client = signed_in(desk.moderator)
    client.get(BULK, {"chosen": references})
    with django_assert_num_queries(10):
        client.get(BULK, {"chosen": references})
