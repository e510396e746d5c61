"""Appeals of authors against what was decided on their texts."""

from collections.abc import Iterable
from uuid import UUID

from discussions.enums import ReportKind
from discussions.models import Post, Report


def open_appeal(post_id: UUID) -> Report | None:
    """The appeal that waits for an answer, with the version it is about; one statement."""
    appeals = Report.objects.filter(post=post_id, kind=ReportKind.APPEAL, closed_at__isnull=True)
    return appeals.select_related("version").first()


def latest_appeal(post: Post) -> Report | None:
    """The last appeal against what stands decided now: on the latest version, in the present state; one statement.

    There is one at most, whatever became of it: each decision can be appealed once.
    """
    appeals = Report.objects.filter(
        post=post,
        kind=ReportKind.APPEAL,
        version=post.latest_version_id,
        at__gte=post.state_since,
    )
    return appeals.order_by("pk").last()


def latest_appeals(posts: Iterable[Post]) -> dict[UUID, Report]:
    """The same of many, by the id of the post; one statement, none for no post."""
    asked_about = {post.pk: post for post in posts}
    if not asked_about:
        return {}
    rows = Report.objects.filter(kind=ReportKind.APPEAL, post__in=list(asked_about))
    found = {}
    for row in rows.order_by("pk"):
        post = asked_about[row.post_id]
        if row.version_id == post.latest_version_id and row.at >= post.state_since:
            found[post.pk] = row
    return found


def has_appealed(post: Post) -> bool:
    """Whether there is one; one statement."""
    return latest_appeal(post) is not None
