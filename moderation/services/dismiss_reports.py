"""Close what readers reported of a post that they go on seeing."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.enums import PostState, ReportKind, ReportOutcome
from discussions.errors import AlreadyDecided, NotFound
from discussions.models import Post, Report
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from moderation.access.decisions import MAY_ANSWER_REPORTS, check_dismiss_reports

ACT: Final = "reports-dismiss"


def dismiss_reports(*, by: Viewer, post_id: UUID, seen: Collection[int]) -> list[int]:
    """Close the reports by readers that were seen; the ids of those that it closed.

    Where the post was moved or words of it were withheld since, they count as acted on, else nothing was to be done. A
    report that came since stays open. Twice by the same person: nothing more happens. Raises NotFound, NotModerator,
    OwnText for one's own text, AlreadyDecided where somebody else has dealt with all of them.
    """
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).filter(pk=post_id).first()
        if post is None:
            raise NotFound
        check_dismiss_reports(by, post)
        reports = Report.objects.filter(post=post, kind=ReportKind.REPORT, pk__in=seen)
        waiting = sorted(reports.filter(closed_at__isnull=True).values_list("pk", flat=True))
        if not waiting:
            _check_by_oneself(
                by, post, reports.select_related("closed_by__person").order_by("pk").last()
            )
            return []
        reports.filter(pk__in=waiting).update(
            closed_at=transaction_now(), closed_by_id=by.user_id, outcome=_outcome(post, waiting)
        )
        write_record(
            ACT,
            ("post", post.pk),
            by=by.user_id,
            space_id=post.space_id,
            detail={"reports": waiting},
        )
        return waiting


def _outcome(post: Post, waiting: Collection[int]) -> ReportOutcome:
    """What came of them since the first was written."""
    first = Report.objects.filter(pk__in=waiting).aggregate(at=Min("at"))["at"]
    acted = post.decisions.filter(act__in=MAY_ANSWER_REPORTS, at__gte=first).exists()
    return ReportOutcome.ACTED if acted else ReportOutcome.DISMISSED


def _check_by_oneself(by: Viewer, post: Post, last: Report | None) -> None:
    """Raises AlreadyDecided where another closed it, NotFound where it is none of the post."""
    if last is None:
        raise NotFound
    assert last.closed_at is not None  # none of them waits
    if last.closed_by_id == by.user_id and post.state == PostState.PUBLISHED:
        return
    person = getattr(last.closed_by, "person", None)
    raise AlreadyDecided(
        by=person.name if person is not None else _("Another moderator"),
        act=str(ReportOutcome(last.outcome or "").label),
        at=last.closed_at,
    )
