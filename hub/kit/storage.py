"""The bytes of files, kept under names of our own below MEDIA_ROOT: never the sender's (PRODUCT, section 5)."""

import hashlib
import os
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

_PIECE = 1 << 20


@dataclass(frozen=True)
class StoredBytes:
    """Where the bytes lie, how many they are, and their SHA-256 (hexadecimal)."""

    stored_as: str
    size: int
    sha256: str


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


def keep(source: Readable) -> StoredBytes:
    """Copy what is left of the stream into the storage; on disk for good when this returns.

    A crash leaves no half a file under a final name. A row names it in a column `stored_as` within a
    day: what none names is swept (hub/kit/storage_sweep.py). Raises OSError when the disk is full.
    """
    name = uuid.uuid4().hex
    stored_as = f"{name[:2]}/{name}"
    target = _path(stored_as)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as copy:
            while piece := source.read(_PIECE):
                copy.write(piece)
                digest.update(piece)
                size += len(piece)
            copy.flush()
            os.fsync(copy.fileno())
        Path(unfinished).chmod(settings.FILE_UPLOAD_PERMISSIONS)
        Path(unfinished).replace(target)
        _sync_folder(target.parent)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return StoredBytes(stored_as, size, digest.hexdigest())


def opened(stored_as: str) -> BinaryIO:
    """The bytes for reading. Raises FileNotFoundError."""
    return _path(stored_as).open("rb")


def path_of(stored_as: str) -> Path:
    """Where the bytes lie on this machine."""
    return _path(stored_as)


def forget(stored_as: str) -> None:
    """Remove bytes that no row names: those of a transaction that was rolled back."""
    _path(stored_as).unlink(missing_ok=True)


def _path(stored_as: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / stored_as).resolve()
    if not path.is_relative_to(root):
        raise ValueError(f"outside the file storage: {stored_as!r}")
    return path


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
