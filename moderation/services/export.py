"""Asking for an export, and what keeps asked-for exports going."""

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from discussions.access.viewer import Viewer, check_secretariat, viewer_of
from discussions.models import Space
from hub.kit.record import write_record
from hub.kit.storage import forget
from moderation.enums import ExportState, ExportVariant
from moderation.exports.failure import ExportFailed
from moderation.exports.make import fail
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.selectors.exports import MOST_ATTEMPTS, outlived, unfinished
from moderation.tasks import make_export

logger = logging.getLogger(__name__)


def request_export(
    *, by: Viewer, space: Space, wanted: ExportFilter, variant: ExportVariant
) -> Export:
    """Ask for an export; it is on record, and after the commit a worker begins to make it.

    Asked twice by the same person while it is being made: the same export. Raises NotSecretariat.
    """
    check_secretariat(by)
    with transaction.atomic():
        assert by.user_id is not None, "the secretariat has an account"
        requester = User.objects.select_for_update(no_key=True).get(pk=by.user_id)
        check_secretariat(viewer_of(requester))  # as it stands now
        same = {
            "space": space,
            "requested_by": requester,
            "variant": variant,
            "filter": wanted.to_json(),
        }
        under_way = Export.objects.filter(
            state__in=[ExportState.WAITING, ExportState.RUNNING], **same
        ).first()
        if under_way is not None:
            return under_way
        export = Export.objects.create(**same)
        export.refresh_from_db(fields=["requested_at"])
        write_record(
            "export-requested",
            ("export", export.pk),
            by=by.user_id,
            space_id=space.pk,
            detail={"variant": variant.value},
        )
        transaction.on_commit(partial(_wake, export.pk))
    return export


def record_fetch(*, by: Viewer, export: Export) -> None:
    """Who fetched what stands on record. Raises NotSecretariat."""
    check_secretariat(by)
    write_record(
        "export-fetched",
        ("export", export.pk),
        by=by.user_id,
        space_id=export.space_id,
        detail={"variant": export.variant, "sha256": export.sha256},
    )


def resume_exports() -> None:
    """Wake a worker for each export that nobody makes; give up those that were begun too often."""
    for export in unfinished():
        if export.attempts < MOST_ATTEMPTS:
            _wake(export.pk)
        else:
            fail(export, ExportFailed("given-up", attempts=export.attempts))


def retire_exports() -> None:
    """Remove the bytes of exports that are kept no longer. Done again after a crash, it does the rest."""
    for export in outlived():
        forget(export.stored_as)
        Export.objects.filter(pk=export.pk).update(stored_as="")


def _wake(export_id: UUID) -> None:
    try:
        make_export.delay(str(export_id))
    except OperationalError as error:
        logger.warning("worker not woken, the sweep will: %s", type(error).__name__)
