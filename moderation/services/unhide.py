"""Show a hidden post again."""

from discussions.access.viewer import Viewer
from discussions.enums import PostState
from discussions.models import Post
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def unhide(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Publish a hidden post again, as it was. Raises what `decide` raises."""
    return decide(by=by, seen=seen, act=DecisionAct.UNHIDE, words=words, effect=_unhide)


def _unhide(post: Post) -> bool:
    post.state = PostState.PUBLISHED
    post.state_since = transaction_now()
    post.reason = None
    post.save(update_fields=["state", "state_since", "reason"])
    return True
