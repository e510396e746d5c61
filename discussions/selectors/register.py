"""Every reference that a space ever issued, page by page."""

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
    shown = Version.objects.prefetch_related("redactions")
    rows = [
        RegisterRow(post.number, post.number, post=post)
        for post in posts.prefetch_related(
            Prefetch("public_version", queryset=shown),
            Prefetch("merged_into", queryset=Post.objects.select_related("space")),
            Prefetch("parent", queryset=Post.objects.only("number", "space_id")),
        )[: size + 1]
    ]
    for row in rows:
        assert row.post is not None
        row.post.space = space
        if row.post.parent is not None:
            row.post.parent.space = space
    rows += _moved_out(space, size, after)
    rows.sort(key=lambda row: row.number)
    has_more = len(rows) > size
    return list(_with_gaps(rows[:size], after, None if has_more else space.last_number)), has_more


def moved_from(space: Space, prompt: Prompt | None) -> list[PostMove]:
    """The moves to other spaces of what readers saw under a question, or to the space as a whole; one statement.

    In the order of the former references, each with the post and its space.
    """
    moves = _given_up(space).filter(had_prompt=True, prompt=prompt)
    return list(moves.filter(post__public_version__isnull=False))


def _moved_out(space: Space, size: int, after: int) -> list[RegisterRow]:
    rows = []
    for move in _given_up(space, after)[: size + 1]:
        number = int((move.reference or "").rpartition("-")[2])
        rows.append(RegisterRow(number, number, moved=move))
    return rows


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
