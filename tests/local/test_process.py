"""Programs beside each other: watched, started again, stopped in order, never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.local.place import PROJECT, Place
from hub.local.process import (
    MARK,
    Interrupted,
    Running,
    Service,
    Supervisor,
    end_leftovers,
    last_lines,
)
from hub.local.refusal import Refusal

ON_LINUX = sys.platform == "linux"


def _service(place: Place, name: str, script: str) -> Service:
    return Service(
        name=name,
        command=["/bin/sh", "-c", script],
        log=place.log / f"{name}.log",
        environment={"PATH": os.environ["PATH"]},
        place=place.root,
        folder=place.root,
        patience=5.0,
    )


def _wait_for(condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def said() -> list[str]:
    """What the supervisor tells the person."""
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    """A supervisor whose programs are gone after the test."""
    made = Supervisor(said.append)
    yield made
    made.stop()


def test_a_program_that_is_killed_is_started_again_and_said(
    place: Place, supervisor: Supervisor, said: list[str]
) -> None:
    running = supervisor.start(_service(place, "worker", "echo here it was; exec sleep 60"))
    first = running.pid
    assert first is not None
    _wait_for(lambda: "here" in running.last_lines())
    os.kill(first, signal.SIGKILL)
    _wait_for(running.ended)
    supervisor.look_after()
    assert running.pid != first
    assert not running.ended()
    assert said[0].startswith("worker ended (signal 9) and is started again.")
    assert "here it was" in said[1]


def test_a_program_that_keeps_ending_stops_the_portal_with_its_last_words(
    place: Place, supervisor: Supervisor
) -> None:
    running = supervisor.start(_service(place, "worker", "echo the reason; exit 3"))

    def look() -> bool:
        _wait_for(running.ended)
        supervisor.look_after()
        return False

    with pytest.raises(Refusal, match=r"(?s)worker keeps ending \(exit code 3\).*the reason"):
        _wait_for(look)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("PANIC: No space left on device", r"^The disk that holds .* is full"),
        ("open: Permission denied", r"cannot be read or written by this user"),
    ],
)
def test_what_cannot_get_better_by_itself_is_not_tried_again(
    place: Place, supervisor: Supervisor, words: str, sentence: str
) -> None:
    running = supervisor.start(_service(place, "server", f"echo '{words}'; exit 1"))
    _wait_for(running.ended)
    with pytest.raises(Refusal, match=sentence):
        supervisor.look_after()


def test_an_old_full_disk_in_the_log_is_not_taken_for_a_new_one(
    place: Place, supervisor: Supervisor, said: list[str]
) -> None:
    (place.log / "server.log").write_text("No space left on device\n")
    running = supervisor.start(_service(place, "server", "exit 1"))
    _wait_for(running.ended)
    supervisor.look_after()
    assert "started again" in said[0]


def test_a_program_that_does_not_get_ready_is_a_refusal_with_its_log(place: Place) -> None:
    service = _service(place, "server", "echo cannot; exit 7")
    never_ready = Service(**{**vars(service), "is_ready": lambda: False})
    with pytest.raises(Refusal, match=r"(?s)server did not start \(exit code 7\).*cannot"):
        Running(never_ready, lambda: False).start()


def test_who_does_not_want_to_wait_is_not_made_to(place: Place) -> None:
    service = _service(place, "server", "exec sleep 60")
    slow = Service(**{**vars(service), "is_ready": lambda: False})
    running = Running(slow, lambda: True)
    with pytest.raises(Interrupted):
        running.start()
    running.stop()
    with pytest.raises(Interrupted):
        Running(service, lambda: True).run_to_end()


def test_a_step_that_fails_is_a_refusal(place: Place) -> None:
    with pytest.raises(Refusal, match=r"(?s)step failed \(exit code 2\).*why"):
        Running(_service(place, "step", "echo why; exit 2"), lambda: False).run_to_end()


def test_programs_stop_in_the_order_asked_then_last_started_first(
    place: Place, supervisor: Supervisor
) -> None:
    notes = place.root / "notes"
    script = "trap 'echo {0} >>notes; exit 0' TERM; echo up; while :; do sleep 0.05; done"
    started = [
        supervisor.start(_service(place, name, script.format(name)))
        for name in ("database", "queue", "worker", "web")
    ]
    for running in started:
        _wait_for(lambda running=running: "up" in running.last_lines())  # type: ignore[misc]  # its default binds the loop
    supervisor.stop(order=["web", "worker"])
    assert notes.read_text().split() == ["web", "worker", "queue", "database"]
    assert all(running.ended() for running in started)


def test_a_program_that_does_not_obey_is_killed(place: Place, supervisor: Supervisor) -> None:
    service = _service(place, "deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done")
    running = supervisor.start(Service(**{**vars(service), "patience": 0.3}))
    _wait_for(lambda: "up" in running.last_lines())
    supervisor.stop()
    assert running.ended()


@pytest.mark.skipif(not ON_LINUX, reason="only Linux tells a process that its parent died")
def test_programs_end_with_a_launcher_that_is_killed(place: Place) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tests.local.test_process import _service;"
        "from hub.local.place import Place; from hub.local.process import Supervisor;"
        "place = Place(Path(sys.argv[1])); supervisor = Supervisor(print);"
        "print(supervisor.start(_service(place, 'web', 'exec sleep 60')).pid, flush=True);"
        "time.sleep(60)"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", script, str(place.root)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert launcher.stdout is not None
    child = int(launcher.stdout.readline())
    assert _alive(child)
    launcher.kill()
    launcher.communicate()
    _wait_for(lambda: not _alive(child))


@pytest.mark.skipif(not ON_LINUX, reason="only Linux shows the processes")
def test_what_a_killed_launcher_left_is_found_by_its_mark_or_its_folder_and_ended(
    place: Place, tmp_path: Path
) -> None:
    elsewhere = {"PATH": os.environ["PATH"], MARK: str(tmp_path / "another")}
    marked = subprocess.Popen(["sleep", "60"], env={**elsewhere, MARK: str(place.root)})
    inside = subprocess.Popen(["sleep", "60"], env=elsewhere, cwd=place.redis)
    stranger = subprocess.Popen(["sleep", "60"], env=elsewhere)
    try:
        assert end_leftovers(place.root, working_folders=[place.redis])
        assert marked.wait(5) == -signal.SIGTERM
        assert inside.wait(5) == -signal.SIGTERM
        assert stranger.poll() is None
    finally:
        for process in (marked, inside, stranger):
            process.kill()
            process.wait()


def test_the_last_lines_of_a_log_are_few_and_say_when_there_are_none(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert "nothing was written" in last_lines(log)
    log.write_text("".join(f"line {number}\n" for number in range(5000)))
    assert last_lines(log, count=2) == "    line 4998\n    line 4999"
