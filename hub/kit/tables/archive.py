"""ZIP files that are the same to the byte when their contents are."""

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Final, Self

_CHUNK: Final = 1024 * 1024
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LATEST: Final = (2107, 12, 31, 23, 59, 58)
_PERMISSIONS: Final = (stat.S_IFREG | 0o644) << 16
_UNIX: Final = 3
_LONGEST_SEGMENT: Final = 255
_LONGEST_PATH: Final = 4096
_FORBIDDEN: Final = re.compile("[\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DRIVE: Final = re.compile("[A-Za-z]:")


class UnsafePath(ValueError):
    """A path that leads out of the archive's folder, or that another member has already."""


@dataclass(frozen=True, slots=True)
class Member:
    """What was written: the path, the size in bytes and the SHA-256 of the content."""

    path: str
    size: int
    sha256: str


def safe_member_path(path: str) -> str:
    """`path`, if it can only lie inside the folder into which an archive is unpacked.

    UnsafePath for an absolute path, a drive letter, a backslash, control characters, halves of
    surrogate pairs, empty parts, "." and "..", and for parts longer than 255 bytes.
    """
    parts = path.split("/")
    if (
        _FORBIDDEN.search(path)
        or _DRIVE.match(path)
        or any(part in {"", ".", ".."} for part in parts)
        or any(len(part.encode()) > _LONGEST_SEGMENT for part in parts)
        or len(path.encode()) > _LONGEST_PATH
    ):
        raise UnsafePath(f"not a path inside an archive: {path!r}")
    return path


class ZipOut:
    """Writes a ZIP file whose members all have the time `instant` and the same permissions.

    Times are in UTC, cut to 2 seconds, and lie between 1980 and 2107: ZIP knows no others. ZIP64 is
    used where a size asks for it. Use it in a `with` block; `file` stays open.
    """

    def __init__(self, file: BinaryIO, instant: datetime) -> None:
        if instant.utcoffset() is None:
            raise ValueError("an instant needs a zone")
        utc = instant.astimezone(UTC)
        moment = (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second)
        self._time = min(max(moment, _EARLIEST), _LATEST)
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._members: list[Member] = []
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    @property
    def members(self) -> tuple[Member, ...]:
        """What was written so far, in order."""
        return tuple(self._members)

    def write_bytes(self, path: str, content: bytes, *, packed: bool = True) -> Member:
        """Add a member; `packed=False` for what is compressed already. UnsafePath as told there."""
        return self.write_stream(path, io.BytesIO(content), packed=packed)

    def write_stream(self, path: str, stream: BinaryIO, *, packed: bool = True) -> Member:
        """Add a member from where `stream` stands to its end, in pieces of 1 MiB."""
        self._claim(safe_member_path(path))
        info = zipfile.ZipInfo(path, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.create_system = _UNIX
        info.external_attr = _PERMISSIONS
        expected = _bytes_ahead(stream)
        info.file_size = expected or 0
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=expected is None) as target:
            while chunk := stream.read(_CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        member = Member(path, size, digest.hexdigest())
        self._members.append(member)
        return member

    def close(self) -> None:
        """Write the directory. Nothing can be added afterwards."""
        self._archive.close()

    def _claim(self, path: str) -> None:
        """Refuse what a file system that ignores case or composes letters would lay on another."""
        *folders, name = unicodedata.normalize("NFC", path).casefold().split("/")
        above = {"/".join(folders[: n + 1]) for n in range(len(folders))}
        whole = "/".join([*folders, name])
        if whole in self._files | self._folders or above & self._files:
            raise UnsafePath(f"another member has this path already: {path!r}")
        self._files.add(whole)
        self._folders |= above


def _bytes_ahead(stream: BinaryIO) -> int | None:
    """How much is left to read; None where the stream cannot tell."""
    if not stream.seekable():
        return None
    here = stream.tell()
    stream.seek(0, io.SEEK_END)
    end = stream.tell()
    stream.seek(here)
    return end - here
