"""The servers for development: kept by a process in the background until they are stopped."""

import os
import shlex
import signal
import subprocess
import sys
import time
from typing import Final

from hub.local.environment import TEST_PORT, Addresses, environment_of_tests
from hub.local.place import PROJECT, Place, write_private
from hub.local.process import Interrupted, Supervisor, last_lines
from hub.local.refusal import Refusal, refusal_for
from hub.local.servers import start_servers, stop_on_signals, take_place

_STARTS_WITHIN: Final = 120.0
_STOPS_WITHIN: Final = 90.0
_EXPORTED: Final = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "STORAGE_URL",
    "REDIS_URL",
    "HUB_WEB_ROLE",
    "HUB_TESTING",
)


def keep_servers(place: Place) -> None:
    """Run the servers until asked to end, and say in the place's file ``env`` where they are."""
    take_place(place)
    with stop_on_signals() as asked_to_stop:
        supervisor = Supervisor(lambda line: print(line, flush=True), asked_to_stop)
        try:
            _write_environment(place, start_servers(place, supervisor, durable=False))
            while not asked_to_stop():
                supervisor.look_after()
                time.sleep(0.2)
        except Interrupted:
            pass
        finally:
            place.environment_file.unlink(missing_ok=True)
            supervisor.stop()
            place.leave()


def _write_environment(place: Place, addresses: Addresses) -> None:
    """Write what a shell sources to reach the servers. HUB_DATABASE chooses another database."""
    settings = environment_of_tests(place, addresses=addresses, port=TEST_PORT)
    lines = [f"export {name}={shlex.quote(settings[name])}" for name in _EXPORTED]
    for name, url in (
        ("DATABASE_OWNER_URL", addresses.owner),
        ("DATABASE_WEB_URL", addresses.database),
        ("DATABASE_URL", addresses.owner),
    ):
        server, _, database = url.rpartition("/")
        lines.append(f'export {name}={shlex.quote(server)}/"${{HUB_DATABASE:-{database}}}"')
    write_private(place.environment_file, "\n".join(lines) + "\n")


def start_in_background(place: Place) -> None:
    """Start `keep_servers` beside this process; return once it is ready. Raises Refusal."""
    if place.holder() is not None and place.environment_file.exists():
        print(f"The servers already run. In a shell: . {shlex.quote(str(place.environment_file))}")
        return
    place.make_ready()
    log = place.log / "keeper.log"
    # A shell that has sourced the file of earlier servers names them: here ours are wanted.
    named = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in named}
    try:
        with log.open("wb") as stream:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "hub.local", "keep-servers"],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise refusal_for(error, place.root) from error
    until = time.monotonic() + _STARTS_WITHIN
    while not (place.environment_file.exists() and place.holder() == keeper.pid):
        if keeper.poll() is not None or time.monotonic() > until:
            raise Refusal(f"The servers did not start. The end of {log}:\n{last_lines(log)}")
        time.sleep(0.05)
    print(f"The servers run. In a shell: . {shlex.quote(str(place.environment_file))}")


def stop_in_background(place: Place) -> None:
    """End what `start_in_background` started, and wait until it is gone. Raises Refusal."""
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
