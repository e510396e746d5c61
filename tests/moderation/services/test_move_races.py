"""Moves while others write, decide or move: over real connections, and nothing is torn."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, transaction

from discussions.models import Post, Prompt, Space
from discussions.services.prompts import delete_prompt
from discussions.services.submit import SubmissionPlace, submit
from hub.kit.refusals import Refusal
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.move import move
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.discussions.writing import text
from tests.moderation.moving import WHY, check_trees, shape, to, under
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object], holding: Sequence[Post] = ()) -> list[str]:
    """What each came to, "" where it was done; a deadlock or any other fault fails the test.

    `holding`: posts that are held until all the acts wait for a lock, so that each has begun when any goes on.
    """
    start = threading.Barrier(len(acts))
    outcomes = ["unfinished"] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcomes[place] = ""
        except Refusal as refusal:
            outcomes[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    with transaction.atomic():
        held = Post.objects.filter(pk__in=[post.pk for post in holding])
        list(held.select_for_update())
        for thread in threads:
            thread.start()
        if holding:
            waits(len(acts))
    for thread in threads:
        thread.join()
    return outcomes


def waits(count: int) -> None:
    """Until so many connections wait for a lock."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock'"
    )
    found, until = 0, time.monotonic() + 20
    while found < count:
        assert time.monotonic() < until
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            (found,) = cursor.fetchone()


@pytest.mark.parametrize("across", [False, True], ids=["question", "space"])
def test_a_reply_that_arrives_while_its_parent_moves_goes_along(desk: Desk, across: bool) -> None:
    """The reply was opened and is sent before the move; it waits for it, and stands where its parent stands."""
    one, paulo = factories.prompt(desk.space), people.secretariat()
    root = desk.post(state="published", prompt=one)
    reply = desk.post(state="published", answers=root)
    other = factories.space("declaration", "PD")
    place = to(other) if across else to(desk.space, factories.prompt(desk.space, 2))
    writer = people.stranger()
    form = SubmissionPlace(
        desk.space, parent=Post.objects.select_related("prompt").get(pk=reply.pk)
    )
    receipts: list[str] = []

    def send() -> None:
        try:
            receipts.append(submit(by=writer.viewer, to=form, sent=text()).reference)
        finally:
            connection.close()

    sender = threading.Thread(target=send)
    with transaction.atomic():
        move(by=paulo.viewer, seen=seen_now(root), to=place, words=WHY)
        sender.start()
        waits(1)
    sender.join()
    assert receipts == ["PD-0003" if across else "RT-0003"]
    check_trees()
    assert Post.objects.get(author=writer.person).parent == reply


@pytest.mark.parametrize("across", [False, True], ids=["question", "space"])
def test_a_reply_that_is_being_written_down_is_waited_for_and_goes_along(
    desk: Desk, across: bool
) -> None:
    one, paulo = factories.prompt(desk.space), people.secretariat()
    root = desk.post(state="published", prompt=one)
    reply = desk.post(state="published", answers=root)
    other = factories.space("declaration", "PD")
    place = to(other) if across else to(desk.space, factories.prompt(desk.space, 2))
    viewer, seen, writer = paulo.viewer, seen_now(root), people.stranger()

    def act() -> None:
        try:
            move(by=viewer, seen=seen, to=place, words=WHY)
        finally:
            connection.close()

    mover = threading.Thread(target=act)
    with transaction.atomic():
        submit(by=writer.viewer, to=SubmissionPlace(desk.space, parent=reply), sent=text())
        mover.start()
        waits(1)
    mover.join()
    check_trees()
    assert Post.objects.get(author=writer.person).parent == reply
    space = other if across else desk.space
    assert [depth for _number, depth, _prompt in shape(space)] == [0, 1, 2]


def test_two_texts_that_are_moved_under_each_other_make_no_circle(desk: Desk) -> None:
    one, two = desk.post(state="published"), desk.post(state="published")
    first, second = desk.moderator.viewer, desk.second.viewer
    seen = seen_now(one), seen_now(two)
    outcomes = at_once(
        lambda: move(by=first, seen=seen[0], to=under(two), words=WHY),
        lambda: move(by=second, seen=seen[1], to=under(one), words=WHY),
        holding=[one, two],
    )
    assert sorted(outcomes) == ["", "NotPossibleNow"]
    check_trees()


