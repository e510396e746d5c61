"""Return what waits to its author, with a reason."""

from django.db.models import F
from django.db.models.functions import Coalesce

from discussions.access.viewer import Viewer
from discussions.enums import PostState, VersionReview
from discussions.models import Post, Version
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.services.earlier_versions import keep_from_readers
from moderation.validators.decisions import DecisionWords, SeenPost


def return_to_author(*, by: Viewer, seen: SeenPost, words: DecisionWords) -> Decision:
    """Return the waiting version; a pending post is returned with it, a published one stays as it is.

    Raises what `decide` raises; a reason is needed.
    """

    def effect(post: Post) -> bool:
        now = transaction_now()
        # It may have been returned before: hidden, rejected and taken up again since.
        Version.objects.filter(pk=post.latest_version_id).update(
            review=VersionReview.RETURNED, returned_at=Coalesce(F("returned_at"), now)
        )
        if post.state == PostState.PUBLISHED:
            return False
        keep_from_readers(post)  # it was public before it was rejected
        post.state = PostState.RETURNED
        post.state_since = now
        post.reason = words.reason
        post.save(update_fields=["state", "state_since", "reason"])
        return True

    return decide(by=by, seen=seen, act=DecisionAct.RETURN, words=words, effect=effect)
