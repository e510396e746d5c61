"""What the queue holds for whom, in which order, in how many statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from discussions.models import Post, Space, SpaceRole
from hub.kit.clock import database_now
from moderation.enums import QueueShow
from moderation.selectors.queue import (
    moderated_spaces,
    post_for_review,
    queue_numbers,
    queue_slice,
    states_of_author,
)
from moderation.validators.queue import QueueQuery
from tests import factories, people
from tests.discussions.scanning import AWAY, closed
from tests.moderation.services.conftest import new_version
from tests.people import Actor

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[object]]


def waiting(of: Space, hours: int, **more: Any) -> Post:
    """A pending post that has waited so many hours."""
    received_at = database_now() - timedelta(hours=hours)
    return factories.post(of, state="pending", received_at=received_at, **more)


def references(
    who: Actor,
    show: QueueShow = QueueShow.WAITING,
    *,
    of: Space | None = None,
    after: str = "",
    limit: int = 30,
) -> list[str]:
    """The references of a slice, in order."""
    asked = QueueQuery(show=show, after=after)
    return [post.reference for post in queue_slice(who.viewer, asked, of, limit).posts]


def test_it_holds_what_waits_in_ones_spaces_oldest_first() -> None:
    space, other = factories.space(), factories.space("other", "OT")
    factories.space("elsewhere", "EL")
    who = people.moderator(space)
    SpaceRole.objects.create(space=other, user=who.user, role="moderator")
    waiting(space, 1)
    waiting(other, 3)
    waiting(space, 2)
    waiting(Space.objects.get(slug="elsewhere"), 9)
    factories.post(space)
    assert references(who) == ["OT-0001", "RT-0002", "RT-0001"]
    assert references(who, of=other) == ["OT-0001"]
    assert references(people.secretariat())[0] == "EL-0001"
    assert [one.slug for one in moderated_spaces(who.viewer)] == ["other", "roundtable"]


def test_a_waiting_version_of_a_published_post_waits_too_and_others_do_not() -> None:
    space = factories.space()
    who = people.moderator(space)
    corrected = factories.post(space)
    new_version(corrected)
    new_version(factories.post(space), review="approved")
    new_version(factories.post(space, state="hidden"))
    withdrawn = factories.post(space, state="withdrawn", was_public=False)
    assert withdrawn.latest_version.review == "waiting"
    assert references(who) == ["RT-0001"]


def test_unverified_speakers_of_states_and_un_entities_come_first() -> None:
    space = factories.space()
    who = people.moderator(space)
    waiting(space, 9)
    waiting(space, 8, speaker={"speaker_group": "member-state", "speaker_verified": True})
    waiting(space, 2, speaker={"speaker_group": "un-entity"})
    waiting(space, 3, speaker={"speaker_group": "member-state"})
    assert references(who) == ["RT-0004", "RT-0003", "RT-0001", "RT-0002"]


def test_lists_hold_late_returned_hidden_and_published_posts() -> None:
    space = factories.space()
    who = people.moderator(space)
    waiting(space, 1, standing="late")
    waiting(space, 2)
    factories.post(space, state="returned")
    returned_version = factories.post(space)
    new_version(returned_version, review="returned")
    factories.post(space, state="hidden")
    factories.post(space, state="rejected")
    assert references(who, QueueShow.LATE) == ["RT-0001"]
    assert references(who, QueueShow.RETURNED) == ["RT-0003", "RT-0004"]
    assert references(who, QueueShow.HIDDEN) == ["RT-0005"]
    assert references(who, QueueShow.PUBLISHED) == ["RT-0004"]
    numbers = queue_numbers(who.viewer, None)
    assert dict(numbers.counts) == {
        "waiting": 2,
        "late": 1,
        "returned": 2,
        "reported": 0,
        "scanning": 0,
        "hidden": 1,
        "rejected": 1,
        "published": 1,
        "all": 6,
    }
    assert numbers.oldest_at == Post.objects.get(number=2).received_at


@pytest.mark.parametrize("show", [QueueShow.WAITING, QueueShow.PUBLISHED])
def test_pages_follow_one_another_without_gap_or_overlap(show: QueueShow) -> None:
    space = factories.space()
    who = people.moderator(space)
    state = "pending" if show == QueueShow.WAITING else "published"
    at = database_now()
    for number in range(7):
        group = "member-state" if number % 3 == 0 else "academia"
        factories.post(
            space,
            state=state,
            received_at=at - timedelta(hours=number // 2),
            speaker={"speaker_group": group},
        )
    whole = references(who, show)
    assert len(whole) == 7
    seen: list[str] = []
    while True:
        asked = QueueQuery(show=show, after=seen[-1] if seen else "")
        piece = queue_slice(who.viewer, asked, None, 2)
        seen += [post.reference for post in piece.posts]
        if not piece.after:
            break
        assert piece.after == seen[-1]
    assert seen == whole


def test_an_unknown_reference_begins_at_the_beginning() -> None:
    space = factories.space()
    who = people.moderator(space)
    waiting(space, 1)
    assert references(who, after="nonsense") == ["RT-0001"]
    assert references(who, after="XX-0099") == ["RT-0001"]


@pytest.mark.parametrize("posts", [1, 3])
def test_statements_do_not_grow_with_the_list(
    posts: int, django_assert_num_queries: Counted
) -> None:
    space = factories.space()
    viewer = people.moderator(space).viewer
    for hours in range(posts):
        factories.attachment(waiting(space, hours).latest_version)
    with django_assert_num_queries(3):
        queue_slice(viewer, QueueQuery(), None, 30)
    with django_assert_num_queries(1):
        queue_numbers(viewer, None)
    with django_assert_num_queries(2):
        moderated_spaces(viewer)


@pytest.mark.parametrize("versions", [1, 3])
def test_a_post_for_review_takes_the_same_statements_whatever_it_holds(
    versions: int, django_assert_num_queries: Counted
) -> None:
    space = factories.space()
    post = factories.post(space, answers=factories.post(space))
    for _ in range(versions):
        new_version(post)
    with django_assert_num_queries(10):
        found = post_for_review("rt-0002")
    assert found == post
    assert post_for_review("RT-0099") is None
    assert post_for_review("nonsense") is None


def test_the_authors_posts_are_counted_by_state() -> None:
    space = factories.space()
    author = people.stakeholder()
    for state in ("published", "published", "returned"):
        factories.post(space, author.person, state=state)
    assert states_of_author(author.person.pk) == {"published": 2, "returned": 1}
    assert states_of_author(None) == {}


def test_texts_with_files_that_the_virus_scanner_keeps_closed_are_listed(settings: Any) -> None:
    settings.CLAMAV_URL = AWAY
    space = factories.space()
    who = people.moderator(space)
    for number, state in enumerate(("waiting", "infected", "clean", "waiting")):
        post = factories.post(space, state="withdrawn" if number == 3 else "published")
        closed(factories.attachment(post.latest_version, content=bytes([number])), state)
    assert references(who, QueueShow.SCANNING) == ["RT-0001", "RT-0002"]
    assert queue_numbers(who.viewer, None).counts["scanning"] == 2
    settings.CLAMAV_URL = ""
    assert references(who, QueueShow.SCANNING) == ["RT-0002"]
