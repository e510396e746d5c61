"""Who follows a space is told what happens in it; who stopped is not, whatever they post."""

from datetime import timedelta

import pytest

from discussions.access.viewer import VISITOR
from discussions.errors import NotFound, SignInFirst, WindowClosed
from discussions.models import Follower, Space
from discussions.services.follow import follow, stop_following
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.writing import text
from tests.people import Actor


@pytest.fixture
def space(db: None) -> Space:
    """A space that takes texts at any time."""
    return factories.space()


@pytest.fixture
def reader(space: Space) -> Actor:
    """Who follows."""
    return people.stakeholder()


def test_following_is_one_row_and_one_record_however_often(space: Space, reader: Actor) -> None:
    for _ in range(2):
        follow(by=reader.viewer, space=space)
    row = Follower.objects.get()
    assert (row.user, row.space, row.stopped_at) == (reader.user, space, None)
    record = Record.objects.get()
    assert (record.act, record.actor_id, record.subject_id) == (
        "space-followed",
        reader.user.pk,
        str(space.pk),
    )


def test_stopping_keeps_the_row_and_following_again_takes_it_up(
    space: Space, reader: Actor
) -> None:
    stop_following(by=reader.viewer, space=space)  # who does not follow has nothing to stop
    follow(by=reader.viewer, space=space)
    first = Follower.objects.get()
    for _ in range(2):
        stop_following(by=reader.viewer, space=space)
    stopped = Follower.objects.get()
    assert stopped.stopped_at is not None
    follow(by=reader.viewer, space=space)
    again = Follower.objects.get()
    assert (again.pk, again.stopped_at) == (first.pk, None)
    assert again.since >= stopped.stopped_at
    acts = Record.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["space-followed", "space-unfollowed", "space-followed"]


def test_it_moves_no_cut_off_and_no_kept_page(space: Space, reader: Actor) -> None:
    follow(by=reader.viewer, space=space)
    assert Record.objects.get().space_id is None
    assert Space.objects.get().revision == space.revision


def test_who_posts_follows_from_then_on(space: Space, reader: Actor) -> None:
    submit(by=reader.viewer, to=SubmissionPlace(space), sent=text())
    assert Follower.objects.get().user == reader.user
    assert not Record.objects.filter(act="space-followed").exists()


def test_who_replies_follows_the_space_of_the_post(space: Space, reader: Actor) -> None:
    root = factories.post(space)
    submit(by=reader.viewer, to=SubmissionPlace(space, parent=root), sent=text())
    assert Follower.objects.get().space == space


def test_who_stopped_posts_without_following_again(space: Space, reader: Actor) -> None:
    submit(by=reader.viewer, to=SubmissionPlace(space), sent=text("<p>One.</p>"))
    stop_following(by=reader.viewer, space=space)
    stopped = Follower.objects.get().stopped_at
    submit(by=reader.viewer, to=SubmissionPlace(space), sent=text("<p>Another matter.</p>"))
    assert Follower.objects.get().stopped_at == stopped


def test_the_same_form_twice_follows_once_and_a_refused_one_not_at_all(
    space: Space, reader: Actor
) -> None:
    sent = text()
    for _ in range(2):
        submit(by=reader.viewer, to=SubmissionPlace(space), sent=sent)
    assert Follower.objects.count() == 1
    other = people.stranger()
    factories.window(space, "closed")
    with pytest.raises(WindowClosed):
        submit(by=other.viewer, to=SubmissionPlace(space), sent=text("<p>Too late.</p>"))
    assert Follower.objects.count() == 1


def test_withdrawing_ends_no_following(space: Space, reader: Actor) -> None:
    receipt = submit(by=reader.viewer, to=SubmissionPlace(space), sent=text())
    assert receipt.reference == "RT-0001"
    withdraw(by=reader.viewer, post_id=reader.person.posts.get().pk)
    assert Follower.objects.get().stopped_at is None


@pytest.mark.parametrize("act", [follow, stop_following])
def test_only_accounts_follow_and_only_what_they_may_see(space: Space, act: object) -> None:
    with pytest.raises(SignInFirst):
        act(by=VISITOR, space=space)  # type: ignore[operator]  # one of two services
    Space.objects.update(published_at=database_now() + timedelta(days=1))
    space.refresh_from_db()
    for other in (people.stranger(), people.observer(space)):
        with pytest.raises(NotFound):
            act(by=other.viewer, space=space)  # type: ignore[operator]  # one of two services
    act(by=people.moderator(space).viewer, space=space)  # type: ignore[operator]  # one of two services
