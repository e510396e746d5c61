"""Reject what waits, or what was hidden."""

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.enums import PostState, ReasonCode, Standing, VersionReview
from discussions.errors import NotPossibleNow
from discussions.models import Post, Version
from hub.kit.clock import transaction_now
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.services.earlier_versions import keep_from_readers
from moderation.validators.decisions import DecisionWords, SeenPost


def reject(*, by: Viewer, seen: SeenPost, words: DecisionWords) -> Decision:
    """Keep a text from readers for good, unless it is taken up again; its line in the register stays, with the reason.

    So do all the versions of it that they saw. A rejected correction leaves what readers see as it is. Raises what `decide` raises; a reason is needed. Nothing
    is refused as late that was not: NotPossibleNow.
    """

    def effect(post: Post) -> bool:
        if words.reason == ReasonCode.LATE and post.latest_version.standing != Standing.LATE:
            raise NotPossibleNow(_("It did not come late: choose another reason."))
        Version.objects.filter(pk=post.latest_version_id).update(review=VersionReview.REJECTED)
        if post.state == PostState.PUBLISHED:
            return False
        keep_from_readers(post)
        post.state = PostState.REJECTED
        post.state_since = transaction_now()
        post.reason = words.reason
        post.public_version = None
        post.save(update_fields=["state", "state_since", "reason", "public_version"])
        return True

    return decide(by=by, seen=seen, act=DecisionAct.REJECT, words=words, effect=effect)
