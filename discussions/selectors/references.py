"""Posts found by what people call them: `RT2-0047`, whatever the case."""

import re
from typing import Final

from django.db.models import BigIntegerField, Case, When
from django.db.models.functions import Cast, Substr

from discussions.models import Post, PostMove, Space

_REFERENCE: Final = re.compile(r"([A-Za-z][A-Za-z0-9]{1,7})-([0-9]{1,15})", re.ASCII)


def parse_reference(text: str) -> tuple[str, int] | None:
    """(prefix, number) of a reference in any case; None for what is none."""
    match = _REFERENCE.fullmatch(text)
    return (match[1].upper(), int(match[2])) if match else None


def post_of(space: Space, number: int) -> Post | None:
    """The post of a space that has a number."""
    return Post.objects.filter(space=space, number=number).first()


def moved_post(reference: str) -> Post | None:
    """The post that once had the reference in another space, with its space; None when there is none."""
    move = (
        PostMove.objects.filter(reference=reference.upper())
        .select_related("post__space")
        .order_by("-at", "-pk")
        .first()
    )
    return move.post if move is not None else None


def space_of_reference(reference: str) -> int | None:
    """The id of the space whose prefix a reference begins with; None when there is none."""
    spaces = Space.objects.filter(reference_prefix=reference.upper().partition("-")[0])
    return spaces.values_list("pk", flat=True).first()


def number_in(column: str, start: str) -> Case:
    """SQL: the number of a reference in a column, where that begins with a prefix and its hyphen; null for what is none."""
    return Case(
        When(
            **{f"{column}__regex": f"^{start}[0-9]{{1,15}}$"},
            then=Cast(Substr(column, len(start) + 1), BigIntegerField()),
        )
    )
