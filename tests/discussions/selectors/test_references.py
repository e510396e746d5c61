"""Posts by what people call them."""

import pytest

from discussions.models import PostMove
from discussions.selectors.references import moved_post, parse_reference
from discussions.selectors.spaces import find_post
from hub.kit.clock import database_now
from tests import factories


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("RT2-0047", ("RT2", 47)),
        ("rt2-0047", ("RT2", 47)),
        ("RT2-47", ("RT2", 47)),
        ("RT2-12345", ("RT2", 12345)),
        ("RT2", None),
        ("RT2-", None),
        ("2RT-0001", None),
        ("RT2-0047 ", None),
        ("RT2-٤٧", None),
        ("RT2-9999999999999999", None),
        ("", None),
    ],
)
def test_a_reference_is_read_in_any_case(text: str, parsed: tuple[str, int] | None) -> None:
    assert parse_reference(text) == parsed


@pytest.mark.django_db
def test_a_post_is_found_with_its_space_and_the_instant() -> None:
    space = factories.space("roundtable", "RT2")
    post = factories.post(space)
    given = find_post("rt2-0001")
    assert given is not None
    assert (given.post, given.found.space) == (post, space)
    assert given.found.space.revision == space.revision
    assert given.post.reference == "RT2-0001"
    assert abs((given.found.at - database_now()).total_seconds()) < 60
    assert find_post("RT2-0002") is None
    assert find_post("XX-0001") is None
    assert find_post("nonsense") is None


@pytest.mark.django_db
def test_a_former_reference_leads_to_the_post_that_it_became() -> None:
    post = factories.post(factories.space("new", "NEW"))
    PostMove.objects.create(post=post, reference="OLD-0003", had_reference=True, at=database_now())
    assert moved_post("old-0003") == post
    assert moved_post("OLD-0004") is None
