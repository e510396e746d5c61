"""Publishing and what becomes of the versions."""

import pytest

from accounts.models import Notice
from discussions.models import Version
from moderation.services.publish import publish
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version


def test_a_pending_post_becomes_public_with_the_version_that_was_seen(desk: Desk) -> None:
    post = desk.post(received_at=factories.LONG_AGO)
    sent_at = post.state_since
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert (post.state, post.reason) == ("published", None)
    assert post.state_since > sent_at
    assert post.public_version == post.latest_version
    version = Version.objects.get()
    assert (version.review, version.published_at) == ("approved", post.state_since)


def test_late_input_that_is_accepted_stays_late(desk: Desk) -> None:
    post = desk.post(standing="late")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert (post.state, post.standing) == ("published", "late")
    assert Version.objects.get().standing == "late"


def test_a_waiting_correction_takes_the_place_of_the_public_version(desk: Desk) -> None:
    post = desk.post(state="published")
    first, since = post.latest_version, post.state_since
    second = new_version(post)
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (post.state, post.state_since, post.public_version) == ("published", since, second)
    assert second.review == "approved"
    assert second.published_at is not None
    assert first.review == "superseded"
    assert first.published_at is not None


def test_publishing_a_reply_tells_whom_it_answers_once(desk: Desk) -> None:
    answered = desk.post(state="published")
    replier = people.stranger()
    reply = desk.post(answers=answered)
    reply.author = replier.person
    reply.save()
    publish(by=desk.moderator.viewer, seen=seen_now(reply))
    kinds = Notice.objects.filter(receiver=desk.author.user, channel="mail")
    assert [notice.kind for notice in kinds] == ["reply"]
    new_version(reply)
    publish(by=desk.moderator.viewer, seen=seen_now(reply))
    assert kinds.count() == 1


@pytest.mark.parametrize("state", ["pending", "published"])
def test_the_author_is_told(desk: Desk, state: str) -> None:
    post = desk.post(state=state)
    if state == "published":
        new_version(post)
    decision = publish(by=desk.moderator.viewer, seen=seen_now(post))
    assert Notice.objects.get(channel="mail").act == f"decision:{decision.pk}"
