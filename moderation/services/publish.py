"""Publish what waits."""

from django.db.models import F
from django.db.models.functions import Coalesce

from discussions.access.viewer import Viewer
from discussions.enums import PostState, VersionReview
from discussions.models import Post, Version
from discussions.services.joint import send_waiting_invitations
from discussions.services.notify import notify_endorsers, notify_reply
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.services.earlier_versions import keep_from_readers
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def publish(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Make the waiting version public; a pending or hidden post is published by it, and who it answers is told once.

    The version that readers see before stays reachable as superseded; what was taken from them stays so, and is not
    shown again as an earlier version. Raises what `decide` raises.
    """
    return decide(by=by, seen=seen, act=DecisionAct.PUBLISH, words=words, effect=_publish)


def _publish(post: Post) -> bool:
    now = transaction_now()
    becomes_public = post.state != PostState.PUBLISHED
    if becomes_public:
        keep_from_readers(post)
    else:
        earlier = Version.objects.filter(post=post, review=VersionReview.APPROVED)
        earlier.update(review=VersionReview.SUPERSEDED)
    Version.objects.filter(pk=post.latest_version_id).update(
        review=VersionReview.APPROVED,
        published_at=Coalesce(F("published_at"), now),  # it was public before it was rejected
    )
    post.public_version_id = post.latest_version_id
    if becomes_public:
        post.state = PostState.PUBLISHED
        post.state_since = now
        post.reason = None
    post.save(update_fields=["public_version", "state", "state_since", "reason"])
    send_waiting_invitations(post)
    if becomes_public:
        notify_reply(post)
    if post.latest_version.number > 1:
        notify_endorsers(post.latest_version)
    return True
