"""Our own PostgreSQL: one cluster in the place's folder, reached by a private socket alone."""

import contextlib
import locale
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from hub.local.binaries import Postgres, find_postgres
from hub.local.identity import Identity, identity_for
from hub.local.place import Place
from hub.local.process import MARK, Service, end_leftovers
from hub.local.refusal import FULL_DISK_WORDS, Refusal, full_disk, refusal_for

ADMINISTRATOR: Final = "postgres"
OWNER: Final = "hub_owner"
"""Owns the database and its tables: migrations run as this role."""

WEB: Final = "hub_web"
"""Owns nothing: the web server and the workers connect as this role."""

DATABASE: Final = "hub"
PORT: Final = "5432"
BUILTIN_LOCALE_SINCE: Final = 17

_DISPOSABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def prepare_postgres(place: Place, *, durable: bool, said: list[str]) -> tuple[Service, str]:
    """Lay out the cluster when there is none; answer how to run it, and its socket folder.

    With `durable` false the servers are for tests: what they wrote may be lost when the machine
    loses power. A line for the reader is added to `said`. Raises Refusal.
    """
    found = find_postgres(major=_written_by(place.postgres))
    socket_folder = place.socket_folder("postgres")
    trial = place.run / "trial"
    try:
        trial.mkdir(mode=0o700, exist_ok=True)
        identity = identity_for(found.folder / "postgres", folders=[trial, socket_folder])
        if not place.postgres.exists():
            _make_cluster(place, found, identity)
        _give(place.postgres, identity.owner)
    except OSError as error:
        raise refusal_for(error, place.postgres) from error
    said.append(f"PostgreSQL {found.major} ({found.folder}), as {identity.name}")
    return _service(place, found, identity, socket_folder, durable), str(socket_folder)


def _written_by(data: Path) -> int | None:
    """The major version that wrote the data, or None while there is no data."""
    if not data.exists():
        return None
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError) as error:
        raise Refusal(
            f"{data} is there, but holds no PostgreSQL data that this user can read: give it back"
            " to the user who runs the portal, or move it away to start with an empty database."
        ) from error


def _make_cluster(place: Place, found: Postgres, identity: Identity) -> None:
    """Lay the cluster out under another name first, so that a half-made one is never taken."""
    unfinished = place.root / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    _give(unfinished, identity.owner)
    made = subprocess.run(
        [
            *(str(found.folder / "initdb"), "-D", str(unfinished)),
            *("-U", ADMINISTRATOR, "-A", "trust", "-E", "UTF8", *_locale_arguments(found.major)),
        ],
        env=_environment(place),
        preexec_fn=identity.become,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    if made.returncode != 0:
        if FULL_DISK_WORDS in made.stderr:
            raise full_disk(place.root)
        raise Refusal(f"PostgreSQL could not lay out its data in {place.root}:\n{made.stderr}")
    unfinished.rename(place.postgres)


def _locale_arguments(major: int) -> Sequence[str]:
    """Code point order and Unicode letters, the same on every machine that offers them."""
    of_library = f"--locale={_library_locale()}"
    if major >= BUILTIN_LOCALE_SINCE:
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", of_library)
    return (of_library,)


def _library_locale() -> str:
    """The C library's name for code point order with Unicode letters, where it has one."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _environment(place: Place) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", MARK: str(place.root)}


def _give(folder: Path, owner: int) -> None:
    """Make `owner` the owner of the folder and of all in it, where root has to."""
    if os.geteuid() != 0 or folder.stat().st_uid == owner:
        return
    for path, _, files in os.walk(folder, topdown=False):
        for name in files:
            os.chown(os.path.join(path, name), owner, -1, follow_symlinks=False)
        os.chown(path, owner, -1)


def _service(
    place: Place, found: Postgres, identity: Identity, socket_folder: Path, durable: bool
) -> Service:
    options = [
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "max_connections=100",
        "log_timezone=UTC",
        "timezone=UTC",
        *(() if durable else _DISPOSABLE),
    ]
    settings = [part for option in options for part in ("-c", option)]
    return Service(
        name="PostgreSQL",
        command=[
            *(found.folder / "postgres", "-D", place.postgres),
            *("-k", socket_folder, "-p", PORT),
            *settings,
        ],
        log=place.log / "postgres.log",
        environment=_environment(place),
        place=place.root,
        stop_signal=signal.SIGINT,
        patience=60.0,
        identity=identity,
        clear_way=lambda: _remove_stale_locks(place.postgres, socket_folder),
        is_ready=lambda: _answers(str(socket_folder)),
        ready_within=300.0,
    )


def _remove_stale_locks(data: Path, socket_folder: Path) -> None:
    """Remove the lock files of a server that was killed, once nothing of it runs any more.

    PostgreSQL takes a lock for held when its process number exists; after a kill that may be a
    process that nobody has collected yet, or another one.
    """
    if end_leftovers(None, working_folders=[data]):
        (data / "postmaster.pid").unlink(missing_ok=True)
        (socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _answers(socket_folder: str) -> bool:
    try:
        psycopg2.connect(
            host=socket_folder, port=PORT, user=ADMINISTRATOR, dbname="postgres"
        ).close()
    except psycopg2.OperationalError:
        return False
    return True


def database_url(socket_folder: str, *, role: str, database: str = DATABASE) -> str:
    """The address of a database on our own server, as settings read it."""
    return f"postgres://{role}@{quote(socket_folder, safe='')}/{database}"


def make_roles(socket_folder: str) -> None:
    """Make the two roles and the database where they lack. Safe to repeat."""
    connection = psycopg2.connect(
        host=socket_folder, port=PORT, user=ADMINISTRATOR, dbname="postgres"
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (WEB, "LOGIN")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {role} {rights}")
            cursor.execute(f"GRANT {WEB} TO {OWNER}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    finally:
        connection.close()


def drop_test_databases(socket_folder: str) -> None:
    """Drop the databases that test runs which were killed left behind."""
    connection = psycopg2.connect(
        host=socket_folder, port=PORT, user=ADMINISTRATOR, dbname="postgres"
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'test_')")
            for (name,) in cursor.fetchall():
                cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    finally:
        connection.close()
