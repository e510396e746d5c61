"""Asking for an export, and what keeps asked-for exports going."""

import logging
from collections.abc import Collection
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.services.notices import queue_notice
from discussions.access.viewer import Viewer, check_secretariat, viewer_of
from discussions.models import Space
from hub.kit.clock import database_now, transaction_now
from hub.kit.models import Record
from hub.kit.record import write_record
from hub.kit.storage import forget, opened
from moderation.access.exports import check_fetch, check_share
from moderation.enums import ExportPart, ExportState, ExportVariant
from moderation.errors import ExportOver, NoLongerShown, NothingToShare, NotKept
from moderation.exports.held import kept_back_of
from moderation.exports.make import give_up
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.selectors.exports import MOST_ATTEMPTS, outlived, unfinished
from moderation.selectors.roles import observers_of
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
    """Observers of the space may fetch it, and are told so, or no longer; on record. Raises NotSecretariat, NothingToShare."""
    check_secretariat(by)
    with transaction.atomic():
        locked = Export.objects.select_for_update(no_key=True).get(pk=export.pk)
        if locked.for_observers == given:
            return
        if given:
            check_share(locked)
            if kept_back_of(locked, database_now()) is not None:
                raise NothingToShare
        locked.for_observers = given
        locked.save(update_fields=["for_observers"])
        act = "export-given-to-observers" if given else "export-kept-from-observers"
        record = _record(act, by, locked, sha256=locked.sha256)
        if given:
            queue_notice(
                kind="export-given",
                act=f"export-given:{record.pk}",
                receivers=observers_of(locked.space_id),
                facts={"export": str(locked.pk)},
            )


def record_fetch(*, by: Viewer, export: Export) -> None:
    """Who fetched what stands on record. Raises NotSecretariat, NotFound (see check_fetch)."""
    check_fetch(by, export)
    _record("export-fetched", by, export, sha256=export.sha256)


def check_handed_out(*, by: Viewer, export: Export) -> None:
    """The secretariat gets the file as long as it is kept, observers while readers are shown all that is in it.

    Raises NotSecretariat, NotFound (see check_fetch), NoLongerShown.
    """
    check_fetch(by, export)
    if not export.stored_as:
        raise NotKept
    if not by.is_secretariat and kept_back_of(export, database_now()) is not None:
        raise NoLongerShown


def fetch(*, by: Viewer, export: Export, is_look: bool = False) -> BinaryIO:
    """The bytes; that they were fetched stands on record, unless it `is_look`: at the headers alone.

    Raises as check_handed_out, and NotKept where the bytes have gone meanwhile.
    """
    with transaction.atomic():  # nothing is on record where there is nothing to fetch
        check_handed_out(by=by, export=export)
        if not is_look:
            record_fetch(by=by, export=export)
        try:
            return opened(export.stored_as)
        except FileNotFoundError as gone:
            raise NotKept from gone


def resume_exports() -> None:
    """Wake a worker for each export that nobody makes; give up those that were begun too often."""
    for export in unfinished():
        if export.attempts < MOST_ATTEMPTS:
            _wake(export.pk)
        else:
            give_up(export)


def retire_exports() -> None:
    """Remove the bytes of exports that are kept no longer, each only once no row names them.

    What a crash leaves between the two is swept (hub/kit/storage_sweep.py).
    """
    for export_id in outlived().values_list("pk", flat=True):
        with transaction.atomic():
            # A link may have been made meanwhile; from here on none is.
            Export.objects.select_for_update(no_key=True).get(pk=export_id)
            old = outlived().filter(pk=export_id).values_list("stored_as", flat=True).first()
            if old is not None:
                Export.objects.filter(pk=export_id).update(stored_as="")
                transaction.on_commit(partial(forget, old))


def _record(act: str, by: Viewer, export: Export, **detail: str) -> Record:
    return write_record(
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
