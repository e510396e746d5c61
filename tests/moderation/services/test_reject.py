"""Rejecting, and what becomes of post, versions and readers."""

import pytest
from django.test import Client

from discussions.access.viewer import VISITOR
from discussions.access.words import Exposure, exposure_of
from discussions.enums import ReasonCode
from discussions.errors import NotPossibleNow
from discussions.models import Post, Space, Version
from moderation.models import Decision
from moderation.services.reject import reject
from moderation.validators.decisions import DecisionWords
from tests import factories
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.OFF_TOPIC, "It is about another treaty.")


def test_a_rejected_post_keeps_its_line_with_the_reason_and_nothing_is_erased(
    desk: Desk, client: Client
) -> None:
    post = desk.post(body="<p>What nobody shall read.</p>", received_at=factories.LONG_AGO)
    sent_at = post.state_since
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == ("rejected", "off-topic", None)
    assert post.state_since > sent_at
    assert exposure_of(post, VISITOR) == Exposure.LINE
    assert exposure_of(post, desk.author.viewer) == Exposure.TEXT
    version = Version.objects.get()
    assert (version.review, version.body) == ("rejected", "<p>What nobody shall read.</p>")
    register = client.get("/en/spaces/roundtable/register/").content.decode()
    assert "RT-0001" in register
    assert "The text does not concern the subject of this space." in register
    assert "What nobody shall read" not in client.get("/en/posts/RT-0001/").content.decode()


def test_a_rejected_correction_leaves_the_published_post_as_it_is(desk: Desk) -> None:
    post = desk.post(state="published")
    first, since = post.latest_version, post.state_since
    second = new_version(post)
    revision = Space.objects.get().revision
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    for row in (post, first, second):
        row.refresh_from_db()
    assert (post.state, post.reason, post.state_since) == ("published", None, since)
    assert post.public_version == first
    assert (first.review, second.review) == ("approved", "rejected")
    assert Space.objects.get().revision == revision  # readers see nothing of it


def test_what_was_hidden_is_rejected_and_its_replies_stay(desk: Desk, client: Client) -> None:
    post = desk.post(state="hidden", reason="spam")
    desk.post(state="published", answers=post, body="<p>A reply that stays.</p>")
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == ("rejected", "off-topic", None)
    for address in ("spaces/roundtable/general/", "posts/RT-0002/", "posts/RT-0001/"):
        page = client.get(f"/en/{address}").content.decode()
        assert "A reply that stays." in page, address


def test_a_late_text_is_refused_as_late_and_one_on_time_is_not(desk: Desk) -> None:
    late, on_time = desk.post(standing="late"), desk.post()
    as_late = DecisionWords(ReasonCode.LATE)
    reject(by=desk.moderator.viewer, seen=seen_now(late), words=as_late)
    with pytest.raises(NotPossibleNow, match="did not come late"):
        reject(by=desk.moderator.viewer, seen=seen_now(on_time), words=as_late)
    assert Decision.objects.count() == 1
    states = Post.objects.order_by("number").values_list("state", "reason", "standing")
    assert list(states) == [("rejected", "late", "late"), ("pending", None, "on-time")]
