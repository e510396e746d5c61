"""Posts in thread order, page by page, in a number of statements that does not grow."""

from typing import Any

import pytest

from discussions.models import Post, Prompt, Space
from discussions.pages.beside import notes_on
from discussions.selectors.threads import (
    below,
    page_of,
    share_of_each,
    shared_out,
    steps_of,
    under_prompt,
    with_everything,
)
from tests import factories

pytestmark = pytest.mark.django_db


def forest(space: Space, prompt: Prompt | None = None) -> dict[str, Post]:
    """Two threads whose posts arrive in turns: a, b, a1, b1, a2, a11."""
    a = factories.post(space, prompt=prompt)
    b = factories.post(space, prompt=prompt)
    a1 = factories.post(space, answers=a)
    b1 = factories.post(space, answers=b)
    a2 = factories.post(space, answers=a)
    a11 = factories.post(space, answers=a1)
    return {"a": a, "b": b, "a1": a1, "b1": b1, "a2": a2, "a11": a11}


def numbers(posts: list[Post]) -> list[int]:
    return [post.number for post in posts]


def test_each_post_stands_ahead_of_its_replies_and_threads_in_the_order_of_arrival() -> None:
    space = factories.space()
    made = forest(space)
    found = page_of(under_prompt(space, None), space, 50, None)
    order = ["a", "a1", "a11", "a2", "b", "b1"]
    assert numbers(found.posts) == [made[name].number for name in order]
    assert not found.has_more


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_the_pages_hold_every_post_once_and_in_order(size: int) -> None:
    space = factories.space()
    forest(space)
    whole = numbers(page_of(under_prompt(space, None), space, 50, None).posts)
    walked: list[int] = []
    after = None
    while True:
        found = page_of(under_prompt(space, None), space, size, after)
        walked += numbers(found.posts)
        if not found.has_more:
            break
        after = found.posts[-1]
    assert walked == whole


def test_a_page_that_begins_inside_a_thread_brings_what_stands_above_it() -> None:
    space = factories.space()
    made = forest(space)
    found = page_of(under_prompt(space, None), space, 2, made["a1"])
    assert numbers(found.posts) == [made["a11"].number, made["a2"].number]
    assert set(found.above) == {made["a"].sequence, made["a1"].sequence}
    assert steps_of(made["a11"]) == [made[name].sequence for name in ("a", "a1", "a11")]


def test_a_reply_whose_parent_is_not_public_brings_its_parent_all_the_same() -> None:
    space = factories.space()
    rejected = factories.post(space, state="rejected")
    reply = factories.post(space, answers=rejected)
    found = page_of(under_prompt(space, None), space, 50, None)
    assert numbers(found.posts) == [reply.number]
    assert found.above[rejected.sequence].state == "rejected"


def test_only_what_stands_in_threads_is_listed() -> None:
    space = factories.space()
    shown = [factories.post(space, state=s) for s in ("published", "hidden", "withdrawn")]
    for state in ("pending", "returned", "rejected"):
        factories.post(space, state=state)
    factories.post(space, state="withdrawn", was_public=False)
    found = page_of(under_prompt(space, None), space, 50, None)
    assert numbers(found.posts) == numbers(shown)


def test_below_a_post_stand_its_replies_to_any_depth_and_nothing_else() -> None:
    space = factories.space()
    made = forest(space)
    found = page_of(below(made["a1"]), space, 50, None)
    assert numbers(found.posts) == [made["a11"].number]
    assert len(page_of(below(made["a"]), space, 50, None).posts) == 3


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ({1: 100, 2: 100, None: 100}, {1: 17, 2: 17, None: 16}),
        ({1: 3, 2: 100, None: 0}, {1: 3, 2: 47, None: 0}),
        ({1: 1, 2: 1, None: 0}, {1: 1, 2: 1, None: 0}),
        ({}, {}),
        (dict.fromkeys(range(60), 9), dict.fromkeys(range(60), 1)),
    ],
)
def test_about_fifty_posts_are_shared_out_and_nobody_goes_without(
    counts: dict[int | None, int], shares: dict[int | None, int]
) -> None:
    assert shared_out(counts, 50) == shares


def test_each_question_shows_the_first_of_its_posts() -> None:
    space = factories.space()
    one, two = factories.prompt(space, 1), factories.prompt(space, 2)
    made, other = forest(space, one), forest(space, two)
    whole = factories.post(space)
    found = share_of_each(space, {one.pk: 3, two.pk: 1, None: 5})
    assert numbers(found[one.pk].posts) == [made[n].number for n in ("a", "a1", "a11")]
    assert numbers(found[two.pk].posts) == [other["a"].number]
    assert numbers(found[None].posts) == [whole.number]
    assert share_of_each(space, {one.pk: 0}) == {}


@pytest.mark.parametrize("posts", [1, 3])
def test_a_list_takes_the_same_statements_however_many_posts(
    posts: int, django_assert_num_queries: Any
) -> None:
    space = factories.space()
    prompt = factories.prompt(space)
    for _ in range(posts):
        post = factories.post(space, prompt=prompt)
        factories.attachment(post.latest_version)
    with django_assert_num_queries(8):
        page_of(under_prompt(space, prompt), space, 50, None)
    with django_assert_num_queries(9):
        share_of_each(space, {prompt.pk: 50})


@pytest.mark.parametrize("posts", [1, 3])
def test_from_where_texts_were_carried_over_takes_one_more(
    posts: int, django_assert_num_queries: Any
) -> None:
    space = factories.space()
    first, second = factories.prompt(space), factories.prompt(space, 2)
    for _ in range(posts):
        factories.post(space, prompt=second, carried_from=factories.post(space, prompt=first))
    with django_assert_num_queries(9):
        found = page_of(under_prompt(space, second), space, 50, None)
        notes = [notes_on(post) for post in found.posts]
    assert all("question 1" in str(note) for note in notes)


@pytest.mark.parametrize("posts", [1, 3])
def test_a_page_inside_a_thread_takes_three_more(
    posts: int, django_assert_num_queries: Any
) -> None:
    space = factories.space()
    root = factories.post(space)
    for _ in range(posts):
        factories.post(space, answers=root)
    with django_assert_num_queries(11):
        found = page_of(under_prompt(space, None), space, 50, root)
    assert len(found.posts) == posts


def test_a_post_comes_with_every_version_and_its_files(django_assert_num_queries: Any) -> None:
    post = factories.post(factories.space())
    factories.attachment(post.latest_version)
    whole = with_everything(post)
    with django_assert_num_queries(0):
        assert [file.name for file in whole.versions.all()[0].attachments.all()] == ["note.pdf"]
        assert list(whole.versions.all()[0].redactions.all()) == []
        assert whole.reference == "RT-0001"
