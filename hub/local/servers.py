"""PostgreSQL and Redis for one place: started, or named by the caller; and kept in the background."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from hub.local.environment import Addresses, given_database, settings_environment
from hub.local.place import PROJECT, Place
from hub.local.postgres import OWNER, WEB, database_url, make_roles, prepare_postgres
from hub.local.process import Supervisor, end_leftovers, last_lines
from hub.local.redis_server import prepare_redis
from hub.local.refusal import Refusal, refusal_for

TEST_MAIL_PORT: Final = 1025
_STARTS_WITHIN: Final = 120.0
_STOPS_WITHIN: Final = 90.0
_BY_NAME = "${HUB_DATABASE:-hub}"


def start_servers(place: Place, supervisor: Supervisor, *, durable: bool) -> Addresses:
    """Start what the caller did not name by DATABASE_URL and REDIS_URL; answer where both are.

    The place must be taken. What a dead launcher left running is ended first. Raises Refusal.
    """
    end_leftovers(place.root, working_folders=[place.postgres, place.redis])
    said: list[str] = []
    redis = os.environ.get("REDIS_URL", "")
    if not redis:
        service, redis = prepare_redis(place, durable=durable, said=said)
        supervisor.start(service)
    database = given_database(os.environ)
    if database is None:
        service, socket_folder = prepare_postgres(place, durable=durable, said=said)
        supervisor.start(service)
        make_roles(socket_folder)
        database = (
            database_url(socket_folder, role=WEB),
            database_url(socket_folder, role=OWNER),
        )
    (place.log / "servers.txt").write_text("\n".join(said) + "\n")
    return Addresses(database=database[0], owner=database[1], redis=redis)


@contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Within it, Ctrl-C and SIGTERM are noted, not obeyed: the value answers whether one came."""
    came: list[int] = []
    before = {
        wanted: signal.signal(wanted, lambda number, _frame: came.append(number))
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield lambda: bool(came)
    finally:
        for wanted, handler in before.items():
            signal.signal(wanted, handler)


def keep_servers(place: Place) -> None:
    """Run the servers until asked to end, and say in the place's file ``env`` where they are."""
    place.make_ready()
    place.take(patience=5.0)
    supervisor = Supervisor(say=lambda line: print(line, flush=True))
    with stop_on_signals() as asked_to_stop:
        try:
            addresses = start_servers(place, supervisor, durable=False)
            _write_environment(place, addresses)
            while not asked_to_stop():
                supervisor.look_after()
                time.sleep(0.2)
        finally:
            place.environment_file.unlink(missing_ok=True)
            supervisor.stop()


def _write_environment(place: Place, addresses: Addresses) -> None:
    """Write what a shell sources to reach the servers. HUB_DATABASE chooses another database."""
    settings = settings_environment(
        place, addresses=addresses, port=8000, mail_port=TEST_MAIL_PORT
    )
    names = ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
    lines = [f"export {name}={shlex.quote(settings[name])}" for name in (*names, "STORAGE_URL")]
    lines.append(f"export REDIS_URL={shlex.quote(addresses.redis)}")
    lines += [f"export HUB_WEB_ROLE={WEB}", "export HUB_TESTING=1"]
    for name, url in (
        ("DATABASE_OWNER_URL", addresses.owner),
        ("DATABASE_WEB_URL", addresses.database),
        ("DATABASE_URL", addresses.owner),
    ):
        server, _, database = url.rpartition("/")
        named = _BY_NAME if database == "hub" else database
        lines.append(f'export {name}="{server}/{named}"')
    fresh = place.environment_file.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n")
    fresh.chmod(0o600)
    fresh.rename(place.environment_file)


def start_in_background(place: Place) -> None:
    """Start `keep_servers` beside this process; return once it is ready. Raises Refusal."""
    if place.holder() is not None and place.environment_file.exists():
        print(f"The servers already run. In a shell: . {place.environment_file}")
        return
    place.make_ready()
    log = place.log / "servers.log"
    try:
        with log.open("ab") as stream:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "hub.local", "keep-servers"],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                start_new_session=True,
            )
    except OSError as error:
        raise refusal_for(error, place.root) from error
    until = time.monotonic() + _STARTS_WITHIN
    while not (place.environment_file.exists() and place.holder() == keeper.pid):
        if keeper.poll() is not None or time.monotonic() > until:
            raise Refusal(f"The servers did not start. The end of {log}:\n{last_lines(log)}")
        time.sleep(0.05)
    print(f"The servers run. In a shell: . {place.environment_file}")


def stop_in_background(place: Place) -> None:
    """End what `start_in_background` started, and wait until it is gone."""
    holder = place.holder()
    if holder is None:
        print("No servers run.")
        return
    os.kill(holder, signal.SIGTERM)
    until = time.monotonic() + _STOPS_WITHIN
    while place.holder() is not None:
        if time.monotonic() > until:
            raise Refusal(f"The servers (process {holder}) did not stop.")
        time.sleep(0.05)
    print("The servers are stopped.")
