"""Closing what readers reported of a post, and what its author asked for; and opening it again."""

from collections.abc import Collection
from uuid import UUID

from discussions.enums import ReportKind, ReportOutcome
from discussions.models import Report
from hub.kit.clock import transaction_now


def close_reports(
    post_id: UUID,
    *,
    by: int,
    outcome: ReportOutcome,
    kinds: Collection[ReportKind] = tuple(ReportKind),
) -> list[int]:
    """Close the open ones of a post, in the transaction of the act that answers them; their ids.

    `by` is the id of a user. The caller holds the post's row and writes the ids to the record of its act.
    """
    waiting = Report.objects.filter(post=post_id, kind__in=kinds, closed_at__isnull=True)
    ids = sorted(waiting.values_list("pk", flat=True))
    if ids:
        Report.objects.filter(pk__in=ids).update(
            closed_at=transaction_now(), closed_by_id=by, outcome=outcome
        )
    return ids


def open_again(post_id: UUID, ids: Collection[int]) -> list[int]:
    """Let reports by readers of a post wait again, as the act that answered them is undone; their ids.

    Not those of whom another waits already. The caller holds the post's row and writes the ids to the record of its act.
    """
    reports = Report.objects.filter(post=post_id, kind=ReportKind.REPORT)
    waiting = reports.filter(closed_at__isnull=True)
    closed = reports.filter(pk__in=ids, outcome=ReportOutcome.ACTED)
    closed = closed.exclude(by_person__in=waiting.values("by_person"))
    opened = sorted(closed.values_list("pk", flat=True))
    Report.objects.filter(pk__in=opened).update(closed_at=None, closed_by=None, outcome=None)
    return opened
