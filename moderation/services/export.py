"""Asking for an export, and what keeps asked-for exports going."""

import logging
from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from discussions.access.viewer import Viewer, check_secretariat, viewer_of
from discussions.models import Space
from hub.kit.clock import transaction_now
from hub.kit.record import write_record
from hub.kit.storage import forget
from moderation.access.exports import check_fetch, check_share
from moderation.enums import ExportPart, ExportState, ExportVariant
from moderation.errors import ExportOver
from moderation.exports.failure import ExportFailed
from moderation.exports.make import fail
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.selectors.exports import MOST_ATTEMPTS, outlived, unfinished
from moderation.tasks import make_export

logger = logging.getLogger(__name__)


def request_export(
    *,
    by: Viewer,
    space: Space,
    wanted: ExportFilter,
    variant: ExportVariant,
    parts: Collection[ExportPart] = (),
    since: Export | None = None,
) -> Export:
    """Ask for an export; it is on record, and after the commit a worker begins to make it.

    Without `parts` the whole package; `since`: an earlier one of the space, from which the difference is told. Asked
    twice by the same person while it is being made: the same export. Raises NotSecretariat.
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
            "parts": [part.value for part in ExportPart if not parts or part in parts],
            "since": since,
        }
        under_way = Export.objects.filter(
            state__in=[ExportState.WAITING, ExportState.RUNNING], **same
        ).first()
        if under_way is not None:
            return under_way
        export = Export.objects.create(**same)
        export.refresh_from_db(fields=["requested_at"])
        _record("export-requested", by, export)
        transaction.on_commit(partial(_wake, export.pk))
    return export


def cancel_export(*, by: Viewer, export: Export) -> None:
    """Nobody goes on with it; a worker that has it in hand stops within two seconds and removes what it wrote.

    Done already by the same person: nothing. Raises NotSecretariat, ExportOver.
    """
    check_secretariat(by)
    with transaction.atomic():
        locked = Export.objects.select_for_update(no_key=True).get(pk=export.pk)
        if locked.state == ExportState.CANCELLED and locked.cancelled_by_id == by.user_id:
            return
        if locked.state not in {ExportState.WAITING, ExportState.RUNNING}:
            raise ExportOver
        locked.state = ExportState.CANCELLED
        locked.cancelled_by_id = by.user_id
        locked.finished_at = transaction_now()
        locked.save(update_fields=["state", "cancelled_by", "finished_at"])
        _record("export-cancelled", by, locked)


def give_to_observers(*, by: Viewer, export: Export, given: bool) -> None:
    """Observers of the space may fetch it, or no longer; on record. Raises NotSecretariat, NothingToShare."""
    check_secretariat(by)
    with transaction.atomic():
        locked = Export.objects.select_for_update(no_key=True).get(pk=export.pk)
        if locked.for_observers == given:
            return
        if given:
            check_share(locked)
        locked.for_observers = given
        locked.save(update_fields=["for_observers"])
        act = "export-given-to-observers" if given else "export-kept-from-observers"
        _record(act, by, locked, sha256=locked.sha256)


def record_fetch(*, by: Viewer, export: Export) -> None:
    """Who fetched what stands on record. Raises NotSecretariat, NotFound (see check_fetch)."""
    check_fetch(by, export)
    _record("export-fetched", by, export, sha256=export.sha256)


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


def _record(act: str, by: Viewer, export: Export, **detail: str) -> None:
    write_record(
        act,
        ("export", export.pk),
        by=by.user_id,
        space_id=export.space_id,
        detail={"variant": export.variant, **detail},
    )


def _wake(export_id: UUID) -> None:
    try:
        make_export.delay(str(export_id))
    except OperationalError as error:
        logger.warning("worker not woken, the sweep will: %s", type(error).__name__)
