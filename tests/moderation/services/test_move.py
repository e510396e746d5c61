"""Moving a post with its replies within its space."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest

from accounts.models import Notice
from discussions.errors import (
    AlreadyDecided,
    NotFound,
    NotModerator,
    NotPossibleNow,
    ReasonNeeded,
    VersionChanged,
)
from discussions.models import Post, PostMove, Space
from hub.kit.models import Record
from moderation.models import Decision
from moderation.services.move import move
from moderation.validators.decisions import NO_WORDS
from moderation.validators.places import Destination
from tests import factories, people
from tests.moderation.moving import WHY, check_trees, shape, thread, to, under
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version


def test_a_submission_goes_to_another_question_with_all_its_replies(desk: Desk) -> None:
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    stays = desk.post(state="published", prompt=one)
    posts = thread(desk, one)
    revision = Space.objects.get().revision
    decision = move(
        by=desk.moderator.viewer, seen=seen_now(posts[0]), to=to(desk.space, two), words=WHY
    )
    assert shape(desk.space) == [(1, 0, 1), (2, 0, 2), (3, 1, 2), (4, 2, 2), (5, 1, 2)]
    check_trees()
    assert (decision.act, decision.reason, decision.other_post) == ("move", "wrong-prompt", None)
    noted = PostMove.objects.get()
    assert (noted.post, noted.prompt, noted.had_prompt) == (posts[0], one, True)
    assert not noted.had_in_reply_to
    assert not noted.had_reference
    record = Record.objects.get()
    assert (record.act, record.subject_id) == ("move", str(posts[0].pk))
    assert record.detail["replies"] == 3
    assert (record.detail["from"]["prompt"], record.detail["to"]["prompt"]) == (one.pk, two.pk)
    assert Space.objects.get().revision > revision
    told = Notice.objects.filter(kind="decision", channel="mail")
    assert [notice.receiver for notice in told] == [desk.author.user]
    stays.refresh_from_db()
    assert stays.prompt == one


def test_it_goes_to_the_space_as_a_whole(desk: Desk) -> None:
    posts = thread(desk, factories.prompt(desk.space))
    move(by=desk.moderator.viewer, seen=seen_now(posts[0]), to=to(desk.space), words=WHY)
    assert [prompt for *_, prompt in shape(desk.space)] == [None] * 4
    check_trees()


def test_a_submission_becomes_a_reply_and_a_reply_a_submission(desk: Desk) -> None:
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    answered = desk.post(state="published", prompt=two)
    posts = thread(desk, one)
    decision = move(
        by=desk.moderator.viewer, seen=seen_now(posts[0]), to=under(answered), words=WHY
    )
    assert decision.other_post == answered
    assert shape(desk.space) == [(1, 0, 2), (2, 1, 2), (3, 2, 2), (4, 3, 2), (5, 2, 2)]
    check_trees()
    move(by=desk.moderator.viewer, seen=seen_now(posts[1]), to=to(desk.space, one), words=WHY)
    assert shape(desk.space) == [(1, 0, 2), (2, 1, 2), (5, 2, 2), (3, 0, 1), (4, 1, 1)]
    check_trees()
    noted = PostMove.objects.get(post=posts[1])
    assert (noted.in_reply_to, noted.had_in_reply_to) == (posts[0], True)
    assert noted.position == 0


def test_a_reply_to_the_wrong_person_goes_under_the_right_one_even_a_later_one(desk: Desk) -> None:
    wrong = desk.post(state="published")
    reply = desk.post(state="published", answers=wrong)
    right = desk.post(state="published")
    move(by=desk.moderator.viewer, seen=seen_now(reply), to=under(right), words=WHY)
    assert shape(desk.space) == [(1, 0, None), (3, 0, None), (2, 1, None)]
    check_trees()


def test_twice_by_the_same_person_is_once_and_another_is_told(desk: Desk) -> None:
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    post = desk.post(state="published", prompt=one)
    seen = seen_now(post)
    first = move(by=desk.moderator.viewer, seen=seen, to=to(desk.space, two), words=WHY)
    again = move(by=desk.moderator.viewer, seen=seen, to=to(desk.space, two), words=WHY)
    assert first == again
    assert PostMove.objects.count() == Decision.objects.count() == 1
    with pytest.raises(AlreadyDecided):  # the same words, another place
        move(by=desk.moderator.viewer, seen=seen, to=to(desk.space), words=WHY)
    with pytest.raises(AlreadyDecided) as refusal:
        move(by=desk.second.viewer, seen=seen, to=to(desk.space), words=WHY)
    assert refusal.value.by == "Marta Lind"
    post.refresh_from_db()
    assert post.prompt == two


def test_what_cannot_stand_there_is_refused_and_stays(desk: Desk) -> None:
    one = factories.prompt(desk.space)
    root, reply, withdrawn, pending = thread(desk, one)
    elsewhere = factories.space("elsewhere", "EL")
    foreign = factories.prompt(elsewhere)
    by, seen = desk.moderator.viewer, seen_now(root)
    for place in (
        to(desk.space, one),
        under(root),
        under(reply),
        under(withdrawn),
        under(pending),
    ):
        with pytest.raises(NotPossibleNow):
            move(by=by, seen=seen, to=place, words=WHY)
    with pytest.raises(NotFound):
        move(by=by, seen=seen, to=to(desk.space, foreign), words=WHY)
    with pytest.raises(NotFound):
        move(
            by=by,
            seen=seen,
            to=Destination(desk.space.pk, parent=uuid4()),
            words=WHY,
        )
    with pytest.raises(NotModerator):
        move(by=by, seen=seen, to=to(elsewhere), words=WHY)
    with pytest.raises(ReasonNeeded):
        move(by=by, seen=seen, to=to(desk.space), words=NO_WORDS)
    stranger = factories.post(elsewhere)
    with pytest.raises(NotPossibleNow):  # it went to another space since the page was made
        move(by=by, seen=seen, to=Destination(desk.space.pk, parent=stranger.pk), words=WHY)
    assert shape(desk.space) == [(1, 0, 1), (2, 1, 1), (3, 2, 1), (4, 1, 1)]
    assert not Decision.objects.exists()
    assert not PostMove.objects.exists()


@pytest.mark.parametrize("state", ["pending", "returned", "published", "hidden"])
def test_what_is_not_decided_for_good_is_moved_and_keeps_its_state(desk: Desk, state: str) -> None:
    post = desk.post(state=state, standing="late", reason="spam" if state == "hidden" else None)
    move(
        by=people.secretariat().viewer,
        seen=seen_now(post),
        to=to(desk.space, factories.prompt(desk.space)),
        words=WHY,
    )
    moved = Post.objects.get()
    assert (moved.state, moved.standing, moved.reason) == (state, "late", post.reason)
    assert moved.public_version_id == post.public_version_id


@pytest.mark.parametrize("state", ["withdrawn", "rejected"])
def test_what_was_withdrawn_or_rejected_is_not_moved(desk: Desk, state: str) -> None:
    post = desk.post(state=state)
    with pytest.raises(NotPossibleNow):
        move(
            by=desk.moderator.viewer,
            seen=seen_now(post),
            to=to(desk.space, factories.prompt(desk.space)),
            words=WHY,
        )


def test_a_newer_version_is_looked_at_first(desk: Desk) -> None:
    post = desk.post(state="published")
    seen = seen_now(post)
    new_version(post)
    with pytest.raises(VersionChanged):
        move(
            by=desk.moderator.viewer,
            seen=seen,
            to=to(desk.space, factories.prompt(desk.space)),
            words=WHY,
        )


@pytest.mark.parametrize(("replies", "statements"), [(1, 31), (3, 31)])
def test_within_a_space_it_takes_the_same_statements_for_any_number_of_replies(
    desk: Desk,
    replies: int,
    statements: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    root = desk.post(state="published")
    for _ in range(replies):
        desk.post(state="published", answers=root)
    place, viewer, seen = (
        to(desk.space, factories.prompt(desk.space)),
        desk.moderator.viewer,
        seen_now(root),
    )
    with django_assert_num_queries(statements):
        move(by=viewer, seen=seen, to=place, words=WHY)
