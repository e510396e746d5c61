"""Correcting: who may when, what readers see meanwhile, what is resent, once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import override_settings

from accounts.models import Notice
from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import (
    FileGone,
    KeyReused,
    NotFound,
    NotPossibleNow,
    NotYours,
    SignInFirst,
    TooManyPosts,
    WindowClosed,
    WindowNotOpenYet,
)
from discussions.models import Post, RefusedAttempt, Space, Version
from discussions.services.correct import correct
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.services.test_submit import ROLES, space_with, viewer_in
from tests.discussions.writing import text, upload
from tests.people import Actor

pytestmark = pytest.mark.django_db

#: Window and late policy, and what the new version of a published post is: (standing, review).
AUTHOR: dict[tuple[str, str], Any] = {
    ("none", "refuse"): ("on-time", "approved"),
    ("scheduled", "refuse"): WindowNotOpenYet,
    ("open", "refuse"): ("on-time", "approved"),
    ("grace", "refuse"): ("grace", "approved"),
    ("closed", "refuse"): WindowClosed,
    ("closed", "mark"): ("late", "approved"),
    ("closed", "ask"): ("late", "waiting"),
}


def latest(post: Post) -> Version:
    return Post.objects.select_related("latest_version").get(pk=post.pk).latest_version


def reviews(post: Post) -> list[tuple[str, bool]]:
    """Of each version: its review, and whether readers may reach it."""
    versions = Version.objects.filter(post=post).order_by("number")
    return [(version.review, version.published_at is not None) for version in versions]


@pytest.mark.parametrize("kind", ["submission", "reply"])
def test_the_author_corrects_while_the_window_takes_posts(kind: str) -> None:
    author = people.stakeholder()
    for number, (case, expected) in enumerate(AUTHOR.items()):
        space = space_with(*case, number)
        root = factories.post(space, author.person)
        post = root if kind == "submission" else factories.post(space, author.person, answers=root)
        if isinstance(expected, tuple):
            receipt = correct(by=author.viewer, post_id=post.pk, sent=text())
            assert (receipt.reference, receipt.version) == (post.reference, 2)
            version = latest(post)
            assert (version.standing, version.review) == expected, case
        else:
            with pytest.raises(expected):
                correct(by=author.viewer, post_id=post.pk, sent=text())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("window", ["open", "closed"])
def test_nobody_else_corrects_a_text(role: str, window: str) -> None:
    space = space_with(window, "refuse")
    post = factories.post(space, people.actor("a@test.example", "A").person)
    with pytest.raises(SignInFirst if role == "visitor" else NotYours):
        correct(by=viewer_in(role, space), post_id=post.pk, sent=text())
    assert Version.objects.count() == 1
    assert not RefusedAttempt.objects.exists()


def test_a_moderator_corrects_their_own_reply_after_the_end() -> None:
    space = factories.space(review="before-publishing")
    factories.window(space, "closed")
    staff = people.moderator(space)
    reply = factories.post(space, staff.person, answers=factories.post(space))
    correct(by=staff.viewer, post_id=reply.pk, sent=text())
    assert reviews(reply) == [("superseded", True), ("approved", True)]
    assert latest(reply).standing == "on-time"


@pytest.mark.parametrize("state", ["rejected", "hidden", "withdrawn", "merged"])
def test_in_other_states_nothing_is_corrected(state: str) -> None:
    space, author = factories.space(), people.stakeholder()
    more: dict[str, Any] = {"merged_into": factories.post(space)} if state == "merged" else {}
    post = factories.post(space, author.person, state=state, **more)
    with pytest.raises(NotPossibleNow):
        correct(by=author.viewer, post_id=post.pk, sent=text())


def test_a_post_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        correct(by=people.stakeholder().viewer, post_id=uuid4(), sent=text())
    with pytest.raises(NotFound):
        correct(by=VISITOR, post_id=uuid4(), sent=text())


# ---------------------------------------------------------------- what readers see


def test_where_review_comes_after_the_new_version_is_public_at_once() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    before = space.revision
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Better.</p>"))
    post.refresh_from_db()
    space.refresh_from_db()
    assert reviews(post) == [("superseded", True), ("approved", True)]
    assert post.state == "published"
    assert post.public_version_id == post.latest_version_id == latest(post).pk
    assert space.revision == before + 1
    assert space.last_number == 1


def test_where_review_comes_before_the_approved_version_stays_public() -> None:
    space, author = factories.space(review="before-publishing"), people.stakeholder()
    post = factories.post(space, author.person)
    public = post.public_version_id
    for _ in range(2):
        correct(by=author.viewer, post_id=post.pk, sent=text())
    post.refresh_from_db()
    assert (post.state, post.public_version_id) == ("published", public)
    assert reviews(post) == [("approved", True), ("superseded", False), ("waiting", False)]
    assert latest(post).number == 3


def test_one_who_is_published_is_no_first_time_author() -> None:
    space, author = factories.space(review="before-publishing-first-time"), people.stakeholder()
    post = factories.post(space, author.person)
    correct(by=author.viewer, post_id=post.pk, sent=text())
    assert reviews(post) == [("superseded", True), ("approved", True)]


@pytest.mark.parametrize("review", ["after-publishing", "before-publishing"])
def test_a_pending_post_stays_pending(review: str) -> None:
    space, author = factories.space(review=review), people.stakeholder()
    post = factories.post(space, author.person, state="pending")
    correct(by=author.viewer, post_id=post.pk, sent=text())
    post.refresh_from_db()
    assert (post.state, post.public_version_id) == ("pending", None)
    assert reviews(post) == [("superseded", False), ("waiting", False)]


# ---------------------------------------------------------------- resending what was returned


def returned(author: Actor, days: float, **more: Any) -> Post:
    """A text that was on time and was returned so many days ago, in a space that is closed."""
    space = factories.space()
    factories.window(space, "closed", **more)
    post = factories.post(
        space,
        author.person,
        state="returned",
        reason="too-long",
        received_at=database_now() - timedelta(days=20),
        state_since=database_now() - timedelta(days=days),
    )
    Version.objects.filter(post=post).update(review="returned")
    return post


def test_a_returned_text_comes_back_within_seven_days_as_it_first_was() -> None:
    author = people.stakeholder()
    post = returned(author, 6.99)
    first = post.received_at
    correct(by=author.viewer, post_id=post.pk, sent=text())
    post.refresh_from_db()
    version = latest(post)
    assert (post.state, post.reason, post.received_at) == ("pending", None, first)
    assert database_now() - post.state_since < timedelta(minutes=1)
    assert (version.received_at, version.standing) == (first, "on-time")
    assert reviews(post) == [("returned", False), ("waiting", False)]


def returned_correction(author: Actor, days: float, **more: Any) -> tuple[Post, Version]:
    """A published post, and the correction of it that was returned so many days ago, in a space that is closed."""
    space = factories.space(review="before-publishing")
    factories.window(space, "closed", **more)
    post = factories.post(space, author.person, received_at=database_now() - timedelta(days=20))
    correction = Version.objects.create(
        post=post,
        number=2,
        received_at=database_now() - timedelta(days=15),
        returned_at=database_now() - timedelta(days=days),
        standing="grace",
        review="returned",
        language="en",
        body="<p>Returned.</p>",
        sha256="0" * 64,
        speaker_name=author.person.name,
        speaker_capacity="personal",
    )
    Post.objects.filter(pk=post.pk).update(latest_version=correction)
    return post, correction


@pytest.mark.parametrize("policy", ["refuse", "mark", "ask"])
def test_a_returned_correction_comes_back_within_seven_days_as_it_first_was(policy: str) -> None:
    author = people.stakeholder()
    post, correction = returned_correction(author, 6.99, late_policy=policy)
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    version = latest(post)
    assert (version.received_at, version.standing) == (correction.received_at, "grace")
    post.refresh_from_db()
    assert (post.state, post.public_version) == ("published", post.versions.get(number=1))
    assert reviews(post) == [("approved", True), ("returned", False), ("waiting", False)]


def test_after_seven_days_a_returned_correction_comes_too_late() -> None:
    author = people.stakeholder()
    post, _correction = returned_correction(author, 7.01)
    with pytest.raises(WindowClosed):
        correct(by=author.viewer, post_id=post.pk, sent=text())


def test_a_correction_that_came_back_has_used_its_right() -> None:
    author = people.stakeholder()
    post, _correction = returned_correction(author, 1)
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    with pytest.raises(WindowClosed):
        correct(by=author.viewer, post_id=post.pk, sent=text("<p>Mended again.</p>"))


def test_nobody_else_may_send_a_returned_correction() -> None:
    author = people.stakeholder()
    post, _correction = returned_correction(author, 1)
    for viewer in (people.colleague(author).viewer, people.moderator(post.space).viewer):
        with pytest.raises(NotYours):
            correct(by=viewer, post_id=post.pk, sent=text())


def test_after_seven_days_the_window_decides() -> None:
    author = people.stakeholder()
    post = returned(author, 7.01)
    with pytest.raises(WindowClosed):
        correct(by=author.viewer, post_id=post.pk, sent=text())
    assert RefusedAttempt.objects.get().attempts == 1
    post.space.windows.update(late_policy="mark")
    correct(by=author.viewer, post_id=post.pk, sent=text())
    version = latest(post)
    assert version.standing == "late"
    assert version.received_at > post.received_at


# ---------------------------------------------------------------- files, once, record, rate


def test_files_are_kept_left_out_and_added() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    kept = factories.attachment(post.latest_version, "kept.pdf")
    factories.attachment(post.latest_version, "left-out.pdf")
    added = upload(author, "added.pdf")
    sent = text(files=(kept.pk, added.pk))
    correct(by=author.viewer, post_id=post.pk, sent=sent)
    files = list(latest(post).attachments.order_by("position"))
    assert [(file.name, file.stored_as) for file in files] == [
        ("kept.pdf", kept.stored_as),
        ("added.pdf", added.stored_as),
    ]
    assert post.versions.get(number=1).attachments.count() == 2


def test_only_files_of_the_post_itself_are_kept() -> None:
    space, author = factories.space(), people.stakeholder()
    post, other = factories.post(space, author.person), factories.post(space, author.person)
    foreign = factories.attachment(other.latest_version)
    with pytest.raises(FileGone):
        correct(by=author.viewer, post_id=post.pk, sent=text(files=(foreign.pk,)))


def test_the_same_correction_twice_is_one() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    kept = factories.attachment(post.latest_version)
    sent = text("<p>Better.</p>", files=(kept.pk,))
    first = correct(by=author.viewer, post_id=post.pk, sent=sent)
    Space.objects.update(revision=F("revision") + 1)
    assert correct(by=author.viewer, post_id=post.pk, sent=sent) == first
    with pytest.raises(KeyReused) as refusal:
        correct(by=author.viewer, post_id=post.pk, sent=replace(sent, body="<p>Other.</p>"))
    assert refusal.value.reference == "RT-0001"
    assert Version.objects.count() == 2
    assert Notice.objects.filter(channel="mail").count() == 1


def test_it_is_on_record_and_the_author_gets_a_receipt() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    correct(by=author.viewer, post_id=post.pk, sent=text())
    record, notice = Record.objects.get(), Notice.objects.get(channel="mail")
    assert (record.act, record.subject_id) == ("correct", str(post.pk))
    assert record.detail["version"] == str(latest(post).pk)
    assert record.detail["number"] == 2
    assert (notice.kind, notice.receiver) == ("receipt", author.user)
    assert notice.facts == {"version": str(latest(post).pk)}


@override_settings(POSTS_PER_HOUR=2)
def test_corrections_have_a_rate_of_their_own() -> None:
    space, author = factories.space(), people.stakeholder()
    posts = [factories.post(space, author.person) for _ in range(3)]
    for post in posts[:2]:
        correct(by=author.viewer, post_id=post.pk, sent=text())
    with pytest.raises(TooManyPosts):
        correct(by=author.viewer, post_id=posts[2].pk, sent=text())


@pytest.mark.parametrize("versions", [1, 3])
def test_it_costs_the_same_whatever_came_before(
    versions: int, django_assert_num_queries: Any
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space)
    post = factories.post(space, author.person, prompt=factories.prompt(space))
    for _ in range(versions - 1):
        correct(by=author.viewer, post_id=post.pk, sent=text())
    viewer: Viewer = author.viewer
    with django_assert_num_queries(29):
        correct(by=viewer, post_id=post.pk, sent=text())
