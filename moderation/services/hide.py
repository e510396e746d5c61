"""Hide a published post."""

from discussions.access.viewer import Viewer
from discussions.enums import PostState
from discussions.models import Post
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.validators.decisions import DecisionWords, SeenPost


def hide(*, by: Viewer, seen: SeenPost, words: DecisionWords) -> Decision:
    """Put a stub with the reason's code in the place of the text; replies stay.

    Raises what `decide` raises; a reason is needed.
    """

    def effect(post: Post) -> bool:
        post.state = PostState.HIDDEN
        post.state_since = transaction_now()
        post.reason = words.reason
        post.save(update_fields=["state", "state_since", "reason"])
        return True

    return decide(by=by, seen=seen, act=DecisionAct.HIDE, words=words, effect=effect)
