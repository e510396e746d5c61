"""Telling the moderators of a post that may break the rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access.reports import check_report
from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import ReasonCode, ReportKind
from discussions.errors import NotPossibleNow, TooManyReports
from discussions.models import Report
from discussions.selectors.reports import open_report, reported_since
from discussions.services.locks import lock_author, lock_post
from hub.kit.clock import transaction_now
from hub.kit.record import write_record

ACT: Final = "report"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class GivenReport:
    """Why somebody reports a post; `words` are for staff alone."""

    reason: ReasonCode
    words: str = ""


def report(*, by: Viewer, post_id: UUID, given: GivenReport) -> Report:
    """Report what readers see of a post: once for each person until staff have dealt with it, so many a day.

    The same again: the same result. Nothing of the post changes, and its author never learns who it was. Raises
    SignInFirst, NotFound, NotPossibleNow, TooManyReports.
    """
    check_signed_in(by)
    assert by.person_id is not None
    with transaction.atomic():
        at = transaction_now()
        lock_author(by.person_id)
        post = lock_post(post_id)
        check_report(by, post)
        waiting = open_report(post, by.person_id)
        if waiting is not None:
            return _once_more(waiting, given)
        _check_rate(by.person_id, at)
        assert post.public_version_id is not None  # a published post has one
        made = Report.objects.create(
            post=post,
            version_id=post.public_version_id,
            kind=ReportKind.REPORT,
            by_person_id=by.person_id,
            reason=given.reason,
            words=given.words,
            at=at,
        )
        write_record(
            ACT,
            ("post", post.pk),
            by=by.user_id,
            space_id=post.space_id,
            reason=given.reason,
            detail={"version": str(post.public_version_id), "report": made.pk},
        )
        return made


def _once_more(waiting: Report, given: GivenReport) -> Report:
    if (waiting.reason, waiting.words) != (given.reason, given.words):
        raise NotPossibleNow(
            _("You have reported this text. The moderators have not answered yet.")
        )
    return waiting


def _check_rate(person_id: int, at: datetime) -> None:
    """Raises TooManyReports, with the seconds until the next is taken."""
    limit = settings.REPORTS_PER_DAY
    latest = list(reported_since(person_id, at - _DAY)[:limit])
    if len(latest) >= limit:
        raise TooManyReports(max(1, ceil((latest[-1] + _DAY - at).total_seconds())))
