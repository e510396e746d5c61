"""Withdrawing: its author at any time, nobody else, and once."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections, transaction

from accounts.models import Notice
from discussions.access.words import Exposure, public_exposure_of
from discussions.errors import NotFound, NotPossibleNow, NotYours, SignInFirst
from discussions.models import Post
from discussions.services.correct import correct
from discussions.services.withdraw import withdraw
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.services.test_submit import ROLES, space_with, viewer_in
from tests.discussions.writing import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("window", ["none", "scheduled", "open", "grace", "closed"])
@pytest.mark.parametrize("state", ["published", "pending", "returned", "rejected", "hidden"])
def test_the_author_withdraws_at_any_time(window: str, state: str) -> None:
    space, author = space_with(window, "refuse"), people.stakeholder()
    post = factories.post(space, author.person, state=state)
    before = space.revision
    withdraw(by=author.viewer, post_id=post.pk)
    post.refresh_from_db()
    space.refresh_from_db()
    assert (post.state, post.reason) == ("withdrawn", None)
    assert space.revision == before + 1
    is_stub = state in {"published", "hidden"}
    assert public_exposure_of(post) == (Exposure.STUB if is_stub else Exposure.LINE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("window", ["open", "closed"])
def test_nobody_else_withdraws_a_text(role: str, window: str) -> None:
    space = space_with(window, "refuse")
    post = factories.post(space, people.actor("a@test.example", "A").person)
    with pytest.raises(SignInFirst if role == "visitor" else NotYours):
        withdraw(by=viewer_in(role, space), post_id=post.pk)
    assert Post.objects.get().state == "published"


def test_replies_stay() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    reply = factories.post(space, answers=post)
    withdraw(by=author.viewer, post_id=post.pk)
    assert Post.objects.get(pk=reply.pk).state == "published"


def test_done_twice_it_is_done_once() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    first = withdraw(by=author.viewer, post_id=post.pk)
    assert withdraw(by=author.viewer, post_id=post.pk).state_since == first.state_since
    record, notice = Record.objects.get(), Notice.objects.get(channel="mail")
    assert (record.act, record.subject_id, record.actor_id) == (
        "withdraw",
        str(post.pk),
        author.user.pk,
    )
    assert (notice.kind, notice.receiver) == ("receipt", author.user)
    assert notice.facts == {"version": str(post.latest_version_id), "withdrawn": True}


def test_what_was_merged_stays_merged() -> None:
    space, author = factories.space(), people.stakeholder()
    survivor = factories.post(space)
    post = factories.post(space, author.person, state="merged", merged_into=survivor)
    with pytest.raises(NotPossibleNow):
        withdraw(by=author.viewer, post_id=post.pk)


def test_a_post_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        withdraw(by=people.stakeholder().viewer, post_id=uuid4())


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_a_correction_on_its_way() -> None:
    space, author = factories.space(), people.stakeholder()
    post, viewer = factories.post(space, author.person), author.viewer

    def take_back() -> str:
        try:
            return withdraw(by=viewer, post_id=post.pk).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            correct(by=viewer, post_id=post.pk, sent=text())
            waiting = pool.submit(take_back)
            time.sleep(0.3)
            assert not waiting.done()
        assert waiting.result() == "withdrawn"
    assert Post.objects.get().latest_version.number == 2
