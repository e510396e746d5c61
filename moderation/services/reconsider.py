"""Take up again what was rejected."""

from discussions.access.viewer import Viewer
from discussions.enums import PostState, VersionReview
from discussions.models import Post, Version
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def reconsider(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Let a rejected text wait for review once more, on appeal. Raises what `decide` raises."""
    return decide(by=by, seen=seen, act=DecisionAct.RECONSIDER, words=words, effect=_wait_again)


def _wait_again(post: Post) -> bool:
    Version.objects.filter(pk=post.latest_version_id).update(review=VersionReview.WAITING)
    if post.state == PostState.PUBLISHED:  # a rejected correction; what readers see stays
        return False
    post.state = PostState.PENDING
    post.state_since = transaction_now()
    post.reason = None
    post.save(update_fields=["state", "state_since", "reason"])
    return True
