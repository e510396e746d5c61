"""One folder that holds all the data of one set of servers, such as ``var`` or ``var/test``."""

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
import stat
import tempfile
import time
from pathlib import Path
from typing import Final

from hub.local.identity import NOBODY
from hub.local.refusal import Refusal, full_disk, refusal_for

PROJECT: Final = Path(__file__).resolve().parents[2]

LONGEST_SOCKET_PATH: Final = 100
"""Bytes. Linux takes 107, macOS 103; the name of a lock file beside the socket needs a few more."""

ROOM_NEEDED: Final = 100 * 1024 * 1024
"""Bytes that must be free before servers start: PostgreSQL stops hard when its log cannot grow."""

_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
_PRIVATE = 0o700


class Place:
    """The folder `root` and the names of what lies in it.

    Everything private is made for its owner alone (0700). All methods raise Refusal where the
    operating system says no.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.run = self.root / "run"
        self.postgres = self.root / "postgres"
        self.redis = self.root / "redis"
        self.media = self.root / "media"
        self.mail = self.root / "mail"
        self.log = self.root / "log"
        self.environment_file = self.root / "env"
        self._lock: int | None = None
        self._outside: list[Path] = []

    def make_ready(self) -> None:
        """Make the folders that lack, and prove that there is room and right to write in them."""
        try:
            for folder in (self.root, self.run):
                folder.mkdir(parents=True, exist_ok=True)
            for folder in (self.redis, self.media, self.mail, self.log):
                folder.mkdir(mode=_PRIVATE, exist_ok=True)
            os.listdir(self.root)
            self._try_writing()
        except OSError as error:
            raise refusal_for(error, self.root) from error

    def _try_writing(self) -> None:
        space = os.statvfs(self.root)
        if space.f_bavail * space.f_frsize < ROOM_NEEDED:
            raise full_disk(self.root)
        for folder in (self.root, self.run, self.redis, self.media, self.mail, self.log):
            try:
                with tempfile.TemporaryFile(dir=folder) as trial:
                    trial.write(b"\0" * 65536)
            except OSError as error:
                error.filename = str(folder)
                raise

    def take(self, *, patience: float = 0.0) -> None:
        """Hold the folder for this process until it ends.

        Another holder is given `patience` seconds to leave; then Refusal names its process.
        """
        descriptor = self._open_lock()
        until = time.monotonic() + patience
        while not _locked(descriptor):
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 32, 0).decode().strip()
                os.close(descriptor)
                raise Refusal(
                    f"The servers of {self.root} are already in use by process {holder}:"
                    f" end that one first (Ctrl-C where it runs, or: kill {holder})."
                )
            time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._lock = descriptor

    def holder(self) -> int | None:
        """The process that holds the folder now, or None."""
        if not (self.run / "lock").exists():
            return None
        descriptor = self._open_lock()
        try:
            if _locked(descriptor):
                return None
            return int(os.pread(descriptor, 32, 0) or b"0") or None
        finally:
            os.close(descriptor)

    def _open_lock(self) -> int:
        try:
            return os.open(self.run / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise refusal_for(error, self.root) from error

    def socket_folder(self, server: str) -> Path:
        """A private folder for the socket of `server`, whose path is short and plain.

        It lies in this place where that path is short enough, otherwise among the temporary files
        of the machine, under a name that is always the same for this place and user.
        """
        folder = self.run / server
        if not _fits(folder):
            name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
            folder = Path(_temporary_root()) / f"hub-{os.geteuid()}-{name}-{server}"
            self._outside.append(folder)
        try:
            folder.mkdir(mode=_PRIVATE, exist_ok=True)
            _check_private(folder)
        except OSError as error:
            raise refusal_for(error, folder) from error
        return folder

    def leave(self) -> None:
        """Remove the folders of sockets that lie elsewhere, once the servers have stopped."""
        for folder in self._outside:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def secret_key(self) -> str:
        """The key that signs sessions here: made once, kept in a file for its owner alone."""
        file = self.root / "secret_key"
        try:
            if not file.exists() or not file.read_text().strip():
                write_private(file, secrets.token_urlsafe(50) + "\n")
            return file.read_text().strip()
        except OSError as error:
            raise refusal_for(error, self.root) from error


def write_private(file: Path, text: str) -> None:
    """Write a file that its owner alone may read, in one step and durably. Raises OSError."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.rename(file)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fits(folder: Path) -> bool:
    longest = os.fsencode(folder / ".s.PGSQL.5432.lock")
    return len(longest) <= LONGEST_SOCKET_PATH and _PLAIN_PATH.fullmatch(str(folder)) is not None


def _temporary_root() -> str:
    """The machine's folder for temporary files, unless TMPDIR is itself too long."""
    chosen = tempfile.gettempdir()
    return chosen if len(chosen) <= 40 and _PLAIN_PATH.fullmatch(chosen) else "/tmp"  # noqa: S108 - folders in it are made private


def _check_private(folder: Path) -> None:
    """Refuse a folder that somebody else laid out under our name.

    What root makes for PostgreSQL belongs to ``nobody`` (see `identity`).
    """
    found = folder.lstat()
    owners = {os.geteuid()} | ({NOBODY} if os.geteuid() == 0 else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise Refusal(f"{folder} belongs to somebody else: remove it, then start again.")
    if stat.S_IMODE(found.st_mode) != _PRIVATE:
        folder.chmod(_PRIVATE)
