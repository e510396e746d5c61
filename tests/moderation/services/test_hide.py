"""Hiding and showing again."""

from discussions.access.viewer import VISITOR
from discussions.access.words import Exposure, exposure_of
from discussions.enums import ReasonCode
from discussions.models import Version
from moderation.services.hide import hide
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.DISRESPECTFUL)


def test_a_hidden_post_is_a_stub_with_its_reason_and_its_versions_stay(desk: Desk) -> None:
    post = desk.post(state="published")
    reply = desk.post(state="published", answers=post)
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()
    reply.refresh_from_db()
    assert (post.state, post.reason) == ("hidden", "disrespectful")
    assert exposure_of(post, VISITOR) == Exposure.STUB
    assert exposure_of(reply, VISITOR) == Exposure.TEXT
    assert Version.objects.get(post=post).review == "approved"


def test_showing_it_again_takes_the_reason_away_and_changes_no_version(desk: Desk) -> None:
    post = desk.post(state="hidden", reason="spam")
    waiting = new_version(post)
    public = post.public_version
    unhide(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    waiting.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == ("published", None, public)
    assert waiting.review == "waiting"
