"""Merge a post into another, and separate them again (PRODUCT, sections 3.4 and 4)."""

from uuid import UUID

from django.db import transaction

from discussions.access.viewer import Viewer
from discussions.enums import PostState
from discussions.models import Post
from discussions.services.locks import share_parent
from discussions.services.notify import notify_endorsers_of_merge
from discussions.services.subtree import lock_moves
from hub.kit.clock import transaction_now
from moderation.access.places import check_merge
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import Outcome, decide, told_of
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def merge(*, by: Viewer, seen: SeenPost, into: UUID, words: DecisionWords) -> Decision:
    """Put a stub with a link to the survivor in the place of a published post; its replies stay there.

    Nothing is moved: who endorsed the post is asked whether they endorse the survivor too. The same by the same person
    again gives the same decision. Raises what `decide` raises, NotFound for a survivor that is not there,
    NotPossibleNow where it cannot be one.
    """

    def effect(post: Post) -> Outcome:
        # Held as by whoever answers it: nobody hides, withdraws or moves it meanwhile.
        survivor = share_parent(into)
        check_merge(post, survivor)
        post.state = PostState.MERGED
        post.state_since = transaction_now()
        post.reason = words.reason
        post.merged_into = survivor
        post.save(update_fields=["state", "state_since", "reason", "merged_into"])
        notify_endorsers_of_merge(post, survivor)
        return Outcome(other_post_id=survivor.pk, detail={"survivor": str(survivor.pk)})

    with transaction.atomic():
        lock_moves()
        decision = decide(by=by, seen=seen, act=DecisionAct.MERGE, words=words, effect=effect)
        if decision.other_post_id != into:  # the same words before, but another survivor
            raise told_of(Post.objects.get(pk=seen.post_id))
        return decision


def unmerge(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Publish a merged post again, as it was; what endorsers did meanwhile stays. Raises what `decide` raises."""
    return decide(by=by, seen=seen, act=DecisionAct.UNMERGE, words=words, effect=_separate)


def _separate(post: Post) -> Outcome:
    survivor = post.merged_into_id
    post.state = PostState.PUBLISHED
    post.state_since = transaction_now()
    post.reason = None
    post.merged_into = None
    post.save(update_fields=["state", "state_since", "reason", "merged_into"])
    return Outcome(other_post_id=survivor, detail={"survivor": str(survivor)})
