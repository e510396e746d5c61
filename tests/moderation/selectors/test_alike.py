"""Which other texts of a space say the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest

from discussions.access.words import compared_by
from discussions.models import Post, Space, TextSketch
from hub.kit.sanitise import from_plain_text
from moderation.selectors.alike import posts_alike
from moderation.selectors.queue import post_for_review
from tests import factories, people
from tests.kit.similar_texts import paragraphs
from tests.people import Actor

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[object]]

FIRST, SECOND = (from_plain_text(paragraphs("en")[number]) for number in (0, 1))
AGAIN = FIRST.upper().replace("P>", "p>").replace(",", " –")
NEARLY = FIRST.replace("six months", "half a year")


def sketched(post: Post) -> Post:
    """The same, its text compared before."""
    one = compared_by(post.latest_version)
    TextSketch.objects.create(
        version=post.latest_version, exact=one.exact, size=one.size, words=one.packed
    )
    return post


def alike(post: Post, who: Actor | None = None) -> list[tuple[str, bool]]:
    """The references of what is like it, and whether exactly."""
    shown = post_for_review(post.reference)
    assert shown is not None
    viewer = (who or people.moderator(post.space, f"{uuid4()}@test.example")).viewer
    return [(one.post.reference, one.is_exact) for one in posts_alike(shown, viewer)]


@pytest.fixture
def space(db: None) -> Space:
    return factories.space()


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_same_text_is_found_whoever_sent_it_and_the_nearly_same_of_the_same_author(
    space: Space, is_kept: bool
) -> None:
    author, other = people.stakeholder(), people.stranger()
    texts = [(author, NEARLY), (other, FIRST), (other, NEARLY), (author, SECOND)]
    for who, body in texts:
        post = factories.post(
            space, who.person, body, speaker={"speaker_organisation": who.user.email}
        )
        if is_kept:
            sketched(post)
    one = factories.post(
        space,
        author.person,
        FIRST,
        state="pending",
        speaker={"speaker_organisation": author.user.email},
    )
    assert alike(one) == [("RT-0002", True), ("RT-0001", False)]


def test_case_and_marks_make_no_other_text(space: Space) -> None:
    sketched(factories.post(space, people.stranger().person, AGAIN))
    one = factories.post(space, people.stakeholder().person, FIRST)
    assert alike(one) == [("RT-0001", True)]


def test_the_nearly_same_of_a_colleague_is_found(space: Space) -> None:
    author = people.stakeholder()
    factories.post(space, people.colleague(author).person, NEARLY)
    assert alike(factories.post(space, author.person, FIRST)) == [("RT-0001", False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("name", "no"),
        ("no", "name"),
        ("name-and-organisation", "no"),
        ("no", "name-and-organisation"),
    ],
)
def test_a_likeness_does_not_tell_who_stands_behind_a_withheld_name(
    space: Space, first: str, second: str
) -> None:
    author = people.stakeholder().person
    speaker = {
        "speaker_organisation": None,
        "speaker_capacity": "personal",
        "speaker_group": "individual",
    }
    factories.post(space, author, NEARLY, name_withheld=first, speaker=speaker)
    one = factories.post(space, author, FIRST, name_withheld=second, speaker=speaker)
    assert alike(one) == []


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "merged"])
def test_what_does_not_stand_any_more_is_no_duplicate(space: Space, state: str) -> None:
    author = people.stakeholder().person
    more: dict[str, Any] = {"merged_into": factories.post(space)} if state == "merged" else {}
    factories.post(space, author, FIRST, state=state, **more)
    assert alike(factories.post(space, author, FIRST)) == []


def test_other_spaces_carried_texts_and_few_words_of_others_are_none(space: Space) -> None:
    author, other = people.stakeholder().person, people.stranger().person
    factories.post(factories.space("other", "OT"), author, FIRST)
    earlier = factories.post(space, author, FIRST)
    later = factories.post(space, author, FIRST, carried_from=earlier)
    assert alike(later) == []
    assert alike(earlier) == []
    factories.post(space, other, "<p>Thank you.</p>")
    short = factories.post(space, author, "<p>Thank you.</p>")
    assert alike(short) == []
    assert alike(factories.post(space, author, "<p>Thank you.</p>")) == [(short.reference, True)]
    assert alike(factories.post(space, None, "<p>Thank you.</p>")) == []


@pytest.mark.parametrize("posts", [1, 3])
def test_statements_do_not_grow_with_the_posts(
    space: Space, posts: int, django_assert_num_queries: Counted
) -> None:
    author, viewer = people.stakeholder(), people.moderator(space).viewer
    for _ in range(posts):
        factories.post(space, author.person, NEARLY)
    one = post_for_review(factories.post(space, author.person, FIRST).reference)
    assert one is not None
    with django_assert_num_queries(4):
        assert len(posts_alike(one, viewer)) == posts
