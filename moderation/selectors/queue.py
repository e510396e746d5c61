"""What waits for a moderator, over all the spaces that one moderates."""

from collections.abc import Mapping, Sequence
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
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from discussions.access.scans import has_closed_files
from discussions.access.viewer import Viewer
from discussions.access.words import may_say, reviewed_first, says
from discussions.enums import PostState, ReportKind, Standing, VersionReview
from discussions.models import Post, Space, Version
from discussions.selectors.references import parse_reference
from discussions.selectors.spaces import questions_of_windows
from hub.kit.search import asked_words
from moderation.enums import QueueShow
from moderation.models import Decision
from moderation.selectors.queue_filters import OPEN_REPORTS, narrowed
from moderation.validators.queue import QueueQuery

_WAITING: Final = Q(
    state__in=[PostState.PENDING, PostState.PUBLISHED, PostState.HIDDEN],
    latest_version__review=VersionReview.WAITING,
)
_SETTLED: Final = [PostState.REJECTED, PostState.WITHDRAWN, PostState.MERGED]
#: Which posts each list holds, with `_lists`. A late text that waits is in the first two.
_LISTS: Final[Mapping[str, Q | Exists]] = {
    QueueShow.WAITING: _WAITING,
    QueueShow.LATE: _WAITING & Q(latest_version__standing=Standing.LATE),
    QueueShow.RETURNED: Q(state=PostState.RETURNED)
    | Q(state=PostState.PUBLISHED, latest_version__review=VersionReview.RETURNED),
    QueueShow.APPEALED: Exists(OPEN_REPORTS.filter(kind=ReportKind.APPEAL)),
    QueueShow.REPORTED: Exists(OPEN_REPORTS.filter(kind=ReportKind.REPORT)),
    # One that was merged further is listed itself where its own survivor is gone.
    QueueShow.ORPHANED: Q(state=PostState.MERGED)
    & ~Q(merged_into__state__in=[PostState.PUBLISHED, PostState.MERGED]),
    QueueShow.HIDDEN: Q(state=PostState.HIDDEN),
    QueueShow.REJECTED: Q(state=PostState.REJECTED),
    QueueShow.PUBLISHED: Q(state=PostState.PUBLISHED),
    QueueShow.ALL: Q(),
}
#: Versions that nobody has decided on; the author may have put a newer one in their place.
_UNDECIDED: Final = Q(review=VersionReview.WAITING) | Q(
    review=VersionReview.SUPERSEDED, published_at__isnull=True
)
#: Lists that are sorted by what readers, or authors, ask for.
_ASKED_BY: Final[Mapping[str, ReportKind]] = {
    QueueShow.APPEALED: ReportKind.APPEAL,
    QueueShow.REPORTED: ReportKind.REPORT,
}
#: Lists of what waits for somebody begin with the oldest, the others with the newest.
_NEWEST_FIRST: Final = frozenset(
    {QueueShow.HIDDEN, QueueShow.REJECTED, QueueShow.PUBLISHED, QueueShow.ALL}
)
#: So often the list is read on where words stood only in what is kept from the reader.
_MOST_PIECES: Final = 8


@dataclass(frozen=True)
class QueueNumbers:
    """How many posts each list holds, and since when the oldest of those waits (UTC)."""

    counts: Mapping[str, int]
    oldest_at: datetime | None


@dataclass(frozen=True)
class QueueSlice:
    """A piece of a list; `after` is the reference after which it goes on, "" at its end.

    Each post has `open_reports` and `open_appeals`, how many of them wait, and `waits_since`: when the first was received
    of the versions that nobody has decided on, else the latest one (UTC).
    """

    posts: list[Post]
    after: str


def moderated_spaces(viewer: Viewer) -> list[Space]:
    """The spaces that are the viewer's to moderate, with their windows and their questions, by address; three statements."""
    spaces = Space.objects.order_by("slug").prefetch_related("windows", questions_of_windows())
    if not viewer.is_secretariat:
        spaces = spaces.filter(pk__in=viewer.moderates)
    return list(spaces)


def queue_numbers(viewer: Viewer, space: Space | None) -> QueueNumbers:
    """The numbers of all lists; one statement."""
    found = _posts_of(viewer, space).aggregate(
        oldest=Min(_waits_since(), filter=_WAITING),
        **{name: Count("pk", filter=condition) for name, condition in _lists().items()},
    )
    oldest = found.pop("oldest")
    return QueueNumbers(found, oldest)


def queue_slice(viewer: Viewer, asked: QueueQuery, space: Space | None, limit: int) -> QueueSlice:
    """At most `limit` posts of a list, after the post of a reference; what waits begins with the oldest.

    Unverified speakers of States and UN entities come ahead of all that waits (PRODUCT, section 2). A reference in the
    place of words finds its post in every list; words find a text, its speaker and the names of its files. The latest version comes with what its words need; three statements,
    four with `after`, and three more for each piece that is passed over because what is asked for stands only in what
    the viewer may not see.
    """
    words = asked_words(asked.q)
    reference = parse_reference(asked.q)
    posts = _posts_of(viewer, space)
    if reference is not None:
        prefix, number = reference
        posts = posts.filter(space__reference_prefix=prefix, number=number)
        return QueueSlice(list(_with_all(_sorted(posts, asked.show))), "")
    posts = narrowed(posts.filter(_lists()[asked.show]), asked)
    if words:
        posts = posts.filter(may_say(words))
    ordered = _in_order(posts, _posts_of(viewer, None), asked)
    return _piece(ordered, viewer, words, limit)


