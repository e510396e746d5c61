"""A space whose questions follow two windows: no page calls it closed while some of them take answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils.html import strip_tags

from discussions.access.viewer import VISITOR
from discussions.models import Space, Window
from discussions.pages.index import index_page
from discussions.selectors.stamps import index_stamp
from hub.kit.clock import database_now
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def two_windows(main: str, other: str) -> tuple[Space, Window]:
    """Question 1 follows the main window, question 2 the other."""
    space = factories.space()
    factories.window(space, main)
    second = factories.window(space, other, position=1, archive_id="w2")
    factories.prompt(space, 1)
    factories.prompt(space, 2, window=second)
    return space, second


def words(client: Client, address: str) -> str:
    """What stands on a page, between its title and its frame."""
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(strip_tags(main).split())


def test_the_head_of_the_space_says_which_questions_are_open(client: Client) -> None:
    two_windows("closed", "open")
    head = words(client, "/en/spaces/roundtable/").split("Mandate")[0]
    assert "Open in part" in head
    assert "Question 1, and posts to the space as a whole Closed" in head
    assert "Question 2 Open. Closes in 8 days" in head


def test_the_head_never_says_open_without_saying_what_is_not(client: Client) -> None:
    two_windows("open", "scheduled")
    head = words(client, "/en/spaces/roundtable/").split("Mandate")[0]
    assert "Open in part" in head
    assert "Question 2 Opens within 24 hours" in head


def test_a_visitor_is_led_to_sign_in_while_any_question_takes_answers(client: Client) -> None:
    two_windows("closed", "open")
    assert 'class="signin' in client.get("/en/spaces/roundtable/").content.decode()
    Window.objects.filter(position=1).update(closes_at=F("opens_at"))
    Space.objects.update(revision=F("revision") + 1)
    assert 'class="signin' not in client.get("/en/spaces/roundtable/").content.decode()


@pytest.mark.parametrize(
    ("main", "other", "group"),
    [
        ("closed", "open", "Open now"),
        ("scheduled", "open", "Open now"),
        ("closed", "scheduled", "Opening soon"),
        ("grace", "closed", "Closed"),
    ],
)
def test_the_index_lists_the_space_by_what_can_be_done_in_it(
    main: str, other: str, group: str, client: Client
) -> None:
    two_windows(main, other)
    found = words(client, "/en/spaces/")
    assert f"{group} 1 " in found
    assert "Question 1, and posts to the space as a whole: " in found


def test_the_index_says_until_when_which_questions_are_open(client: Client) -> None:
    two_windows("closed", "open")
    found = words(client, "/en/spaces/")
    assert "Open in part" in found
    assert "Question 2: open until " in found


@pytest.mark.parametrize("closes_question", [False, True])
def test_the_index_is_kept_no_longer_than_until_the_next_edge_of_any_window(
    closes_question: bool,
) -> None:
    space, second = two_windows("closed", "open")
    edge = database_now() + timedelta(minutes=2)
    if closes_question:
        factories.prompt(space, 3, window=second, closed_at=edge)
    else:
        Window.objects.filter(pk=second.pk).update(closes_at=edge)
    until = index_page(index_stamp(), VISITOR, "en").true_until
    assert until is not None
    assert until <= edge


def test_staff_read_the_same_in_the_queue_and_over_the_windows() -> None:
    space, _second = two_windows("closed", "open")
    moderator = signed_in(people.moderator(space))
    for address in (
        "/en/moderation/",
        f"/en/moderation/spaces/{space.slug}/",
        f"/en/moderation/spaces/{space.slug}/outside/",
    ):
        found = words(moderator, address)
        assert "Open in part" in found, address
        assert "Question 2: open until " in found, address


@pytest.mark.parametrize("more", [0, 2])
def test_the_statements_of_the_index_do_not_grow_with_windows(
    more: int, client: Client, django_assert_num_queries: Any
) -> None:
    space, _second = two_windows("closed", "open")
    for position in range(2, 2 + more):
        window = factories.window(space, position=position, archive_id=f"w{position + 1}")
        factories.prompt(space, position + 1, window=window)
    with django_assert_num_queries(6):
        client.get("/en/spaces/")
