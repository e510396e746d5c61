"""Every reference that a space ever issued, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from discussions.models import Post, PostMove, Prompt, Space, Version
from discussions.selectors.references import number_in


@dataclass(frozen=True)
class RegisterRow:
    """One reference: a post that stands in the space, a move to another, or a run that an archive did not hold.

    `last` is the number of the end of a run, otherwise the number itself.
    """

    number: int
    last: int
    post: Post | None = None
    moved: PostMove | None = None


def register_of(space: Space, size: int, after: int = 0) -> tuple[list[RegisterRow], bool]:
    """The lines after a number, in order, and whether more follow; the same statements for any number of posts."""
    posts = Post.objects.filter(space=space, number__gt=after).order_by("number")
    rows = _held(space, posts, size + 1)
    rows += _moved_out(space, size, after)
    rows.sort(key=lambda row: row.number)
    has_more = len(rows) > size
    return list(_with_gaps(rows[:size], after, None if has_more else space.last_number)), has_more


def register_lines(space: Space, numbers: Sequence[int]) -> list[RegisterRow]:
    """The lines of some references, in order; the same statements for any number of posts."""
    posts = Post.objects.filter(space=space, number__in=numbers).order_by("number")
    rows = _held(space, posts, len(numbers))
    wanted = [space.reference_of(number) for number in numbers]
    gone = _given_up(space).filter(reference__in=wanted)
    rows += [RegisterRow(_former(move), _former(move), moved=move) for move in gone]
    return sorted(rows, key=lambda row: row.number)


def moved_from(space: Space, prompt: Prompt | None) -> list[PostMove]:
    """The moves to other spaces of what readers saw under a question, or to the space as a whole; one statement.

    In the order of the former references, each with the post and its space.
    """
    moves = _given_up(space).filter(had_prompt=True, prompt=prompt)
    return list(moves.filter(post__public_version__isnull=False))


def _held(space: Space, posts: QuerySet[Post], limit: int) -> list[RegisterRow]:
    """The lines of posts that stand in the space, with what their public words need."""
    shown = Version.objects.prefetch_related("redactions")
    rows = [
        RegisterRow(post.number, post.number, post=post)
        for post in posts.prefetch_related(
            Prefetch("public_version", queryset=shown),
            Prefetch("merged_into", queryset=Post.objects.select_related("space")),
            Prefetch("parent", queryset=Post.objects.only("number", "space_id")),
        )[:limit]
    ]
    for row in rows:
        assert row.post is not None
        row.post.space = space
        if row.post.parent is not None:
            row.post.parent.space = space
    return rows


def _moved_out(space: Space, size: int, after: int) -> list[RegisterRow]:
    moves = _given_up(space, after)[: size + 1]
    return [RegisterRow(_former(move), _former(move), moved=move) for move in moves]


def _former(move: PostMove) -> int:
    return int((move.reference or "").rpartition("-")[2])


def _given_up(space: Space, after: int = 0) -> QuerySet[PostMove]:
    """References after a number that their posts gave up, also where a post has come back meanwhile; each once."""
    start = f"{space.reference_prefix}-"
    held = Post.objects.filter(space=space, number=OuterRef("former"))
    return (
        PostMove.objects.filter(reference__startswith=start)
        .annotate(former=number_in("reference", start))
        .filter(~Exists(held), former__gt=after, former__lte=space.last_number)
        .select_related("post__space")
        .order_by("former", "-at", "-pk")
        .distinct("former")
    )


def _with_gaps(rows: list[RegisterRow], after: int, end: int | None) -> list[RegisterRow]:
    """The rows with a run for each stretch of numbers that is in none of them."""
    filled, expected = [], after + 1
    for row in rows:
        if row.number > expected:
            filled.append(RegisterRow(expected, row.number - 1))
        filled.append(row)
        expected = row.number + 1
    if end is not None and expected <= end:
        filled.append(RegisterRow(expected, end))
    return filled
