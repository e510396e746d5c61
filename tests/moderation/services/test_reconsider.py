"""Taking up again what was rejected, and every way on from there."""

from collections.abc import Callable

import pytest

from discussions.access.viewer import VISITOR
from discussions.access.words import text_for
from discussions.enums import ReasonCode
from discussions.models import Post, Space, Version
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.validators.decisions import DecisionWords
from tests import factories
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.OFF_TOPIC)


def test_a_rejected_post_waits_again_without_its_reason(desk: Desk) -> None:
    post = desk.post()
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    reconsider(by=desk.second.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == ("pending", None, None)
    assert Version.objects.get().review == "waiting"
    assert [decision.act for decision in Decision.objects.all()] == ["reject", "reconsider"]


def test_a_rejected_correction_waits_again_and_readers_see_nothing_of_it(desk: Desk) -> None:
    post = desk.post(state="published")
    first, second = post.latest_version, new_version(post)
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    revision = Space.objects.get().revision
    reconsider(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    second.refresh_from_db()
    assert (post.state, post.public_version, second.review) == ("published", first, "waiting")
    assert Space.objects.get().revision == revision


@pytest.mark.parametrize("act", [publish, return_to_author, reject])
def test_what_was_public_hidden_rejected_and_taken_up_again_can_be_decided_on(
    desk: Desk, act: Callable[..., Decision]
) -> None:
    """Its version was public once and is published anew: the instant of the first time stays."""
    post = desk.post(state="hidden", reason="spam")
    first_public_at = post.latest_version.published_at
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    reconsider(by=desk.moderator.viewer, seen=seen_now(post))
    act(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    expected = {publish: "published", return_to_author: "returned", reject: "rejected"}
    assert post.state == expected[act]
    assert Version.objects.get().published_at == first_public_at
    assert (post.public_version is not None) == (act is publish)


def test_one_version_alone_is_approved_after_all_that(desk: Desk) -> None:
    post = desk.post(state="hidden", reason="spam")
    new_version(post)
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    reconsider(by=desk.moderator.viewer, seen=seen_now(post))
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    reviews = Version.objects.order_by("number").values_list("review", flat=True)
    assert list(reviews) == ["rejected", "approved"]
    assert Post.objects.get().public_version.number == 2  # type: ignore[union-attr]  # published


def test_a_version_that_was_returned_before_can_be_returned_again(desk: Desk) -> None:
    post = desk.post(state="hidden", reason="spam")
    returned = new_version(post, review="returned")
    Version.objects.filter(pk=returned.pk).update(returned_at=factories.LONG_AGO)
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    reconsider(by=desk.moderator.viewer, seen=seen_now(post))
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    assert Post.objects.get().state == "returned"
    assert Post.objects.get().latest_version.returned_at == factories.LONG_AGO


def test_a_text_that_was_public_and_then_rejected_is_not_read_again_behind_a_mended_one(
    desk: Desk,
) -> None:
    post = desk.post(state="published")
    for act in (hide, reject, reconsider, return_to_author):
        act(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    mended = new_version(post, "waiting", "<p>Mended.</p>")
    Post.objects.filter(pk=post.pk).update(state="pending")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    first = post.versions.get(number=1)
    assert (first.review, text_for(first, post, VISITOR)) == ("returned", None)
    assert text_for(post.versions.get(pk=mended.pk), post, VISITOR) is not None
