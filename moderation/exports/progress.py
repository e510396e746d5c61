"""How far an export is, told to the database from outside its snapshot."""

import threading
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from django.db import Error, connection
from django.db.models.functions import Now

from moderation.enums import ExportState
from moderation.models import Export

EVERY_SECONDS: Final = 1.0


class Taken(Exception):
    """Another worker goes on with the export: this one has to stop."""


class Progress:
    """Counts what is done. `step` is a code, `total` 0 while it is not known."""

    def __init__(self) -> None:
        self.current = ""
        self.done = 0
        self.total = 0

    def step(self, code: str, total: int | None = None) -> None:
        """Begin a step."""
        self.current = code
        if total is not None:
            self.total = total

    def advance(self, by: int = 1) -> None:
        """So much more is done. Raises Taken when somebody else goes on with it."""
        self.done += by


class Heartbeat(Progress):
    """Progress that is written to the export's row each second, on a connection (and a thread) of its own.

    The snapshot of the caller's connection is thus left alone, and a long piece of work does not look like a dead
    worker. Use it in a `with` block, outside any transaction.
    """

    def __init__(self, export_id: UUID, attempt: int) -> None:
        super().__init__()
        self._mine = {"pk": export_id, "attempts": attempt, "state": ExportState.RUNNING}
        self._over = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def advance(self, by: int = 1) -> None:
        """So much more is done. Raises Taken when somebody else goes on with it."""
        super().advance(by)
        if self._lost:
            raise Taken

    def _beat(self) -> None:
        try:
            while not self._over.wait(EVERY_SECONDS):
                self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            mine = Export.objects.filter(**self._mine).update(
                heartbeat_at=Now(), step=self.current, done=self.done, total=self.total
            )
        except Error:
            connection.close()  # tried again in a second; the work itself fails if the database is really away
            return
        self._lost = mine == 0
