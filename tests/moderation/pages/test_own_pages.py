"""From the page of a text, and from a thread, its staff reach all that they can do with it; nobody else sees a way."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from discussions.models import Redaction, SpaceRole
from hub.kit.clock import database_now
from tests import factories, people
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import Actor

PAGES = ["/en/posts/RT-0001/", "/en/spaces/roundtable/", "/en/spaces/roundtable/general/"]
WAYS = {
    "/en/moderation/?post=RT-0001&amp;act=hide#decide": "Hide it",
    "/en/moderation/posts/RT-0001/move/": "Move it elsewhere",
    "/en/moderation/posts/RT-0001/merge/": "Merge it into another text",
    "/en/moderation/posts/RT-0001/redact/": "Withhold words or a file",
    "/en/moderation/record/?post=RT-0001": "Record",
}


def read(who: Actor | None, address: str) -> tuple[str, str]:
    """A page as somebody sees it, and what it says about being kept."""
    client = Client()
    if who is not None:
        client.force_login(who.user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode(), response.headers["Cache-Control"]


def ways(page: str) -> dict[str, str]:
    """What stands in the menu of RT-0001."""
    menu = re.search(r'<details class="line moderate">.*?</details>', page, re.DOTALL)
    links = re.findall(r'<a href="([^"]*RT-0001[^"]*)">([^<]+)<', menu[0]) if menu else []
    return dict(links)


@pytest.mark.parametrize("address", PAGES)
def test_staff_reach_all_acts_from_a_text_and_the_page_is_never_kept(
    desk: Desk, address: str
) -> None:
    desk.post(state="published")
    for who in (desk.moderator, people.secretariat()):
        page, kept = read(who, address)
        assert ways(page) == WAYS
        assert kept == "private, no-store"


@pytest.mark.parametrize("address", PAGES)
def test_nobody_else_sees_a_way(desk: Desk, address: str) -> None:
    desk.post(state="published")
    other = factories.space("other", "OT")
    elsewhere = people.moderator(other, "elsewhere@test.example", "Noor Haddad")
    everybody = [None, desk.author, people.stranger(), people.observer(desk.space), elsewhere]
    for who in [*everybody, people.administrator()]:
        page, _kept = read(who, address)
        assert 'class="line moderate"' not in page
        assert "/moderation/posts/" not in page


@pytest.mark.parametrize(
    ("state", "decide", "pages"),
    [
        ("pending", "Decide on it", {"move", "redact"}),
        ("published", "Hide it", {"move", "merge", "redact"}),
        ("returned", "Decide on it", {"move", "redact"}),
        ("rejected", "Decide on it", set()),
        ("hidden", "Decide on it", {"move", "redact"}),
        ("withdrawn", "Decide on it", set()),
    ],
)
def test_the_ways_are_those_that_the_state_allows(
    desk: Desk, state: str, decide: str, pages: set[str]
) -> None:
    desk.post(state=state)
    found = ways(read(desk.moderator, PAGES[0])[0])
    assert decide in found.values()
    assert {name for name in ("move", "merge", "redact") if f"/{name}/" in str(found)} == pages


def test_what_is_kept_from_readers_is_looked_behind_from_there(desk: Desk) -> None:
    post = desk.post(state="published")
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="legal", at=database_now()
    )
    look = {"/en/posts/RT-0001/behind/": "Look behind the masks"}
    for address in PAGES:
        assert ways(read(desk.moderator, address)[0]) == {**WAYS, **look}


def test_who_takes_a_role_sees_the_ways_at_once_and_who_loses_it_no_more(desk: Desk) -> None:
    desk.post(state="published")
    someone = people.stranger()
    role = SpaceRole.objects.create(space=desk.space, user=someone.user, role="moderator")
    assert ways(read(someone, PAGES[0])[0]) == WAYS
    role.delete()
    assert ways(read(someone, PAGES[0])[0]) == {}


def test_a_moderator_is_not_asked_to_report_to_moderators(desk: Desk) -> None:
    desk.post(state="published")
    report = "/en/posts/RT-0001/report/"
    for address in PAGES:
        assert report not in read(desk.moderator, address)[0]
        assert report in read(people.actor(f"{len(address)}@test.example", "Ana"), address)[0]


@pytest.mark.parametrize("number", [1, 3])
def test_a_thread_for_staff_makes_the_same_statements_for_any_number_of_texts(
    desk: Desk,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for _ in range(number):
        post = desk.post(state="published")
        post.public_version = new_version(post, review="approved")
        post.save()
    client = Client()
    client.force_login(desk.moderator.user)
    with django_assert_num_queries(20):
        client.get(PAGES[2])