def _piece(
    ordered: QuerySet[Post], viewer: Viewer, words: Sequence[str], limit: int
) -> QueueSlice:
    """As many posts as a page takes, without those in which the words stand where the viewer may not look."""
    found: list[Post] = []
    for start in range(0, _MOST_PIECES * (limit + 1), limit + 1):
        piece = list(ordered[start : start + limit + 1])
        found += [
            post for post in piece if not words or says(post.latest_version, post, viewer, words)
        ]
        if len(found) > limit:
            return QueueSlice(found[:limit], found[limit - 1].reference)
        if len(piece) <= limit:
            return QueueSlice(found, "")
    return QueueSlice(found, piece[-1].reference)


def post_for_review(reference: str) -> Post | None:
    """The post of a reference with all that its panel shows, whoever asks; None where there is none.

    Its versions, decisions and the post it answers, with what their words need; a constant number of statements.
    """
    parsed = parse_reference(reference)
    if parsed is None:
        return None
    prefix, number = parsed
    decisions = Decision.objects.select_related(
        "by__person", "version", "other_post__space"
    ).order_by("pk")
    versions = Version.objects.prefetch_related("redactions", "attachments").order_by("number")
    answered = Post.objects.select_related("space", "public_version", "latest_version")
    return (
        Post.objects.filter(space__reference_prefix=prefix, number=number)
        .select_related("space", "prompt", "latest_version", "merged_into__space", "author__user")
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


def _lists() -> dict[str, Q | Exists]:
    """All lists: which files the virus scanner keeps closed depends on whether there is one."""
    return {**_LISTS, QueueShow.SCANNING: has_closed_files() & ~Q(state__in=_SETTLED)}


def _posts_of(viewer: Viewer, space: Space | None) -> QuerySet[Post]:
    posts = Post.objects.all()
    if space is not None:
        posts = posts.filter(space=space)
    return posts if viewer.is_secretariat else posts.filter(space_id__in=viewer.moderates)


def _in_order(posts: QuerySet[Post], places: QuerySet[Post], asked: QueueQuery) -> QuerySet[Post]:
    """The posts in the order of their list, after the one of `places` that an address names."""
    newest_first = asked.show in _NEWEST_FIRST
    sorted_posts = _sorted(posts, asked.show)
    if asked.after:
        beyond = _after(_sorted(places, asked.show), asked.after, newest_first)
        sorted_posts = sorted_posts.filter(beyond)
    order = ["sort_first", "sort_at", "pk"]
    return _with_all(sorted_posts).order_by(
        *(f"-{name}" if newest_first else name for name in order)
    )


def _with_all(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With what a line of the list says."""
    return (
        posts.select_related("space", "prompt", "latest_version")
        .prefetch_related("latest_version__redactions", "latest_version__attachments")
        .annotate(
            open_reports=_open(ReportKind.REPORT, Count("pk")),
            open_appeals=_open(ReportKind.APPEAL, Count("pk")),
            waits_since=_waits_since(),
        )
    )


def _waits_since() -> Coalesce:
    """An author who corrects what waits keeps the place in the queue: those before are still what was not decided on."""
    later = Version.objects.filter(post=OuterRef("post"), number__gt=OuterRef("number"))
    versions = Version.objects.filter(
        _UNDECIDED, ~Exists(later.exclude(_UNDECIDED)), post=OuterRef("pk")
    )
    first = versions.order_by("received_at").values("received_at")[:1]
    return Coalesce(Subquery(first), F("latest_version__received_at"))


def _open(kind: ReportKind, number: Count | Min) -> Subquery:
    """A number over the reports of a post that wait."""
    reports = OPEN_REPORTS.filter(kind=kind)
    return Subquery(reports.order_by().values("post").annotate(n=number).values("n"))


def _sorted(posts: QuerySet[Post], show: QueueShow) -> QuerySet[Post]:
    waits = show in {QueueShow.WAITING, QueueShow.LATE, QueueShow.SCANNING}
    first = Case(When(reviewed_first(), then=Value(0)), default=Value(1))
    since: F | Subquery | Coalesce = _waits_since() if waits else F("state_since")
    if show in _ASKED_BY:
        since = _open(_ASKED_BY[show], Min("at"))
    return posts.annotate(sort_first=first if waits else Value(1), sort_at=since)


def _after(posts: QuerySet[Post], reference: str, newest_first: bool) -> Q:
    parsed = parse_reference(reference)
    if parsed is None:
        return Q()
    prefix, number = parsed
    place = posts.filter(space__reference_prefix=prefix, number=number).first()
    if place is None:
        return Q()
    first, at, pk = place.sort_first, place.sort_at, place.pk  # type: ignore[attr-defined]  # annotated by the query
    if at is None:  # its reports were closed meanwhile: the list begins anew
        return Q()
    beyond = "lt" if newest_first else "gt"
    return (
        Q(**{f"sort_first__{beyond}": first})
        | Q(sort_first=first, **{f"sort_at__{beyond}": at})
        | Q(sort_first=first, sort_at=at, **{f"pk__{beyond}": pk})
    )
