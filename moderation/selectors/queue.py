"""What waits for a moderator, over all the spaces that one moderates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from discussions.access.viewer import Viewer
from discussions.access.words import reviewed_first
from discussions.enums import PostState, Standing, VersionReview
from discussions.models import Post, Report, Space, Version
from discussions.selectors.references import parse_reference
from moderation.enums import QueueShow
from moderation.models import Decision

_WAITING: Final = Q(
    state__in=[PostState.PENDING, PostState.PUBLISHED],
    latest_version__review=VersionReview.WAITING,
)
#: Which posts each list holds. A late text that waits is in the first two.
_LISTS: Final[Mapping[str, Q | Exists]] = {
    QueueShow.WAITING: _WAITING,
    QueueShow.LATE: _WAITING & Q(latest_version__standing=Standing.LATE),
    QueueShow.RETURNED: Q(state=PostState.RETURNED)
    | Q(state=PostState.PUBLISHED, latest_version__review=VersionReview.RETURNED),
    QueueShow.REPORTED: Exists(Report.objects.filter(post=OuterRef("pk"), closed_at__isnull=True)),
    QueueShow.HIDDEN: Q(state=PostState.HIDDEN),
    QueueShow.REJECTED: Q(state=PostState.REJECTED),
    QueueShow.PUBLISHED: Q(state=PostState.PUBLISHED),
}
#: Lists of what waits for somebody begin with the oldest, the others with the newest.
_NEWEST_FIRST: Final = frozenset({QueueShow.HIDDEN, QueueShow.REJECTED, QueueShow.PUBLISHED})


@dataclass(frozen=True)
class QueueNumbers:
    """How many posts each list holds, and since when the oldest of those waits (UTC)."""

    counts: Mapping[str, int]
    oldest_at: datetime | None


@dataclass(frozen=True)
class QueueSlice:
    """A piece of a list; `has_more`: there are posts after it."""

    posts: list[Post]
    has_more: bool


def moderated_spaces(viewer: Viewer) -> list[Space]:
    """The spaces that are the viewer's to moderate, with their windows, by address; two statements."""
    spaces = Space.objects.order_by("slug").prefetch_related("windows")
    if not viewer.is_secretariat:
        spaces = spaces.filter(pk__in=viewer.moderates)
    return list(spaces)


def queue_numbers(viewer: Viewer, space: Space | None) -> QueueNumbers:
    """The numbers of all lists; one statement."""
    found = _posts_of(viewer, space).aggregate(
        oldest=Min("latest_version__received_at", filter=_WAITING),
        **{name: Count("pk", filter=condition) for name, condition in _LISTS.items()},
    )
    oldest = found.pop("oldest")
    return QueueNumbers(found, oldest)


def queue_slice(
    viewer: Viewer, show: QueueShow, space: Space | None, after: str, limit: int
) -> QueueSlice:
    """At most `limit` posts of a list, after the post of a reference; what waits begins with the oldest.

    Unverified speakers of States and UN entities come ahead of all that waits (PRODUCT, section 2). The latest
    version comes with what its words need; four statements, five with `after`.
    """
    posts = _posts_of(viewer, space).filter(_LISTS[show])
    newest_first = show in _NEWEST_FIRST
    sorted_posts = _sorted(posts, show)
    if after:
        sorted_posts = sorted_posts.filter(
            _after(_sorted(_posts_of(viewer, None), show), after, newest_first)
        )
    order = ["sort_first", "sort_at", "pk"]
    found = list(
        sorted_posts.order_by(*(f"-{name}" if newest_first else name for name in order))
        .select_related("space", "prompt", "latest_version")
        .prefetch_related("latest_version__redactions", "latest_version__attachments")[: limit + 1]
    )
    return QueueSlice(found[:limit], len(found) > limit)


def post_for_review(reference: str) -> Post | None:
    """The post of a reference with all that its panel shows, whoever asks; None where there is none.

    Its versions, decisions and the post it answers, with what their words need; a constant number of statements.
    """
    parsed = parse_reference(reference)
    if parsed is None:
        return None
    prefix, number = parsed
    decisions = Decision.objects.select_related("by__person", "version").order_by("pk")
    versions = Version.objects.prefetch_related("redactions", "attachments").order_by("number")
    answered = Post.objects.select_related("space", "public_version", "latest_version")
    return (
        Post.objects.filter(space__reference_prefix=prefix, number=number)
        .select_related("space", "prompt", "latest_version")
        .prefetch_related(
            Prefetch("versions", queryset=versions),
            Prefetch("decisions", queryset=decisions),
            Prefetch(
                "parent",
                queryset=answered.prefetch_related(
                    "public_version__redactions", "latest_version__redactions"
                ),
            ),
            "latest_version__redactions",
            "latest_version__attachments",
        )
        .first()
    )


def states_of_author(author_id: int | None) -> dict[str, int]:
    """How many posts of a person stand in each state, in all spaces; one statement."""
    if author_id is None:
        return {}
    states = Post.objects.filter(author_id=author_id).values("state").annotate(posts=Count("pk"))
    return {row["state"]: row["posts"] for row in states}


def _posts_of(viewer: Viewer, space: Space | None) -> QuerySet[Post]:
    posts = Post.objects.all()
    if space is not None:
        posts = posts.filter(space=space)
    return posts if viewer.is_secretariat else posts.filter(space_id__in=viewer.moderates)


def _sorted(posts: QuerySet[Post], show: QueueShow) -> QuerySet[Post]:
    waits = show in {QueueShow.WAITING, QueueShow.LATE}
    first = Case(When(reviewed_first(), then=Value(0)), default=Value(1))
    return posts.annotate(
        sort_first=first if waits else Value(1),
        sort_at=F("latest_version__received_at") if waits else F("state_since"),
    )


def _after(posts: QuerySet[Post], reference: str, newest_first: bool) -> Q:
    parsed = parse_reference(reference)
    if parsed is None:
        return Q()
    prefix, number = parsed
    place = posts.filter(space__reference_prefix=prefix, number=number).first()
    if place is None:
        return Q()
    first, at, pk = place.sort_first, place.sort_at, place.pk  # type: ignore[attr-defined]  # annotated by the query
    beyond = "lt" if newest_first else "gt"
    return (
        Q(**{f"sort_first__{beyond}": first})
        | Q(sort_first=first, **{f"sort_at__{beyond}": at})
        | Q(sort_first=first, sort_at=at, **{f"pk__{beyond}": pk})
    )
