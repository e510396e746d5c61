"""What readers reported of a post."""

from django.db.models import QuerySet

from discussions.enums import ReportKind
from discussions.models import Post, Report


def open_reports(post: Post) -> list[Report]:
    """Reports by readers that wait, the oldest first; one statement."""
    return list(_reports(post).filter(closed_at__isnull=True))


def closed_reports(post: Post) -> int:
    """How many were dealt with; one statement."""
    return _reports(post).filter(closed_at__isnull=False).count()


def _reports(post: Post) -> QuerySet[Report]:
    return Report.objects.filter(post=post, kind=ReportKind.REPORT).order_by("pk")
