"""Where an export is written before it is kept: a folder of its own for each attempt, gone when it is over."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import UUID

_PREFIX: Final = "hub-export-"
#: Far more than the largest package takes: what still runs then hangs, and the sweep begins it again.
LONGEST_SECONDS: Final = 2 * 60 * 60


@contextmanager
def working_folder(export_id: UUID, attempt: int) -> Iterator[Path]:
    """The folder of one attempt. What earlier ones left behind, whose worker was killed, goes first."""
    clear_working_folders(export_id)
    folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{export_id}-{attempt}-")
    with folder as path:
        yield Path(path)


def clear_working_folders(export_id: UUID) -> None:
    """Remove what attempts on this machine left behind. A worker that still writes there fails, and keeps nothing."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}{export_id}-*"):
        shutil.rmtree(left, ignore_errors=True)


def forget_old_folders() -> None:
    """Remove what killed workers left behind on this machine, once no export can still be at it."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LONGEST_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
