"""PostgreSQL and Redis for one place: started by us, or named by the caller."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType

import psycopg2
import redis

from hub.local.environment import Addresses, given_database
from hub.local.place import Place, write_private
from hub.local.postgres import (
    OWNER,
    WEB,
    database_url,
    drop_test_databases,
    make_roles,
    prepare_postgres,
)
from hub.local.process import Supervisor, end_leftovers
from hub.local.redis_server import prepare_redis
from hub.local.refusal import Refusal

ADDRESS_FILE = "servers.json"


def take_place(place: Place, *, patience: float = 3.0) -> None:
    """Make the folder ready, hold it for this process, end what a dead launcher left running.

    Raises Refusal.
    """
    place.make_ready()
    place.take(patience=patience)
    end_leftovers(place.root, working_folders=[place.postgres, place.redis])


def start_servers(place: Place, supervisor: Supervisor, *, durable: bool) -> Addresses:
    """Start what the caller did not name by DATABASE_URL and REDIS_URL; answer where both are.

    The place must be taken. Raises Refusal.
    """
    said: list[str] = []
    redis_url = os.environ.get("REDIS_URL", "")
    if redis_url:
        _check_redis(redis_url)
    else:
        service, redis_url = prepare_redis(place, durable=durable, said=said)
        supervisor.start(service)
    database = given_database(os.environ)
    if database:
        _check_database(database[1])
    else:
        service, socket_folder = prepare_postgres(place, durable=durable, said=said)
        supervisor.start(service)
        make_roles(socket_folder)
        drop_test_databases(socket_folder)
        database = (
            database_url(socket_folder, role=WEB),
            database_url(socket_folder, role=OWNER),
        )
    (place.log / "servers.log").write_text("\n".join(said) + "\n")
    addresses = Addresses(database=database[0], owner=database[1], redis=redis_url)
    write_private(place.run / ADDRESS_FILE, json.dumps(asdict(addresses)))
    return addresses


def addresses_of(place: Place) -> Addresses:
    """Where the servers are that hold the place now."""
    return Addresses(**json.loads((place.run / ADDRESS_FILE).read_text()))


def _check_database(url: str) -> None:
    try:
        psycopg2.connect(url, connect_timeout=10).close()
    except psycopg2.Error as error:
        reason = str(error).strip().replace("\n", " ")
        raise Refusal(f"The database that DATABASE_URL names does not answer: {reason}") from error


def _check_redis(url: str) -> None:
    try:
        redis.Redis.from_url(url, socket_connect_timeout=10, socket_timeout=10).ping()
    except (redis.RedisError, ValueError) as error:
        raise Refusal(f"The Redis that REDIS_URL names does not answer: {error}") from error


class StopSignals:
    """The signals that asked this process to end. Called, it answers whether one came."""

    def __init__(self) -> None:
        self._came: list[int] = []

    def __call__(self) -> bool:
        """Whether a signal to stop has come."""
        return bool(self._came)

    @property
    def by_keyboard(self) -> bool:
        """Whether it was Ctrl-C, which a terminal sends to every program of its foreground."""
        return signal.SIGINT in self._came

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Take note of a signal."""
        self._came.append(number)


@contextmanager
def stop_on_signals() -> Iterator[StopSignals]:
    """Within it, Ctrl-C, SIGTERM and SIGHUP are noted, not obeyed."""
    signals = StopSignals()
    before = {
        wanted: signal.signal(wanted, signals.note)
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield signals
    finally:
        for wanted, handler in before.items():
            signal.signal(wanted, handler)
