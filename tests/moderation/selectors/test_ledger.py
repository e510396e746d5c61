"""The ledger of references: what came under a question is what became of it, whatever was moved where."""

import random
from collections import defaultdict
from typing import Any

import pytest

from discussions.enums import PostState
from discussions.models import Post, Prompt, Space
from hub.kit.refusals import Refusal
from moderation.exports.counts import books_of
from moderation.selectors.ledger import (
    BECAME,
    CAME,
    ENTRIES,
    FROM_QUESTIONS,
    ISSUED,
    MOVED_IN,
    MOVED_OUT,
    STANDINGS,
    STATES,
    TO_QUESTIONS,
    WHOLE_SPACE,
    Ledger,
    ledger_of,
    questions_by_window,
)
from moderation.services.move import move
from tests import factories, people
from tests.moderation.exports.packages import exported
from tests.moderation.moving import WHY, to, under
from tests.moderation.seen import seen_now
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    """The secretariat, who moves everywhere."""
    return people.secretariat()


def entries(space: Space) -> dict[tuple[int, str], list[int]]:
    """All entries of a space, each with its references in order."""
    ledger = ledger_of(Space.objects.get(pk=space.pk))
    return {key: sorted(numbers) for key, numbers in ledger.references.items()}


def moved(by: Actor, post: Post, *where: Any) -> None:
    move(by=by.viewer, seen=seen_now(post), to=to(*where), words=WHY)


def test_what_was_never_moved_stands_where_it_was_received(space: Space) -> None:
    one = factories.prompt(space)
    root = factories.post(space, prompt=one)
    factories.post(space, answers=root, state="pending", standing="late")
    factories.post(space, state="withdrawn", standing="grace")
    assert entries(space) == {
        (1, ISSUED): [1, 2],
        (1, "state.published"): [1],
        (1, "state.pending"): [2],
        (1, "standing.on-time"): [1],
        (1, "standing.late"): [2],
        (WHOLE_SPACE, ISSUED): [3],
        (WHOLE_SPACE, "state.withdrawn"): [3],
        (WHOLE_SPACE, "standing.grace"): [3],
    }


def test_a_reply_goes_along_with_what_it_answers_and_one_that_came_later_does_not(
    space: Space, paulo: Actor
) -> None:
    one, two = factories.prompt(space), factories.prompt(space, 2)
    root = factories.post(space, prompt=one)
    factories.post(space, answers=root)
    moved(paulo, root, space, two)
    factories.post(space, answers=Post.objects.get(pk=root.pk))
    found = entries(space)
    assert found[1, ISSUED] == found[1, TO_QUESTIONS] == found[2, FROM_QUESTIONS] == [1, 2]
    assert found[2, ISSUED] == [3]
    assert found[2, "state.published"] == [1, 2, 3]


def test_a_way_over_several_questions_counts_its_ends_alone(space: Space, paulo: Actor) -> None:
    one, two, three = (factories.prompt(space, number) for number in (1, 2, 3))
    post, back = factories.post(space, prompt=one), factories.post(space, prompt=one)
    for prompt in (two, three):
        moved(paulo, post, space, prompt)
    for prompt in (two, one):
        moved(paulo, back, space, prompt)
    found = entries(space)
    assert found[1, ISSUED] == [1, 2]
    assert found[1, TO_QUESTIONS] == found[3, FROM_QUESTIONS] == [1]
    assert found[1, "state.published"] == [2]
    assert not any(place == 2 for place, _entry in found)


def test_what_left_and_came_back_has_two_references_each_with_its_own_way(
    space: Space, paulo: Actor
) -> None:
    other = factories.space("declaration", "PD")
    one, two = factories.prompt(space), factories.prompt(space, 2)
    asked = factories.prompt(other, 5)
    root = factories.post(space, prompt=one)
    factories.post(space, answers=root)
    moved(paulo, root, space, two)
    moved(paulo, root, other, asked)
    moved(paulo, root, space)
    found = entries(space)
    assert found[1, ISSUED] == found[1, TO_QUESTIONS] == [1, 2]
    assert found[2, FROM_QUESTIONS] == found[2, MOVED_OUT] == [1, 2]
    assert found[WHOLE_SPACE, MOVED_IN] == found[WHOLE_SPACE, "state.published"] == [3, 4]
    assert entries(other) == {(5, MOVED_IN): [1, 2], (5, MOVED_OUT): [1, 2]}


def test_questions_follow_their_window_and_the_space_as_a_whole_the_main_one(space: Space) -> None:
    assert questions_by_window(space, []) == [(None, [WHOLE_SPACE])]
    main = factories.window(space)
    second = factories.window(space, position=1)
    factories.prompt(space, 2)
    factories.prompt(space, 1, window=second)
    assert questions_by_window(space, [main, second]) == [(main, [WHOLE_SPACE, 2]), (second, [1])]


