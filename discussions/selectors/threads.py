"""Posts in thread order, page by page, with all that is needed to show them.

A thread is listed depth first, so each ancestor of a post on a page stands on that page or is an
ancestor of its first post. How many statements are made does not depend on how many posts there are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, Q

from discussions.models import Post, PostMove, Prompt, Space, Version
from discussions.models.post import PostQuerySet

_STEP = len(Post.step(0))


@dataclass(frozen=True)
class ThreadSlice:
    """Posts that follow each other in thread order.

    `above` holds the posts that they hang from and that are not among them, by sequence.
    """

    posts: list[Post]
    above: dict[int, Post] = field(default_factory=dict)
    has_more: bool = False


def under_prompt(space: Space, prompt: Prompt | None) -> PostQuerySet:
    """What answers a question, or the space as a whole, and stands in its threads."""
    return Post.objects.filter(space=space, prompt=prompt).in_threads()


def all_below(post: Post) -> PostQuerySet:
    """The replies to a post, to any depth and in every state."""
    return Post.objects.filter(
        space=post.space_id,
        root_sequence=post.root_sequence,
        path__startswith=post.path,
        path__gt=post.path,
    )


def below(post: Post) -> PostQuerySet:
    """The replies to a post, to any depth, that stand in its thread."""
    return all_below(post).in_threads()


def last_before_page_of(post: Post, size: int) -> Post | None:
    """The post after which a page of `size` has to begin to show a post; None: at the beginning.

    The thread stands at the head of the page; where it is too long for that, the post itself. One statement more
    for a reply than for a submission.
    """
    others = Post.objects.filter(space=post.space_id, prompt=post.prompt_id).in_threads()
    found = None
    if post.parent_id is not None:
        above_it = others.filter(root_sequence=post.root_sequence, path__lt=post.path)
        before_it = list(above_it.order_by("-path")[:size])
        found = before_it[0] if len(before_it) == size else None
    if found is None:
        earlier = others.filter(root_sequence__lt=post.root_sequence)
        found = earlier.order_by("-root_sequence", "-path").first()
    if found is not None:
        found.space = post.space
    return found


def how_many(posts: PostQuerySet) -> int:
    """How many there are in all; one statement."""
    return posts.count()


def page_of(posts: PostQuerySet, space: Space, size: int, after: Post | None) -> ThreadSlice:
    """The first `size` posts in thread order, or those after a post of the space."""
    if after is not None:
        posts = posts.filter(root_sequence__gte=after.root_sequence).filter(
            Q(root_sequence__gt=after.root_sequence) | Q(path__gt=after.path)
        )
    found = list(_whole(posts.in_thread_order())[: size + 1])
    return _slice(found[:size], space, has_more=len(found) > size)


def share_of_each(space: Space, shares: Mapping[int | None, int]) -> dict[int | None, ThreadSlice]:
    """The first posts of several questions, of each as many as `shares` says, by the question's id."""
    slices = [
        Post.objects.filter(space=space, prompt=prompt)
        .in_threads()
        .in_thread_order()
        .values_list("pk")[:share]
        for prompt, share in shares.items()
        if share
    ]
    if not slices:
        return {}
    ids = [pk for (pk,) in slices[0].union(*slices[1:], all=True)]
    posts = list(_whole(Post.objects.filter(pk__in=ids).in_thread_order()))
    found = _slice(posts, space, has_more=False)
    by_prompt: dict[int | None, list[Post]] = {}
    for post in found.posts:
        by_prompt.setdefault(post.prompt_id, []).append(post)
    return {prompt: ThreadSlice(posts, found.above) for prompt, posts in by_prompt.items()}


def shared_out(counts: Mapping[int | None, int], total: int) -> dict[int | None, int]:
    """How many of each to show when about `total` are shared out: evenly, what one leaves goes to the others.

    Each that has any gets one at least.
    """
    shares = {key: min(count, 1) for key, count in counts.items()}
    left = total - sum(shares.values())
    while left > 0 and (waiting := [key for key in counts if shares[key] < counts[key]]):
        portion = max(left // len(waiting), 1)
        for key in waiting[:left]:
            taken = min(portion, counts[key] - shares[key])
            shares[key] += taken
            left -= taken
    return shares


def with_everything(post: Post) -> Post:
    """The same post with all that a page of its own shows: every version with its files, and what it hangs from."""
    versions = Version.objects.order_by("number").prefetch_related("attachments", "redactions")
    whole = (
        Post.objects.filter(pk=post.pk)
        .select_related("prompt__window")
        .prefetch_related(
            Prefetch("versions", queryset=versions), *_BESIDE_VERSIONS, *_OTHER_POSTS
        )
        .get()
    )
    whole.space = post.space
    return whole


def above(posts: list[Post], space: Space) -> dict[int, Post]:
    """The posts that some posts of the space hang from and that are not among them, by sequence."""
    at_hand = {post.sequence for post in posts}
    wanted = {step for post in posts for step in steps_of(post)} - at_hand
    found = Post.objects.filter(space=space, sequence__in=sorted(wanted))
    shown = Version.objects.prefetch_related("redactions")
    rows = list(found.prefetch_related(Prefetch("public_version", queryset=shown)))
    for post in rows:
        post.space = space
    return {post.sequence: post for post in rows}


def steps_of(post: Post) -> list[int]:
    """The sequences on the way from the root of its thread to a post, the post itself last."""
    return [int(post.path[at : at + _STEP]) for at in range(0, len(post.path), _STEP)]


def whole_posts(ids: Collection[UUID], space: Space) -> dict[UUID, Post]:
    """Posts of the space by their ids, with all that a list shows of them, in a fixed number of statements."""
    posts = {post.pk: post for post in _whole(Post.objects.filter(space=space, pk__in=ids))}
    for post in posts.values():
        post.space = space
    return posts


_BESIDE_VERSIONS = ("co_signatories", "endorsements")
_OTHER_POSTS: tuple[Prefetch[str], ...] = (
    Prefetch("moves", queryset=PostMove.objects.select_related("prompt", "in_reply_to__space")),
    Prefetch("merged_into", queryset=Post.objects.select_related("space")),
    Prefetch("carried_from", queryset=Post.objects.select_related("space", "prompt__document")),
)


def _whole(posts: PostQuerySet) -> PostQuerySet:
    """Posts with all that a list shows of them, in a fixed number of statements."""
    shown = Version.objects.prefetch_related("attachments", "redactions")
    dates = Version.objects.only(
        "post_id", "number", "received_at", "published_at", "standing", "review"
    )
    return posts.prefetch_related(
        Prefetch("public_version", queryset=shown),
        Prefetch("versions", queryset=dates.order_by("number")),
        *_BESIDE_VERSIONS,
        *_OTHER_POSTS,
    )


def _slice(posts: list[Post], space: Space, *, has_more: bool) -> ThreadSlice:
    for post in posts:
        post.space = space
    return ThreadSlice(posts, above(posts, space), has_more)