def test_of_two_who_move_the_same_text_the_second_is_told(desk: Desk) -> None:
    post = desk.post(state="published")
    seen = seen_now(post)
    one, two = (
        to(desk.space, factories.prompt(desk.space)),
        to(desk.space, factories.prompt(desk.space, 2)),
    )
    first, second = desk.moderator.viewer, desk.second.viewer
    outcomes = at_once(
        lambda: move(by=first, seen=seen, to=one, words=WHY),
        lambda: move(by=second, seen=seen, to=two, words=WHY),
        holding=[post],
    )
    assert sorted(outcomes) == ["", "AlreadyDecided"]
    assert Decision.objects.count() == 1


def test_spaces_that_exchange_texts_while_people_write_in_both_do_not_stand_still(
    desk: Desk,
) -> None:
    """Both counters, both ways, replies, a decision on a reply: all end, and no number is lost or given twice."""
    other, paulo = factories.space("declaration", "PD"), people.secretariat()
    here = desk.post(state="published")
    reply = desk.post(state="published", answers=here)
    there = factories.post(other)
    viewer, writer, second = paulo.viewer, people.stranger().viewer, desk.second.viewer
    seen = seen_now(here), seen_now(there), seen_now(reply)
    outcomes = at_once(
        lambda: move(by=viewer, seen=seen[0], to=to(other), words=WHY),
        lambda: move(by=viewer, seen=seen[1], to=to(desk.space), words=WHY),
        lambda: submit(by=writer, to=SubmissionPlace(desk.space, parent=reply), sent=text()),
        lambda: submit(by=desk.author.viewer, to=SubmissionPlace(other), sent=text("<p>New.</p>")),
        lambda: hide(by=second, seen=seen[2], words=DecisionWords(WHY.reason)),
    )
    assert outcomes[:2] == ["", ""]
    assert outcomes[3] == ""
    assert outcomes[2] in {"", "NotPossibleNow"}  # after the hide there is nothing to answer
    assert outcomes[4] in {"", "AlreadyDecided", "NotModerator"}  # it went along before
    check_trees()
    for space in Space.objects.all():
        numbers = Post.objects.filter(space=space).values_list("number", flat=True)
        assert len(set(numbers)) == len(numbers)
        assert space.last_number >= max(numbers)


def test_nobody_hides_what_a_text_is_just_moved_under(desk: Desk) -> None:
    post, answered = desk.post(state="published"), desk.post(state="published")
    first, second = desk.moderator.viewer, desk.second.viewer
    seen = seen_now(post), seen_now(answered)
    outcomes = at_once(
        lambda: move(by=first, seen=seen[0], to=under(answered), words=WHY),
        lambda: hide(by=second, seen=seen[1], words=DecisionWords(WHY.reason)),
    )
    assert outcomes[1] == ""
    post.refresh_from_db()
    assert (post.parent_id == answered.pk) == (outcomes[0] == "")
    assert outcomes[0] in {"", "NotPossibleNow"}


@pytest.mark.parametrize("is_first", ["moves", "deletes"])
def test_a_text_is_never_moved_to_a_question_that_is_being_deleted(
    desk: Desk, is_first: str
) -> None:
    """Whoever comes second waits, and is told."""
    two = factories.prompt(desk.space, 2)
    post = desk.post(state="published")
    seen, mover, deleter = seen_now(post), desk.moderator.viewer, desk.second.viewer

    def moves() -> None:
        move(by=mover, seen=seen, to=to(desk.space, two), words=WHY)

    def deletes() -> None:
        delete_prompt(by=deleter, prompt_id=two.pk)

    first, second = (moves, deletes) if is_first == "moves" else (deletes, moves)
    outcome: list[str] = []

    def run() -> None:
        try:
            second()
        except Refusal as refusal:
            outcome.append(type(refusal).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        waits(1)
    thread.join()
    assert outcome == ["NotPossibleNow" if is_first == "moves" else "NotFound"]
    assert Prompt.objects.filter(pk=two.pk).exists() == (is_first == "moves")
