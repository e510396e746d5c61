"""A post with all its replies, put into another place (PRODUCT, section 4: moves)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr

from discussions.access.places import Place
from discussions.models import Draft, Post, PostMove, Space
from discussions.models.identifiers import new_archive_id
from discussions.selectors.threads import all_below
from discussions.services.reference import issue_numbers, raise_revision

# The first half of the name of an advisory lock.
_MOVES = 5203


def lock_moves() -> None:
    """One act at a time that needs more than one post: two that want the same posts never wait in a circle.

    Before any other lock. Whoever sends, corrects or decides on one post does not wait for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_MOVES])


def lock_subtree(post: Post) -> list[Post]:
    """The replies to a locked post, to any depth and in every state, in thread order, held until the end.

    Who answers one of them holds it FOR SHARE: its reply is there before it is locked here, or waits for what becomes
    of it. So what came meanwhile is looked for until nothing is new.
    """
    held: set[UUID] = set()
    while True:
        found = list(all_below(post).values_list("pk", flat=True))
        new = [pk for pk in found if pk not in held]
        if not new:
            break
        # In one order for everybody; replies to them are not kept waiting by a foreign key alone (NO KEY).
        locked = Post.objects.filter(pk__in=new).order_by("pk").select_for_update(no_key=True)
        held.update(locked.values_list("pk", flat=True))
    replies = list(all_below(post).in_thread_order())
    for reply in replies:
        reply.space = post.space
    return replies


def hang(post: Post, replies: Sequence[Post], to: Place, at: datetime) -> None:
    """Put the locked post with its replies elsewhere in its space; references stay, and so does the order of arrival."""
    _note(post, to, at)
    before = len(post.path), post.depth
    _stand(post, to)
    post.save(update_fields=["prompt", "parent", "root_sequence", "path", "depth"])
    Post.objects.filter(pk__in=[reply.pk for reply in replies]).update(
        prompt=to.prompt,
        root_sequence=post.root_sequence,
        path=Concat(Value(post.path), Substr("path", before[0] + 1)),
        depth=F("depth") + (post.depth - before[1]),
    )


def carry_over(post: Post, replies: Sequence[Post], to: Place, at: datetime) -> None:
    """Put the locked post with its replies into another space, each under a new reference there.

    The numbers follow each other in thread order, by one update of that space's counter; the former references lead to
    the new ones. What somebody writes as a reply or correction goes along.
    """
    everything = [post, *replies]
    # Before the references change: who holds a space's counter may still have to see that a post is there.
    left = post.space_id
    _lock_spaces(left, to.space.pk)
    first = issue_numbers(to.space.pk, len(everything))
    raise_revision(left)
    ids = _archive_ids(everything, to.space)
    by_id = {one.pk: one for one in everything}
    for number, one in enumerate(everything, first):
        parent = to.parent if one is post else by_id[one.parent_id or one.pk]
        place = Place(to.space, to.prompt, parent)
        _note(one, place, at)
        one.space, one.number, one.sequence = to.space, number, number
        one.archive_id = ids[one.pk]
        _stand(one, place)
        one.save(
            update_fields=[
                "space", "archive_id", "number", "sequence",
                "prompt", "parent", "root_sequence", "path", "depth",
            ]
        )  # fmt: skip
    drafts = Draft.objects.filter(Q(parent__in=everything) | Q(corrected__in=everything))
    drafts.update(space=to.space)


def _stand(post: Post, to: Place) -> None:
    """Say where the post stands, from its own sequence and what it answers."""
    parent = to.parent
    post.prompt, post.parent = to.prompt, parent
    post.root_sequence = parent.root_sequence if parent else post.sequence
    post.path = f"{parent.path if parent else ''}{Post.step(post.sequence)}"
    post.depth = parent.depth + 1 if parent else 0


def _note(post: Post, to: Place, at: datetime) -> None:
    """Keep of where it stands now what changes."""
    goes_elsewhere = post.space_id != to.space.pk
    has_prompt = goes_elsewhere or post.prompt_id != (to.prompt.pk if to.prompt else None)
    has_parent = post.parent_id != (to.parent.pk if to.parent else None)
    PostMove.objects.create(
        post=post,
        position=PostMove.objects.filter(post=post).count(),
        prompt_id=post.prompt_id if has_prompt else None,
        had_prompt=has_prompt,
        in_reply_to_id=post.parent_id if has_parent else None,
        had_in_reply_to=has_parent,
        reference=post.reference if goes_elsewhere else None,
        had_reference=goes_elsewhere,
        at=at,
    )


def _lock_spaces(*space_ids: int) -> None:
    list(Space.objects.filter(pk__in=space_ids).order_by("pk").select_for_update(no_key=True))


def _archive_ids(posts: Sequence[Post], space: Space) -> Mapping[UUID, str]:
    """Each keeps the id that it has in archives, unless another post of the space has the same."""
    wanted = [post.archive_id for post in posts]
    taken = set(
        Post.objects.filter(space=space, archive_id__in=wanted).values_list(
            "archive_id", flat=True
        )
    )
    return {
        post.pk: new_archive_id() if post.archive_id in taken else post.archive_id
        for post in posts
    }
