"""What may be counted of who speaks: the third part of the one door to text and names.

Whoever may read a text knows its group; name, organisation and country follow what the author keeps from readers. No
name leaves here: an organisation is a number, the same for the same name in one reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, Value, When

from discussions.enums import LET_THROUGH, NameWithheld, PostState, Standing
from discussions.models import Post, Space, Version

_COLUMNS: Final = (
    "post__prompt__number",
    "post__depth",
    "post__received_at",
    "post__standing",
    "post__name_withheld",
    "language",
    "speaker_group",
    "speaker_organisation",
    "speaker_country",
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What may be counted of one post. `prompt` is the number of its question, None for the space as a whole.

    `organisation` numbers those that are named; None where there is none or it is withheld. `country` is an ISO 3166-1
    code, "" where it is not known, and where `is_place_withheld`.
    """

    prompt: int | None
    is_reply: bool
    received_at: datetime
    standing: str
    language: str
    group: str
    organisation: int | None
    country: str
    is_place_withheld: bool


def public_posts(space: Space) -> QuerySet[Post]:
    """What every reader sees of a space, and what observers may count."""
    return Post.objects.filter(space=space, state=PostState.PUBLISHED)


def all_posts(space: Space) -> QuerySet[Post]:
    """All that stands in a space, in every state: for its staff."""
    return Post.objects.filter(space=space)


def spoken_in(space: Space, *, public_only: bool) -> list[Spoken]:
    """The posts of a space, each by the version by which it counts; one statement.

    That is the last one that was ever public, else the last, as in exports: one that was taken from readers since only
    where there is no other; of an input in time the last that is not late. `public_only`: as every reader sees them. In the order of arrival.
    """
    versions = Version.objects.filter(post__space=space)
    if public_only:
        versions = versions.filter(
            post__state=PostState.PUBLISHED,
            published_at__isnull=False,
            review__in=LET_THROUGH,
        )
    is_late = Q(standing=Standing.LATE) & ~Q(post__standing=Standing.LATE)
    counting = (
        versions.annotate(
            unseen=Case(
                When(published_at__isnull=False, review__in=LET_THROUGH, then=Value(0)),
                When(published_at__isnull=False, then=Value(1)),
                default=Value(2),
            ),
            came_late=Case(When(is_late, then=Value(1)), default=Value(0)),
        )
        .order_by("post__number", "unseen", "came_late", "-number")
        .distinct("post__number")
    )
    return list(_spoken(counting.values_list(*_COLUMNS)))


def _spoken(rows: QuerySet[Version, tuple[Any, ...]]) -> Iterator[Spoken]:
    known: dict[str, int] = {}
    for prompt, depth, received_at, standing, withheld, language, group, name, country in rows:
        is_withheld = withheld == NameWithheld.NAME_AND_ORGANISATION
        is_named = bool(name) and not is_withheld
        yield Spoken(
            prompt=prompt,
            is_reply=depth > 0,
            received_at=received_at,
            standing=standing,
            language=language,
            group=group or "",
            organisation=known.setdefault(name, len(known)) if is_named else None,
            country="" if is_withheld else country or "",
            is_place_withheld=is_withheld,
        )
