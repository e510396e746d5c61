"""Appeals of authors against what was decided on their texts."""

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


def has_appealed(post: Post) -> bool:
    """Whether there is one; one statement."""
    return latest_appeal(post) is not None
