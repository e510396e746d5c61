"""What somebody reported to the moderators."""

from datetime import datetime

from django.db.models import QuerySet

from discussions.enums import ReportKind
from discussions.models import Post, Report


def latest_report(post: Post, person_id: int | None) -> Report | None:
    """The last report of a post by a person; one statement."""
    return _reports().filter(post=post, by_person=person_id).order_by("pk").last()


def open_report(post: Post, person_id: int | None) -> Report | None:
    """The one that waits: a person has one of a post at a time; one statement."""
    return _reports().filter(post=post, by_person=person_id, closed_at__isnull=True).first()


def reported_since(person_id: int, since: datetime) -> QuerySet[Report, datetime]:
    """The instants of all reports by a person after one, the newest first."""
    reports = _reports().filter(by_person=person_id, at__gt=since)
    return reports.order_by("-at").values_list("at", flat=True)


def _reports() -> QuerySet[Report]:
    return Report.objects.filter(kind=ReportKind.REPORT)
