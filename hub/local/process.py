"""Programs that run beside each other: started, watched, started again, stopped in order."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hub.local.identity import Identity, ourselves
from hub.local.refusal import DENIED_WORDS, FULL_DISK_WORDS, Refusal, denied, full_disk

MARK: Final = "HUB_LOCAL_PLACE"
"""Environment variable that tells to which place a process belongs."""

LOG_LIMIT: Final = 5 * 1024 * 1024
"""Bytes after which a log is put aside when its program starts; the one before it goes."""

_PR_SET_PDEATHSIG: Final = 1
_STARTS_AT_MOST: Final = 5
_WITHIN_SECONDS: Final = 60.0
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Service:
    """How to run one program, and how to end it.

    `stop_signal` asks it to end; after `patience` seconds it is killed. It gets the same signal
    when the launcher itself dies (on Linux). `clear_way` removes, before each start, what an
    earlier run that was killed left in the way.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str]
    place: Path
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    identity: Identity = field(default_factory=ourselves)
    sockets: tuple[int, ...] = ()
    clear_way: Callable[[], None] | None = None
    is_ready: Callable[[], bool] | None = None
    ready_within: float = 60.0


class Interrupted(Exception):
    """The person asked to stop while something was still being waited for."""


class Running:
    """One service and the process that is now running it."""

    def __init__(self, service: Service, asked_to_stop: Callable[[], bool]) -> None:
        self.service = service
        self._asked_to_stop = asked_to_stop
        self._process: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []
        self._log_from = 0

    def start(self) -> None:
        """Start the program and wait until it is ready.

        Raises Refusal when it does not get so, Interrupted when the person did not wait for it.
        """
        service = self.service
        self._starts.append(time.monotonic())
        _put_aside(service.log)
        if service.clear_way is not None:
            service.clear_way()
        with service.log.open("ab") as log:
            self._log_from = log.tell()
            self._process = subprocess.Popen(
                [str(part) for part in service.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=service.folder,
                env={**service.environment, MARK: str(service.place)},
                pass_fds=service.sockets,
                start_new_session=True,
                preexec_fn=_prepare_child(service, os.getpid()),  # noqa: PLW1509 - one thread
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        is_ready = self.service.is_ready
        until = time.monotonic() + self.service.ready_within
        while is_ready is not None and not is_ready():
            if self.ended():
                raise self.refusal("did not start")
            if self._asked_to_stop():
                raise Interrupted
            if time.monotonic() > until:
                self.stop()
                raise self.refusal(f"was not ready within {self.service.ready_within:.0f} s")
            time.sleep(0.03)

    def run_to_end(self) -> None:
        """Start the program and wait until it has done its work.

        Raises Refusal when it fails, Interrupted when the person did not wait for it.
        """
        self.start()
        while not self.ended():
            if self._asked_to_stop():
                self.stop()
                raise Interrupted
            time.sleep(0.02)
        if self._process is not None and self._process.returncode != 0:
            raise self.refusal("failed")

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process is not None else None

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._process is None or self._process.poll() is not None

    def how_it_ended(self) -> str:
        """The signal or exit code of a process that is gone, in words."""
        code = self._process.returncode if self._process is not None else None
        if code is None:
            return "not started"
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def may_start_again(self) -> bool:
        """False for a program that keeps ending soon after its start."""
        recent = time.monotonic() - _WITHIN_SECONDS
        self._starts = [start for start in self._starts if start > recent]
        return len(self._starts) < _STARTS_AT_MOST

    def refusal(self, what: str) -> Refusal:
        """The sentence for a program that does not run, with the last lines it wrote."""
        lines = self.last_lines()
        if FULL_DISK_WORDS in lines:
            return full_disk(self.service.place)
        if DENIED_WORDS in lines:
            return denied(self.service.place)
        return Refusal(
            f"{self.service.name} {what} ({self.how_it_ended()}). The end of {self.service.log}:"
            f"\n{lines}"
        )

    def last_lines(self, *, count: int = 15) -> str:
        """The last lines that the program wrote since it was started."""
        return last_lines(self.service.log, count=count, since=self._log_from)

    def stop(self) -> None:
        """Ask the program to end; kill it when it does not in its time."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self.service.stop_signal)
        try:
            process.wait(self.service.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Supervisor:
    """The services that run together, in the order in which they were started."""

    def __init__(
        self, say: Callable[[str], None], asked_to_stop: Callable[[], bool] = lambda: False
    ) -> None:
        self._say = say
        self._asked_to_stop = asked_to_stop
        self._running: list[Running] = []

    @property
    def running(self) -> tuple[Running, ...]:
        """What was started and not yet stopped."""
        return tuple(self._running)

    def start(self, service: Service) -> Running:
        """Start a service; it is watched and stopped with the others from now on."""
        running = Running(service, self._asked_to_stop)
        self._running.append(running)
        running.start()
        return running

    def look_after(self) -> None:
        """Start again what ended by itself. Raises Refusal for what keeps ending, Interrupted."""
        for running in self._running:
            if not running.ended():
                continue
            refusal = running.refusal("keeps ending")
            if refusal.hopeless or not running.may_start_again():
                raise refusal
            name, ended = running.service.name, running.how_it_ended()
            self._say(f"{name} ended ({ended}) and is started again. Its last lines:")
            self._say(running.last_lines(count=5))
            running.start()

    def stop(self, *, order: Sequence[str] = ()) -> None:
        """Stop all: first those named in `order`, then the others, the last started first."""
        rank = {name: place for place, name in enumerate(order)}
        remaining = list(reversed(self._running))
        remaining.sort(key=lambda running: rank.get(running.service.name, len(rank)))
        self._running = []
        for running in remaining:
            running.stop()


def _prepare_child(service: Service, launcher: int) -> Callable[[], None]:
    """What the new process does before it becomes the program."""

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        service.identity.become()
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_PDEATHSIG, int(service.stop_signal), 0, 0, 0)
            if os.getppid() != launcher:
                os._exit(1)

    return prepare


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))


def last_lines(log: Path, *, count: int = 15, since: int = 0) -> str:
    """The last lines of a log after the byte `since`, indented; a word when it has none."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(since, log.stat().st_size - 16384))
            lines = stream.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        lines = []
    return "\n".join(f"    {line}" for line in lines) or "    (nothing was written)"


def end_leftovers(place: Path | None, *, working_folders: Sequence[Path]) -> bool:
    """End processes that a dead launcher of this place left behind; answer whether none is left.

    They are known by the mark in their environment or, where a server has overwritten that, by
    working in one of `working_folders`. Only Linux shows them: elsewhere the answer is False, and
    the servers' own locks tell.
    """
    if not Path("/proc/self/cwd").exists():
        return False
    for wanted, patience in ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0)):
        for pid in _leftovers(place, working_folders):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, wanted)
        until = time.monotonic() + patience
        while _leftovers(place, working_folders):
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        else:
            return True
    return False


def _leftovers(place: Path | None, working_folders: Sequence[Path]) -> list[int]:
    mark = f"{MARK}={place}".encode()
    folders = {os.path.realpath(folder) for folder in working_folders}
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if pid != os.getpid() and _belongs(entry, mark, folders):
            found.append(pid)
    return found


def _belongs(entry: Path, mark: bytes, folders: set[str]) -> bool:
    try:
        if (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        return (
            mark in (entry / "environ").read_bytes().split(b"\0")
            or os.readlink(entry / "cwd") in folders
        )
    except OSError:
        return False
