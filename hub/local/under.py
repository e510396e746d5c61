"""Tests, checks and benchmarks: one command, run while its own servers run."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from hub.kit.catalogue import compile_catalogues
from hub.local.binaries import find_chromium
from hub.local.environment import (
    TEST_PORT,
    Addresses,
    environment_of_tests,
    portal_environment,
)
from hub.local.place import PROJECT, Place
from hub.local.process import Supervisor
from hub.local.run import Portal, listen, prepare
from hub.local.servers import (
    StopSignals,
    addresses_of,
    start_servers,
    stop_on_signals,
    take_place,
)

_INTERRUPTED: Final = 130
_PATIENCE: Final = 10.0
"""Seconds for a command to end by itself."""


@dataclass(frozen=True)
class Session:
    """Servers that run, and how to run a command beside them."""

    place: Place
    addresses: Addresses
    supervisor: Supervisor
    asked_to_stop: StopSignals

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run the command to its end and answer its exit code; a request to stop is passed on."""
        process = subprocess.Popen(command, cwd=PROJECT, env=dict(environment))
        try:
            while process.poll() is None and not self.asked_to_stop():
                self.supervisor.look_after()
                time.sleep(0.05)
        finally:
            if process.poll() is None:
                self._end(process)
        return _INTERRUPTED if self.asked_to_stop() else process.returncode

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        """Let the command end by Ctrl-C, which has reached it too, or make it end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE if self.asked_to_stop.by_keyboard else 0)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        process.kill()
        process.wait()


@contextmanager
def servers_of(place: Place, *, durable: bool) -> Iterator[Session]:
    """Run the servers of `place` while the block runs.

    Where ``make servers`` keeps the place already, its servers serve, with a database of our own
    name, so that several may use them. Raises Refusal.
    """
    with stop_on_signals() as asked_to_stop:
        supervisor = Supervisor(lambda line: print(line, file=sys.stderr), asked_to_stop)
        holder = place.holder()
        if holder is not None and place.environment_file.exists():
            name = f"hub_{time.time_ns():x}"
            yield Session(place, addresses_of(place).named(name), supervisor, asked_to_stop)
            return
        take_place(place)
        try:
            addresses = start_servers(place, supervisor, durable=durable)
            yield Session(place, addresses, supervisor, asked_to_stop)
        finally:
            supervisor.stop()
            place.leave()


def run_tests(place: Place, arguments: Sequence[str], *, heavy: bool) -> int:
    """Run the tests that a commit can break, or (`heavy`) those marked ``prove``."""
    compile_catalogues(PROJECT / "locale")  # pages are tried in French too
    with servers_of(place, durable=heavy) as session:
        environment = environment_of_tests(place, addresses=session.addresses, port=TEST_PORT)
        mark, workers = ("prove", "0") if heavy else ("not prove", "2")
        code = session.run(
            [sys.executable, "-m", "pytest", "-n", workers, "-m", mark, *arguments], environment
        )
    if not heavy and code != _INTERRUPTED:
        print("\n".join(_left_out()))
    return code


def _left_out() -> list[str]:
    """Say what `run_tests` did not run here, and how to have it run."""
    lines = ["Left out: what is heavier (load, races, faults, scale). Run it with: make prove"]
    if find_chromium() is None:
        lines.append(
            "Left out: the journeys in a browser, because no Chromium is found. Install it (on"
            " Debian and Ubuntu: apt-get install chromium), then run make test again."
        )
    return lines


def run_with_servers(place: Place, arguments: Sequence[str]) -> int:
    """Run Python with `arguments` while the servers of the tests run."""
    with servers_of(place, durable=False) as session:
        environment = environment_of_tests(place, addresses=session.addresses, port=TEST_PORT)
        return session.run([sys.executable, *arguments], environment)


def run_benchmarks(place: Place, arguments: Sequence[str]) -> int:
    """Run the benchmarks on servers of their own, as durable as real ones, begun empty.

    The database is migrated; PORT is a free port, for the web server that they start.
    """
    place.make_ready()
    for folder in (place.postgres, place.redis):
        if place.holder() is None:
            shutil.rmtree(folder, ignore_errors=True)
    with listen(0) as web, listen(0) as mail:
        port, mail_port = web.getsockname()[1], mail.getsockname()[1]
    with servers_of(place, durable=True) as session:
        environment = {
            **portal_environment(
                place, addresses=session.addresses, port=port, mail_port=mail_port
            ),
            "DEMONSTRATION": "0",
        }
        prepare(Portal(place, environment), session.addresses, session.asked_to_stop)
        return session.run([sys.executable, "-m", "benchmarks", *arguments], environment)
