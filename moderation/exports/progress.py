"""How far an export is, told to the database from outside its snapshot."""

import threading
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import BinaryIO, Final, Self
from uuid import UUID

from django.db import Error, connection
from django.db.models.functions import Now

from moderation.enums import ExportPart, ExportState
from moderation.exports.estimate import Estimate
from moderation.models import Export

EVERY_SECONDS: Final = 1.0


class Taken(Exception):
    """Somebody cancelled the export, or another worker goes on with it: this one has to stop."""


class Progress:
    """Counts what is done. `step` is a code, `total` 0 while it is not known."""

    def __init__(self) -> None:
        self.current = ""
        self.done = 0
        self.total = 0

    def step(self, code: str, total: int | None = None, units: int = 0) -> None:
        """Begin a step, in which so many `units` will be done (0: nothing is counted). Raises Taken."""
        self.check()
        self.current = code
        if total is not None:
            self.total = total

    def advance(self, by: int = 1) -> None:
        """So much more is done. Raises Taken where it is ours no longer."""
        self.done += by
        self.check()

    def check(self) -> None:
        """Raises Taken where it is ours no longer: for work that takes long and has nothing to count."""


class Watched:
    """A file that is read for as long as the export is ours. `read` raises Taken."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises Taken."""
        self._progress.check()
        return self._file.read(size)


class WatchedOut:
    """A file that is written for as long as the export is ours. `writelines` raises Taken."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress

    def writelines(self, lines: Iterable[bytes], /) -> None:
        """Write them one by one. Raises Taken."""
        for line in lines:
            self._progress.check()
            self._file.write(line)


class Heartbeat(Progress):
    """Progress that is written to the export's row each second, on a connection (and a thread) of its own.

    The snapshot of the caller's connection is thus left alone, and a long piece of work does not look like a dead
    worker. The same thread learns of a cancel, so that it takes effect within two seconds. Use it in a `with` block,
    outside any transaction.
    """

    def __init__(
        self, export_id: UUID, attempt: int, parts: Sequence[ExportPart] = tuple(ExportPart)
    ) -> None:
        super().__init__()
        self._mine = {"pk": export_id, "attempts": attempt, "state": ExportState.RUNNING}
        self._estimate = Estimate(parts, time.monotonic())
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

    def step(self, code: str, total: int | None = None, units: int = 0) -> None:
        """Begin a step. Raises Taken where it is ours no longer."""
        super().step(code, total, units)
        self._estimate.begin(code, time.monotonic(), self.done, units)

    def check(self) -> None:
        """Raises Taken where it is ours no longer."""
        if self._lost:
            raise Taken

    def _beat(self) -> None:
        try:
            while not self._over.wait(EVERY_SECONDS):
                self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        left = self._estimate.seconds_left(time.monotonic(), self.done)
        try:
            mine = Export.objects.filter(**self._mine).update(
                heartbeat_at=Now(),
                step=self.current,
                done=self.done,
                total=self.total,
                seconds_left=left,
            )
        except Error:
            connection.close()  # tried again in a second; the work itself fails if the database is really away
            return
        self._lost = mine == 0
