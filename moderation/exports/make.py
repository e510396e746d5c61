"""An export is made: claimed, written from one snapshot, counted, kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.notices import queue_notice
from discussions.access.viewer import Viewer, viewer_of
from hub.kit.record import write_record
from hub.kit.storage import StoredBytes, forget, keep
from moderation.enums import ExportState
from moderation.errors import NOT_PERMITTED
from moderation.exports.changes import earlier_of
from moderation.exports.failure import ExportFailed
from moderation.exports.gather import gather
from moderation.exports.gathered import Gathered, Order
from moderation.exports.package import pack
from moderation.exports.progress import Heartbeat, Taken, Watched
from moderation.exports.wanted import ExportFilter
from moderation.exports.working import clear_working_folders, working_folder
from moderation.models import Export, ExportIndex
from moderation.selectors.exports import MOST_ATTEMPTS, STALE

#: Kinds of the notices to who asked.
MADE: Final = "export-made"
NOT_MADE: Final = "export-not-made"
BEGUN_AGAIN: Final = "export-begun-again"
#: The first half of the name of an advisory lock.
_CLAIMS: Final = 5206


def make(export_id: UUID) -> bool:
    """Make an export, if it waits or was left in the middle and nobody else makes it; safe to run twice.

    Answers whether it was ours: then there is room for another one.

    Where it may not be handed over its state is `failed`, with the reason. What fails otherwise (database or disk) is
    raised, and the sweep begins it again, `MOST_ATTEMPTS` times at most.
    """
    export = claim(export_id)
    if export is None:
        return False
    try:
        order = _order(export)
        with working_folder(export.pk, export.attempts) as folder:
            _make(export, order, folder)
    except ExportFailed as failure:
        fail(export, failure)
    except Taken:
        pass
    return True


def claim(export_id: UUID) -> Export | None:
    """The export, now ours: one update decides who makes it.

    None where it is done, being made, or given up, and while as many are being made as may be at once.
    """
    free = Q(state=ExportState.WAITING) | Q(
        state=ExportState.RUNNING, heartbeat_at__lt=Now() - STALE
    )
    with transaction.atomic():
        if not _has_room(export_id):
            return None
        claimed = Export.objects.filter(free, pk=export_id, attempts__lt=MOST_ATTEMPTS).update(
            state=ExportState.RUNNING,
            attempts=F("attempts") + 1,
            started_at=Now(),
            heartbeat_at=Now(),
            step="",
            done=0,
            total=0,
            seconds_left=None,
        )
        if not claimed:
            return None
        export = Export.objects.select_related("space", "requested_by").get(pk=export_id)
        if export.attempts > 1:
            _record("export-begun-again", export, attempts=export.attempts)
            _tell(export, BEGUN_AGAIN, export.attempts)
    return export


def _has_room(export_id: UUID) -> bool:
    """Whether fewer are being made than may be at once; claims come one by one, until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_CLAIMS])
    beating = Export.objects.filter(state=ExportState.RUNNING, heartbeat_at__gte=Now() - STALE)
    return beating.exclude(pk=export_id).count() < settings.EXPORTS_AT_ONCE


def fail(export: Export, failure: ExportFailed) -> None:
    """Nothing is handed over: the reason stays with the export."""
    _end(_mine(export), export, failure)


def give_up(export: Export) -> None:
    """The same for one that was begun too often; nothing where its heart beats again, for somebody makes it."""
    silent = _mine(export).filter(attempts__gte=MOST_ATTEMPTS, heartbeat_at__lt=Now() - STALE)
    _end(silent, export, ExportFailed("given-up", attempts=export.attempts))


def _end(rows: QuerySet[Export], export: Export, failure: ExportFailed) -> None:
    with transaction.atomic():
        mine = rows.update(
            state=ExportState.FAILED,
            finished_at=Now(),
            failure=failure.code,
            counts={"failure": failure.facts},
        )
        if mine:
            _record("export-failed", export, reason=failure.code)
            _tell(export, NOT_MADE)
    if mine:
        clear_working_folders(export.pk)


def _order(export: Export) -> Order:
    """What is to be made. Raises ExportFailed where the requester may no longer ask for it."""
    secretary: Viewer = viewer_of(export.requested_by)
    if not secretary.is_secretariat:
        raise ExportFailed(NOT_PERMITTED)
    wanted = ExportFilter.from_json(export.filter)
    parts, earlier = export.chosen_parts, earlier_of(export.since_id)
    return Order(export.space, wanted, export.variant, secretary, parts, earlier)


def _make(export: Export, order: Order, folder: Path) -> None:
    with Heartbeat(export.pk, export.attempts, order.parts) as heartbeat:
        with snapshot():
            order.space.refresh_from_db()
            gathered = gather(order, folder, heartbeat)
        path = pack(gathered, heartbeat)
        with path.open("rb") as package:
            kept = keep(Watched(package, heartbeat))
    facts = {
        "file_name": gathered.file_name,
        "cut_off": gathered.cut_off,
        "counts": gathered.counts,
    }
    if gathered.left_out:
        facts["parts"] = [part.value for part in gathered.parts]
        facts["counts"] = {
            **gathered.counts,
            "left_out": {part.value: why for part, why in gathered.left_out.items()},
        }
    _finish(export, kept, gathered, **facts)


@contextmanager
def snapshot() -> Iterator[None]:
    """One snapshot of the database, in which nothing can be written (PRODUCT, section 7)."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _finish(export: Export, kept: StoredBytes, gathered: Gathered, **facts: Any) -> None:
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
            held = {ref: one.to_json() for ref, one in gathered.held.items()}
            ExportIndex.objects.create(export=export, posts=gathered.index, held=held)
            _record("export-finished", export, sha256=kept.sha256)
            _tell(export, MADE)
    if not mine:  # or somebody else went on with it meanwhile
        forget(kept.stored_as)
    if not may:
        raise ExportFailed(NOT_PERMITTED)


def _may_still_ask(export: Export) -> bool:
    """Whether the requester is of the secretariat now; held, so that a right taken now is taken after the export."""
    requester = User.objects.select_for_update(no_key=True).get(pk=export.requested_by_id)
    return viewer_of(requester).is_secretariat


def _tell(export: Export, kind: str, *which: object) -> None:
    """Who asked is told what became of it, unless their account is closed. `which`: of several such tellings."""
    requester = User.objects.filter(pk=export.requested_by_id, is_active=True)
    queue_notice(
        kind=kind,
        act=":".join([kind, str(export.pk), *map(str, which)]),
        receivers=requester.values_list("pk", flat=True),
        facts={"export": str(export.pk)},
    )


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, attempts=export.attempts, state=ExportState.RUNNING)


def _record(act: str, export: Export, *, reason: str = "", **detail: str | int) -> None:
    write_record(
        act,
        ("export", export.pk),
        by=None,
        space_id=export.space_id,
        reason=reason,
        detail={"variant": export.variant, **detail},
    )
