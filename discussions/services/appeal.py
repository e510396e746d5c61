"""Asking for another look at what was decided against a text."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access.appeals import check_appeal
from discussions.access.viewer import Viewer
from discussions.enums import ReportKind
from discussions.errors import NotPossibleNow
from discussions.models import Report
from discussions.selectors.appeals import latest_appeal, open_appeal
from discussions.services.locks import lock_post
from hub.kit.clock import transaction_now
from hub.kit.record import write_record

ACT = "appeal"


def appeal(*, by: Viewer, post_id: UUID, words: str) -> Report:
    """Ask the moderators for another look: the author, once for each decision; `words` are for staff alone.

    Asked twice while one waits: the first, unchanged. A decision on the post closes it. Raises SignInFirst, NotYours,
    NotFound, NotPossibleNow.
    """
    with transaction.atomic():
        at = transaction_now()
        post = lock_post(post_id)
        check_appeal(by, post)
        waiting = open_appeal(post.pk)
        if waiting is not None:
            return waiting
        if latest_appeal(post) is not None:
            raise NotPossibleNow(
                _("You asked for another look already, and were told what was decided.")
            )
        assert by.person_id is not None
        report = Report.objects.create(
            post=post,
            version_id=post.latest_version_id,
            kind=ReportKind.APPEAL,
            by_person_id=by.person_id,
            words=words,
            at=at,
        )
        write_record(
            ACT,
            ("post", post.pk),
            by=by.user_id,
            space_id=post.space_id,
            detail={"version": str(post.latest_version_id), "report": report.pk},
        )
        return report
