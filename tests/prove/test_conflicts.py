"""500 pairs of acts that meet on one post at the same instant: each is done, or told why not; none is silent.

Each act has a connection of its own, and both of a pair were begun on the same page. Figures are printed (`-s`).
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connections

from accounts.models import Notice
from discussions.access.viewer import Viewer
from discussions.enums import ReasonCode
from discussions.errors import AlreadyDecided, NotPossibleNow, VersionChanged
from discussions.models import Post, Space, Version
from discussions.services.correct import correct
from discussions.services.submit import Receipt
from discussions.services.withdraw import withdraw
from hub.kit.models import Record
from hub.kit.refusals import Refusal
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords, SeenPost
from tests import factories, people
from tests.discussions.writing import text
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import new_version

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

PAIRS_OF_A_KIND = 50
PAIRS_AT_ONCE = 4
SPAM = DecisionWords(ReasonCode.SPAM, "First words.")
LEGAL = DecisionWords(ReasonCode.LEGAL, "Other words.")
MARTA, TOMAS = "Marta Lind", "Tomás Ruiz"

Act = Callable[[], object]


@dataclass(frozen=True)
class Cast:
    """Who meets."""

    space: Space
    author: people.Actor
    marta: Viewer
    tomas: Viewer


@dataclass(frozen=True)
class Pair:
    """Two acts on one post, as it was seen by both."""

    post: Post
    seen: SeenPost
    acts: tuple[Act, Act]


@pytest.fixture
def cast() -> Cast:
    """A space, an author, two moderators."""
    space = factories.space()
    return Cast(
        space,
        people.stakeholder(),
        people.moderator(space, "marta@test.example", MARTA).viewer,
        people.moderator(space, "tomas@test.example", TOMAS).viewer,
    )


def decision(
    cast: Cast,
    first: tuple[Callable[..., Decision], DecisionWords],
    second: tuple[Callable[..., Decision], DecisionWords],
    post: Post,
) -> Pair:
    """Two moderators decide."""
    seen = seen_now(post)
    return Pair(
        post,
        seen,
        (
            partial(first[0], by=cast.marta, seen=seen, words=first[1]),
            partial(second[0], by=cast.tomas, seen=seen, words=second[1]),
        ),
    )


def meet(pairs: Sequence[Pair]) -> list[tuple[object, object]]:
    """What came of both acts of each pair: what they gave, or the refusal that they met; anything else is raised."""

    def one(act: Act, start: threading.Barrier) -> object:
        try:
            start.wait(timeout=30)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    met: list[list[Future[object]]] = []
    with ThreadPoolExecutor(2 * PAIRS_AT_ONCE) as pool:
        for pair in pairs:
            start = threading.Barrier(2)
            met.append([pool.submit(one, act, start) for act in pair.acts])
    return [(first.result(), second.result()) for first, second in met]


def after(seconds: float, act: Act) -> object:
    """Correcting does more before it holds the post: so that now one, now the other is first."""
    sleep(seconds)
    return act()


def told(kind: str, outcomes: Counter[str], began: float) -> None:
    """Print what came of a kind."""
    figures = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"\n{kind}: {outcomes.total()} pairs in {monotonic() - began:.1f} s: {figures}")


DECISIONS: dict[str, tuple[Any, Any, str, bool]] = {
    "publish against return": ((publish, SPAM), (return_to_author, LEGAL), "pending", False),
    "publish against reject": ((publish, SPAM), (reject, LEGAL), "pending", False),
    "publish against publish": ((publish, SPAM), (publish, SPAM), "pending", False),
    "reject against reject": ((reject, SPAM), (reject, LEGAL), "pending", False),
    "hide against publish of a correction": ((hide, SPAM), (publish, LEGAL), "published", True),
    "show again against reject": ((unhide, SPAM), (reject, LEGAL), "hidden", False),
}
BECOMES = {
    "publish": "published",
    "return": "returned",
    "reject": "rejected",
    "hide": "hidden",
    "unhide": "published",
}


@pytest.mark.parametrize("kind", sorted(DECISIONS))
def test_of_two_moderators_one_decides_and_the_other_is_told_by_whom(
    cast: Cast, kind: str
) -> None:
    first, second, state, corrected = DECISIONS[kind]
    pairs = []
    for _ in range(PAIRS_OF_A_KIND):
        post = factories.post(cast.space, cast.author.person, state=state)
        if corrected:
            new_version(post)
        pairs.append(decision(cast, first, second, post))
    began, outcomes = monotonic(), Counter[str]()
    for pair, both in zip(pairs, meet(pairs), strict=True):
        (done,) = [one for one in both if isinstance(one, Decision)]
        (refusal,) = [one for one in both if isinstance(one, AlreadyDecided)]
        assert list(pair.post.decisions.all()) == [done]
        winner = MARTA if done.by_id == cast.marta.user_id else TOMAS
        assert (refusal.by, refusal.act) == (winner, str(done.get_act_display()))
        assert done.version_id == pair.seen.version_id
        pair.post.refresh_from_db()
        assert pair.post.state == BECOMES[done.act]
        outcomes[f"{done.act} by {winner}"] += 1
    check_traces(PAIRS_OF_A_KIND)
    told(kind, outcomes, began)


def test_one_moderator_who_presses_twice_decides_once_and_is_told_the_same(cast: Cast) -> None:
    pairs = []
    for _ in range(PAIRS_OF_A_KIND):
        seen = seen_now(post := factories.post(cast.space, cast.author.person, state="pending"))
        press = partial(reject, by=cast.marta, seen=seen, words=SPAM)
        pairs.append(Pair(post, seen, (press, press)))
    began, outcomes = monotonic(), Counter[str]()
    for pair, (one, other) in zip(pairs, meet(pairs), strict=True):
        assert one == other == pair.post.decisions.get()
        outcomes["the same decision"] += 1
    check_traces(PAIRS_OF_A_KIND)
    told("twice by one", outcomes, began)


@pytest.mark.parametrize("act", [publish, return_to_author])
def test_a_correction_against_a_decision(cast: Cast, act: Callable[..., Decision]) -> None:
    """The decision is on the version that was seen, or it is refused because a newer one came."""
    pairs = []
    for number in range(PAIRS_OF_A_KIND):
        author = people.actor(f"a{number}@test.example", f"Author {number}")
        post = factories.post(cast.space, author.person, state="pending")
        seen = seen_now(post)
        mend = partial(correct, by=author.viewer, post_id=post.pk, sent=text("<p>New.</p>"))
        decide = partial(act, by=cast.marta, seen=seen, words=SPAM)
        pairs.append(Pair(post, seen, (mend, partial(after, number % 10 * 0.01, decide))))
    began, outcomes = monotonic(), Counter[str]()
    decided = 0
    for pair, (receipt, outcome) in zip(pairs, meet(pairs), strict=True):
        assert isinstance(receipt, Receipt), receipt  # nothing that an author sent is lost
        assert receipt.version == 2
        pair.post.refresh_from_db()
        assert pair.post.latest_version.number == 2
        if isinstance(outcome, VersionChanged):
            outcomes["refused: a newer version came"] += 1
            assert pair.post.state == "pending"
            continue
        assert isinstance(outcome, Decision), outcome
        decided += 1
        outcomes["decided, then corrected"] += 1
        assert outcome.version_id == pair.seen.version_id
        expected = "published" if act is publish else "pending"
        assert pair.post.state == expected
    assert Version.objects.count() == 2 * PAIRS_OF_A_KIND
    check_traces(decided, others=PAIRS_OF_A_KIND)
    told(f"correction against {act.__name__}", outcomes, began)


def test_a_withdrawal_against_a_decision(cast: Cast) -> None:
    pairs = []
    for _ in range(PAIRS_OF_A_KIND):
        post = factories.post(cast.space, cast.author.person, state="pending")
        seen = seen_now(post)
        take_back = partial(withdraw, by=cast.author.viewer, post_id=post.pk)
        decide = partial(reject, by=cast.marta, seen=seen, words=SPAM)
        pairs.append(Pair(post, seen, (take_back, decide)))
    began, outcomes, decided = monotonic(), Counter[str](), 0
    for pair, (taken_back, outcome) in zip(pairs, meet(pairs), strict=True):
        assert isinstance(taken_back, Post), taken_back
        pair.post.refresh_from_db()
        assert pair.post.state == "withdrawn"
        if isinstance(outcome, Decision):
            decided += 1
            outcomes["rejected, then withdrawn"] += 1
        else:
            assert isinstance(outcome, NotPossibleNow), outcome
            outcomes["refused: withdrawn"] += 1
    check_traces(decided, others=PAIRS_OF_A_KIND)
    told("withdrawal against reject", outcomes, began)


def check_traces(decided: int, others: int = 0) -> None:
    """One Decision, one record and one mail for each decision that was done, and none for what was refused."""
    assert Decision.objects.count() == decided
    assert Record.objects.count() == decided + others
    mails = Notice.objects.filter(kind="decision", channel="mail")
    assert mails.count() == decided
    assert mails.values("act").distinct().count() == decided
