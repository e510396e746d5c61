"""An export is made: claimed, written from one snapshot, counted, kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.notices import queue_notice
from discussions.access.viewer import Viewer, viewer_of
from hub.kit.record import write_record
from hub.kit.storage import StoredBytes, forget, keep
from moderation.enums import ExportState
from moderation.exports.failure import NOT_PERMITTED, ExportFailed
from moderation.exports.gather import Order, gather
from moderation.exports.names import package_name
from moderation.exports.package import pack
from moderation.exports.progress import Heartbeat, Taken
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from moderation.selectors.exports import MOST_ATTEMPTS, STALE


def make(export_id: UUID) -> None:
    """Make an export, if it waits or was left in the middle and nobody else makes it; safe to run twice.

    Where it may not be handed over its state is `failed`, with the reason. What fails otherwise (database or disk) is
    raised, and the sweep begins it again, `MOST_ATTEMPTS` times at most.
    """
    export = claim(export_id)
    if export is None:
        return
    try:
        order = _order(export)
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            _make(export, order, Path(folder))
    except ExportFailed as failure:
        fail(export, failure)
    except Taken:
        return


def claim(export_id: UUID) -> Export | None:
    """The export, now ours: one update decides who makes it. None where it is done, being made, or given up."""
    free = Q(state=ExportState.WAITING) | Q(
        state=ExportState.RUNNING, heartbeat_at__lt=Now() - STALE
    )
    claimed = Export.objects.filter(free, pk=export_id, attempts__lt=MOST_ATTEMPTS).update(
        state=ExportState.RUNNING,
        attempts=F("attempts") + 1,
        heartbeat_at=Now(),
        step="",
        done=0,
        total=0,
    )
    if not claimed:
        return None
    return Export.objects.select_related("space", "requested_by").get(pk=export_id)


def fail(export: Export, failure: ExportFailed) -> None:
    """Nothing is handed over: the reason stays with the export."""
    with transaction.atomic():
        mine = _mine(export).update(
            state=ExportState.FAILED,
            finished_at=Now(),
            failure=failure.code,
            counts={"failure": failure.facts},
        )
        if mine:
            _record("export-failed", export, reason=failure.code)
            if failure.code == NOT_PERMITTED:
                _tell(export)


def _order(export: Export) -> Order:
    """What is to be made. Raises ExportFailed where the requester may no longer ask for it."""
    secretary: Viewer = viewer_of(export.requested_by)
    if not secretary.is_secretariat:
        raise ExportFailed(NOT_PERMITTED)
    wanted = ExportFilter.from_json(export.filter)
    return Order(export.space, wanted, export.variant, secretary)


def _make(export: Export, order: Order, folder: Path) -> None:
    with Heartbeat(export.pk, export.attempts) as heartbeat:
        with snapshot():
            order.space.refresh_from_db()
            gathered = gather(order, folder, heartbeat)
        path = pack(gathered, heartbeat)
        with path.open("rb") as package:
            kept = keep(package)
    name = package_name(
        order.space, gathered.cut_off, order.variant, is_whole=order.wanted.is_whole
    )
    _finish(export, kept, file_name=name, cut_off=gathered.cut_off, counts=gathered.counts)


@contextmanager
def snapshot() -> Iterator[None]:
    """One snapshot of the database, in which nothing can be written (PRODUCT, section 7)."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _finish(export: Export, kept: StoredBytes, **facts: Any) -> None:
    """Keep what was made. Raises ExportFailed where the requester lost the right while it was being made."""
    with transaction.atomic():
        may = _may_still_ask(export)
        mine = may and _mine(export).update(
            state=ExportState.FINISHED,
            finished_at=Now(),
            stored_as=kept.stored_as,
            size=kept.size,
            sha256=kept.sha256,
            **facts,
        )
        if mine:
            _record("export-finished", export, sha256=kept.sha256)
    if not mine:  # or somebody else went on with it meanwhile
        forget(kept.stored_as)
    if not may:
        raise ExportFailed(NOT_PERMITTED)


def _may_still_ask(export: Export) -> bool:
    """Whether the requester is of the secretariat now; held, so that a right taken now is taken after the export."""
    requester = User.objects.select_for_update(no_key=True).get(pk=export.requested_by_id)
    return viewer_of(requester).is_secretariat


def _tell(export: Export) -> None:
    """Who asked is told why there is nothing to fetch, unless their account is closed."""
    requester = User.objects.filter(pk=export.requested_by_id, is_active=True)
    queue_notice(
        kind="export-not-made",
        act=f"export-not-made:{export.pk}",
        receivers=requester.values_list("pk", flat=True),
        facts={"export": str(export.pk)},
    )


def _mine(export: Export) -> Any:
    return Export.objects.filter(pk=export.pk, attempts=export.attempts, state=ExportState.RUNNING)


def _record(act: str, export: Export, *, reason: str = "", **detail: str) -> None:
    write_record(
        act,
        ("export", export.pk),
        by=None,
        space_id=export.space_id,
        reason=reason,
        detail={"variant": export.variant, **detail},
    )
