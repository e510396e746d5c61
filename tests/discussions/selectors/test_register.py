"""Every reference ever issued, page by page."""

from typing import Any

import pytest

from discussions.models import PostMove, Space
from discussions.selectors.register import register_of
from hub.kit.clock import database_now
from tests import factories

pytestmark = pytest.mark.django_db


def spans(space: Space, size: int = 50, after: int = 0) -> tuple[list[tuple[int, int]], bool]:
    rows, has_more = register_of(space, size, after)
    return [(row.number, row.last) for row in rows], has_more


def test_every_state_has_its_line_in_the_order_of_numbers() -> None:
    space = factories.space()
    for state in ("pending", "published", "returned", "rejected", "hidden", "withdrawn"):
        factories.post(space, state=state)
    rows, has_more = register_of(space, 50)
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.post.state for row in rows if row.post] == [
        "pending", "published", "returned", "rejected", "hidden", "withdrawn",
    ]  # fmt: skip
    assert not has_more


def test_numbers_without_a_post_are_told_as_runs_and_moves_as_moves() -> None:
    space, other = factories.space("old", "OLD"), factories.space("new", "NEW")
    factories.post(space)
    Space.objects.filter(pk=space.pk).update(last_number=5)
    factories.post(space)  # number 6
    Space.objects.filter(pk=space.pk).update(last_number=9)
    space.refresh_from_db()
    moved = factories.post(other)
    PostMove.objects.create(
        post=moved, reference="OLD-0003", had_reference=True, at=database_now()
    )
    assert spans(space)[0] == [(1, 1), (2, 2), (3, 3), (4, 5), (6, 6), (7, 9)]
    rows, _ = register_of(space, 50)
    assert rows[2].moved is not None
    assert rows[2].moved.post == moved


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_pages_hold_every_number_once(size: int) -> None:
    space = factories.space()
    for _ in range(3):
        factories.post(space)
    Space.objects.filter(pk=space.pk).update(last_number=5)
    factories.post(space)
    Space.objects.filter(pk=space.pk).update(last_number=8)
    space.refresh_from_db()
    covered: list[int] = []
    after, has_more = 0, True
    while has_more:
        found, has_more = spans(space, size, after)
        covered += [n for first, last in found for n in range(first, last + 1)]
        after = found[-1][1]
    assert covered == list(range(1, 9))


def test_a_reference_that_is_no_number_breaks_nothing() -> None:
    space, other = factories.space("old", "OLD"), factories.space("new", "NEW")
    for reference in ("OLD-99999999999999999999", "OLD-x", "OLDER-0001"):
        PostMove.objects.create(
            post=factories.post(other), reference=reference, had_reference=True, at=database_now()
        )
    assert spans(space) == ([], False)


@pytest.mark.parametrize("posts", [1, 3])
def test_it_takes_five_statements_however_many_posts(
    posts: int, django_assert_num_queries: Any
) -> None:
    space = factories.space()
    root = factories.post(space)
    for _ in range(posts):
        factories.post(space, answers=root)
    with django_assert_num_queries(5):
        register_of(space, 50)
