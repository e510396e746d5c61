"""Merge a post into another, and separate them again (PRODUCT, sections 3.4 and 4)."""

from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

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

    Nothing is moved: who endorsed the post is asked whether they endorse the survivor too. What was merged into the post
    before leads to the survivor as well, and its endorsers are asked. The same by the same person again gives the same decision. Raises what `decide` raises, NotFound for a survivor that is not there,
    NotPossibleNow where it cannot be one.
    """
    led_along: list[UUID] = []

    def effect(post: Post) -> Outcome:
        # Held as by whoever answers it: nobody hides, withdraws or moves it meanwhile.
        survivor = share_parent(into)
        check_merge(by, post, survivor)
        post.state = PostState.MERGED
        post.state_since = transaction_now()
        post.reason = words.reason
        post.merged_into = survivor
        post.save(update_fields=["state", "state_since", "reason", "merged_into"])
        led_along.extend(_held(Post.objects.filter(merged_into=post)))
        along = _lead(led_along, survivor)
        return Outcome(other_post_id=survivor.pk, detail={"survivor": str(survivor.pk), **along})

    with transaction.atomic():
        lock_moves()
        decision = decide(by=by, seen=seen, act=DecisionAct.MERGE, words=words, effect=effect)
        if decision.other_post_id != into:  # the same words before, but another survivor
            raise told_of(Post.objects.get(pk=seen.post_id))
        notify_endorsers_of_merge(decision.post_id, into, decision.pk, led_along)
        return decision


def unmerge(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Publish a merged post again, as it was; what endorsers did meanwhile stays. Raises what `decide` raises.

    What had been merged into it leads to it again.
    """
    with transaction.atomic():
        lock_moves()
        return decide(by=by, seen=seen, act=DecisionAct.UNMERGE, words=words, effect=_separate)


def _separate(post: Post) -> Outcome:
    survivor = post.merged_into_id
    post.state = PostState.PUBLISHED
    post.state_since = transaction_now()
    post.reason = None
    post.merged_into = None
    post.save(update_fields=["state", "state_since", "reason", "merged_into"])
    merged = Post.objects.filter(merged_into=survivor)
    along = _lead(_held(merged.filter(pk__in=_followers(post, merged))), post)
    return Outcome(other_post_id=survivor, detail={"survivor": str(survivor), **along})


def _followers(post: Post, merged: QuerySet[Post]) -> set[UUID]:
    """Those of the merged posts that came to their survivor by way of the post, as their last merge says."""
    last = Decision.objects.filter(post=OuterRef("pk"), act=DecisionAct.MERGE).order_by("-pk")
    came = dict(merged.values_list("pk", Subquery(last.values("other_post")[:1])))
    found: set[UUID] = set()
    reached = {post.pk}
    while reached:
        reached = {pk for pk, into in came.items() if into in reached} - found
        found |= reached
    return found


def _held(posts: QuerySet[Post]) -> list[UUID]:
    """Their ids, each held until the end; in one order for everybody."""
    locked = posts.order_by("pk").select_for_update(no_key=True)
    return list(locked.values_list("pk", flat=True))


def _lead(posts: list[UUID], survivor: Post) -> dict[str, list[str]]:
    """Let merged posts lead to another survivor; what the record says of it."""
    Post.objects.filter(pk__in=posts).update(merged_into=survivor)
    return {"along": sorted(map(str, posts))} if posts else {}
