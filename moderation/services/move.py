"""Move a post with its replies (PRODUCT, sections 3.5 and 4)."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction

from discussions.access.places import Place
from discussions.access.viewer import Viewer
from discussions.models import Post
from discussions.services.locks import share_parent, share_prompt
from discussions.services.subtree import carry_over, hang, lock_moves, lock_subtree
from hub.kit.clock import database_now, transaction_now
from hub.kit.record import write_record
from moderation.access.places import check_destination, check_not_tied
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.selectors.places import find_place, tied_by_merges
from moderation.services.deciding import Outcome, decide, settle, told_of
from moderation.validators.decisions import DecisionWords, SeenPost
from moderation.validators.places import Destination


def move(*, by: Viewer, seen: SeenPost, to: Destination, words: DecisionWords) -> Decision:
    """Put a post with all its replies elsewhere; where it stood stays on record, its author is told.

    Within its space the reference stays. In another space the post and each reply get new references, the former ones
    lead there, and the authors of the replies are told too. Standings, versions, endorsements and signatures stay.
    The same by the same person again gives the same decision. Raises what `decide` raises, NotModerator of the other
    space, NotFound for a place that is not there, NotPossibleNow where the post cannot stand there.
    """
    is_done = False

    def effect(post: Post) -> Outcome:
        nonlocal is_done
        is_done = True
        replies = lock_subtree(post)
        place = _held(post, replies, by, to)
        if place.space.pk == post.space_id:
            return _within(post, replies, place)
        return _across(post, replies, place, by, words)

    with transaction.atomic():
        lock_moves()
        decision = decide(by=by, seen=seen, act=DecisionAct.MOVE, words=words, effect=effect)
        if not is_done:  # the same form came again, unless it asks for another place now
            post = Post.objects.get(pk=seen.post_id)
            if not find_place(to).holds(post):
                raise told_of(post)
        return decision


def _held(post: Post, replies: Sequence[Post], by: Viewer, to: Destination) -> Place:
    """The place as it stands now; what it hangs from is held as by whoever answers it: nobody hides, moves or deletes it."""
    if to.parent is not None:
        share_parent(to.parent)
    elif to.prompt is not None:
        share_prompt(to.space, to.prompt)
    place = find_place(to)
    check_destination(by, post, place, transaction_now())
    if place.space.pk != post.space_id:
        check_not_tied(tied_by_merges([post, *replies]))
    return place


def _within(post: Post, replies: Sequence[Post], place: Place) -> Outcome:
    detail = {"from": _place_of(post), "replies": len(replies)}
    hang(post, replies, place, database_now())
    return Outcome(
        other_post_id=post.parent_id,
        detail={**detail, "to": _place_of(post)},
    )


def _across(
    post: Post, replies: Sequence[Post], place: Place, by: Viewer, words: DecisionWords
) -> Outcome:
    """Everybody whose text gets another reference is told; of a message to the author, the author alone."""
    everything = [post, *replies]
    before = {one.pk: _place_of(one) for one in everything}
    left = post.space_id
    carry_over(post, replies, place, database_now())
    batch = uuid4() if replies else None
    came = {
        one.pk: Outcome(
            other_post_id=one.parent_id,
            batch=batch,
            detail={"from": before[one.pk], "to": _place_of(one)},
        )
        for one in everything
    }
    for reply in replies:
        settle(reply, by, DecisionAct.MOVE, DecisionWords(words.reason), came[reply.pk])
    # What left is an act in that space as well: an export of it is of another instant.
    write_record(
        "move-out",
        ("post", post.pk),
        by=by.user_id,
        space_id=left,
        reason=words.reason or "",
        detail={**came[post.pk].detail, "replies": len(replies)},
    )
    return came[post.pk]


def _place_of(post: Post) -> dict[str, Any]:
    """Where it stands, by ids and numbers alone."""
    return {
        "space": post.space_id,
        "post_number": post.number,
        "prompt": post.prompt_id,
        "parent": str(post.parent_id) if post.parent_id else None,
    }
