"""Every reference that a space ever issued, page by page."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Prefetch, When
from django.db.models.functions import Cast, Substr

from discussions.models import Post, PostMove, Space, Version


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
    held = {row.number for row in rows}
    rows += [row for row in _moved_out(space, size, after) if row.number not in held]
    rows.sort(key=lambda row: row.number)
    has_more = len(rows) > size
    return list(_with_gaps(rows[:size], after, None if has_more else space.last_number)), has_more


def _moved_out(space: Space, size: int, after: int) -> list[RegisterRow]:
    start = f"{space.reference_prefix}-"
    moves = (
        PostMove.objects.filter(reference__startswith=start)
        .exclude(post__space=space)
        .annotate(
            former=Case(
                When(
                    reference__regex=f"^{start}[0-9]{{1,15}}$",
                    then=Cast(Substr("reference", len(start) + 1), BigIntegerField()),
                )
            )
        )
        .filter(former__gt=after, former__lte=space.last_number)
        .select_related("post__space")
        .order_by("former", "-at", "-pk")
        .distinct("former")
    )
    return [RegisterRow(move.former, move.former, moved=move) for move in moves[: size + 1]]


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