@pytest.mark.parametrize("posts", [1, 3])
def test_four_statements_for_any_number_of_posts(
    posts: int, space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    one, two = factories.prompt(space), factories.prompt(space, 2)
    for _ in range(posts):
        post = factories.post(space, prompt=one)
        factories.post(space, answers=post)
        moved(paulo, post, space, two)
    with django_assert_num_queries(4):
        ledger_of(space)


# ---------------------------------------------------------------- generated spaces
class Shadow:
    """Notes each reference by hand while posts are sent and moved, knowing nothing of how moves are kept."""

    def __init__(self, seed: int, by: Actor) -> None:
        self.random, self.by = random.Random(seed), by
        self.spaces = [factories.space("roundtable", "RT"), factories.space("declaration", "PD")]
        self.prompts: dict[int, list[Prompt | None]] = {}
        for space in self.spaces:
            factories.window(space)
            second = factories.window(space, position=1)
            follow = {1: None, 2: None, 3: second}
            prompts = [factories.prompt(space, n, window=w) for n, w in follow.items()]
            self.prompts[space.pk] = [None, *prompts]
        #: (space, number) → how and under which question it came, and the question under which it left.
        self.came: dict[tuple[int, int], tuple[str, int]] = {}
        self.left: dict[tuple[int, int], int] = {}

    def send(self) -> None:
        space = self.random.choice(self.spaces)
        state = self.random.choice([*PostState.values, *["published"] * 4])
        if state == "merged":
            state = "published"
        standing = self.random.choice(["on-time", "grace", "late"])
        parents = list(Post.objects.filter(space=space).order_by("number"))
        parent = self.random.choice([None, None, *parents])
        place: dict[str, Any] = {"answers": parent}
        if parent is None:
            place = {"prompt": self.random.choice(self.prompts[space.pk])}
        group = self.random.choice(["civil-society", "member-state", None])
        post = factories.post(
            space,
            **place,
            state=state,
            standing=standing,
            speaker={"speaker_group": group},
        )
        self.came[space.pk, post.number] = (ISSUED, _number(post))

    def move_one(self) -> None:
        posts = list(Post.objects.order_by("space", "number"))
        post = self.random.choice(posts)
        space = self.random.choice(self.spaces)
        below = Post.objects.filter(
            space=post.space_id, root_sequence=post.root_sequence, path__startswith=post.path
        )
        before = {one.pk: (one.space_id, one.number, _number(one)) for one in below}
        where = to(space, self.random.choice(self.prompts[space.pk]))
        others = [one for one in posts if one.space_id == space.pk and one.pk not in before]
        if others and self.random.random() < 0.4:
            where = under(self.random.choice(others))
        try:
            move(by=self.by.viewer, seen=seen_now(post), to=where, words=WHY)
        except Refusal:  # where it stands already, under what is hidden: nothing was done
            return
        for pk, (left, number, place) in before.items():
            now = Post.objects.get(pk=pk)
            if now.space_id != left:
                self.left[left, number] = place
                self.came[now.space_id, now.number] = (MOVED_IN, _number(now))

    def expected(self, space: Space) -> dict[tuple[int, str], list[int]]:
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        there = {post.number: post for post in Post.objects.filter(space=space)}
        for (of, number), (how, begin) in sorted(self.came.items()):
            if of != space.pk:
                continue
            found[begin, how].append(number)
            post = there.get(number)
            end = _number(post) if post else self.left[of, number]
            if begin != end:
                found[begin, TO_QUESTIONS].append(number)
                found[end, FROM_QUESTIONS].append(number)
            found[end, f"state.{post.state}" if post else MOVED_OUT].append(number)
            if post:
                found[end, f"standing.{post.standing}"].append(number)
        return dict(found)


def _number(post: Post) -> int:
    return post.prompt.number if post.prompt else WHOLE_SPACE


def _generated(seed: int, by: Actor) -> Shadow:
    shadow = Shadow(seed, by)
    for _ in range(18):
        shadow.send()
        if shadow.random.random() < 0.7:
            shadow.move_one()
    for _ in range(6):
        shadow.move_one()
    return shadow


@pytest.mark.parametrize("seed", range(4))
def test_in_generated_spaces_each_reference_is_where_it_was_followed_to(
    seed: int, paulo: Actor
) -> None:
    shadow = _generated(seed, paulo)
    for space in shadow.spaces:
        assert entries(space) == shadow.expected(space)


@pytest.mark.parametrize("seed", range(10, 12))
def test_in_generated_spaces_all_sums_agree_with_each_other_and_with_the_sheet_of_counts(
    seed: int, paulo: Actor
) -> None:
    for space in _generated(seed, paulo).spaces:
        space.refresh_from_db()
        ledger, books = ledger_of(space), books_of(space)
        assert ledger.agrees(ledger.places)
        counts = exported(space, paulo, "restricted").counts
        whole = ledger.places
        assert ledger.count(whole, ISSUED) == books.issued == counts["received.issued"]
        assert ledger.count(whole, MOVED_IN) == books.moved_in == counts["received.moved-in"]
        assert ledger.count(whole, MOVED_OUT) == books.moved_out == counts["moved-out"]
        for state in PostState.values:
            assert ledger.count(whole, f"state.{state}") == counts[f"state.{state}"]
        for standing in STANDINGS:
            assert ledger.count(whole, standing) == counts[standing]
        _same_by_question(ledger, counts)
        for window, numbers in ((1, [WHOLE_SPACE, 1, 2]), (2, [3])):
            for entry in ENTRIES:
                told = counts.get(f"window.{window}.{entry}", 0)
                assert told == ledger.count(numbers, entry), (window, entry)


def _same_by_question(ledger: Ledger, counts: dict[str, int]) -> None:
    told = {
        key: number
        for key, number in counts.items()
        if key.startswith("question.") and not key.endswith((".submissions", ".replies"))
    }
    assert told == {
        f"question.{place}.{entry}": len(numbers)
        for (place, entry), numbers in ledger.references.items()
    }
    for place in ledger.places:
        here = [counts.get(f"question.{place}.{kind}", 0) for kind in ("submissions", "replies")]
        assert sum(here) == ledger.count([place], *STATES)
        assert ledger.count([place], *CAME) == ledger.count([place], *BECAME)
