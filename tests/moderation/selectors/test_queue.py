"""What the queue holds for whom, in which order, in how many statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from discussions.models import Post, Report, Space, SpaceRole
from hub.kit.clock import database_now
from moderation.enums import QueueShow
from moderation.selectors.history import states_of_author
from moderation.selectors.queue import (
    moderated_spaces,
    post_for_review,
    queue_numbers,
    queue_slice,
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


def test_a_waiting_version_of_a_published_or_hidden_post_waits_too_and_others_do_not() -> None:
    space = factories.space()
    who = people.moderator(space)
    corrected = factories.post(space)
    new_version(corrected)
    new_version(factories.post(space), review="approved")
    hidden = factories.post(space, state="hidden")
    new_version(hidden)
    factories.post(space, state="hidden")
    withdrawn = factories.post(space, state="withdrawn", was_public=False)
    assert withdrawn.latest_version.review == "waiting"
    assert references(who) == ["RT-0001", hidden.reference]


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
        "appealed": 0,
        "reported": 0,
        "orphaned": 0,
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
    with django_assert_num_queries(3):
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
    other = factories.space("other", "OT")
    factories.post(other, author.person)
    factories.post(other, author.person, state="pending")
    mine = Post.objects.first()
    assert mine is not None
    who = people.moderator(space)
    # as many as this moderator may read, and know whose they are
    assert states_of_author(mine, who.viewer) == {"published": 3, "returned": 1}
    everything = {"published": 3, "returned": 1, "pending": 1}
    assert states_of_author(mine, people.secretariat().viewer) == everything
    factories.post(space, author.person, name_withheld="name")
    assert states_of_author(mine, who.viewer) == {"published": 3, "returned": 1}
    Post.objects.filter(pk=mine.pk).update(name_withheld="name")
    assert states_of_author(Post.objects.get(pk=mine.pk), who.viewer) == {}
    assert states_of_author(factories.post(space), who.viewer) == {}


def test_a_text_is_found_by_the_name_of_its_file_where_that_may_be_known() -> None:
    space = factories.space()
    who = people.moderator(space)
    named, withheld = waiting(space, 2), waiting(space, 1, name_withheld="name")
    for post in (named, withheld):
        factories.attachment(post.latest_version, "Résumé-Otieno.pdf")
    for words in ("resume", "otieno", "résumé pdf"):
        asked = QueueQuery(q=words)
        found = queue_slice(who.viewer, asked, None, 30).posts
        assert [post.reference for post in found] == ["RT-0001"]


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


def told(post: Post, kind: str, hours: int, by: Actor) -> None:
    """A report or an appeal that has waited so many hours."""
    Report.objects.create(
        post=post,
        version=post.latest_version,
        kind=kind,
        by_person=by.person,
        reason="spam" if kind == "report" else None,
        at=database_now() - timedelta(hours=hours),
    )


def test_appeals_and_reports_are_lists_of_their_own_each_the_oldest_first() -> None:
    space = factories.space()
    who, author, reader = people.moderator(space), people.stakeholder(), people.stranger()
    for number in range(4):
        post = factories.post(space, author.person, state="hidden" if number < 2 else "published")
        told(post, "appeal" if number < 2 else "report", number, author if number < 2 else reader)
    assert references(who, QueueShow.APPEALED) == ["RT-0002", "RT-0001"]
    assert references(who, QueueShow.REPORTED) == ["RT-0004", "RT-0003"]
    assert references(who, QueueShow.APPEALED, after="RT-0002") == ["RT-0001"]
    counts = queue_numbers(who.viewer, None).counts
    assert (counts["appealed"], counts["reported"]) == (2, 2)


def test_merged_texts_are_listed_whose_survivor_readers_do_not_see() -> None:
    space = factories.space()
    who = people.moderator(space)
    for state in ("published", "hidden", "withdrawn"):
        survivor = factories.post(space, state=state)
        factories.post(space, state="merged", merged_into=survivor)
    assert references(who, QueueShow.ORPHANED) == ["RT-0004", "RT-0006"]
    assert queue_numbers(who.viewer, None).counts["orphaned"] == 2


def test_what_is_corrected_while_it_waits_keeps_its_place_and_its_age() -> None:
    space = factories.space()
    who = people.moderator(space)
    first, second = waiting(space, 9), waiting(space, 5)
    new_version(first)
    new_version(first)
    assert references(who) == ["RT-0001", "RT-0002"]
    piece = queue_slice(who.viewer, QueueQuery(), None, 30)
    assert [post.waits_since for post in piece.posts] == [first.received_at, second.received_at]  # type: ignore[attr-defined]  # annotated
    assert queue_numbers(who.viewer, None).oldest_at == first.received_at


def test_a_correction_of_a_published_text_waits_since_the_first_one_that_nobody_decided_on() -> (
    None
):
    space = factories.space()
    who = people.moderator(space)
    post = factories.post(space, received_at=database_now() - timedelta(days=30))
    new_version(post, review="rejected", received_at=database_now() - timedelta(days=9))
    two_days_ago = database_now() - timedelta(days=2)
    first = new_version(post, review="superseded", received_at=two_days_ago)
    latest = new_version(post)
    between = waiting(space, 24)
    assert references(who) == ["RT-0001", between.reference]
    assert queue_numbers(who.viewer, None).oldest_at == first.received_at != latest.received_at
