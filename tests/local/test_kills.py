"""`kill -9` of any part of the portal, then of the launcher: nothing acknowledged is lost."""

import http.client
import json
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from hub.local.place import PROJECT

pytestmark = pytest.mark.prove

PARTS = {
    "PostgreSQL": "bin/postgres -D",
    "Redis": "-server ",
    "the mail sink": "hub.local.mail_sink",
    "the worker": "hub.celery worker",
    "the clock": "hub.celery beat",
    "the web server": "gunicorn",
}
ROUNDS = 3
LONGEST_SECOND_START = 10.0
"""Seconds."""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


def _wait_for(condition: Callable[[], bool], *, seconds: float) -> float:
    """Wait, and answer how long it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"it did not happen within {seconds} s"
        time.sleep(0.1)
    return time.monotonic() - begun


class _Portal:
    """The portal, run from a copy of the project as `make run` runs it."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.port = _free_port()
        self.log = project.parent / "said.txt"
        self.launcher: subprocess.Popen[bytes] | None = None
        self.acknowledged = 0

    def start(self, *, within: float) -> float:
        """Start it, wait until it says that it runs, and answer how long that took."""
        kept = {"PATH": os.environ["PATH"], "PORT": str(self.port), "HOME": str(self.project)}
        with self.log.open("wb") as said:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "hub.local", "run"],
                cwd=self.project,
                env=kept,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        return _wait_for(self._runs, seconds=within)

    def _runs(self) -> bool:
        assert self.launcher is not None
        assert self.launcher.poll() is None, self.log.read_text()
        return "The portal runs at" in self.log.read_text()

    def children(self) -> dict[str, int]:
        """The processes that the launcher started, by the words that name them."""
        assert self.launcher is not None
        found: dict[str, int] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue
            if parent == self.launcher.pid:
                found |= {name: int(entry.name) for name, sign in PARTS.items() if sign in line}
        return found

    def kill(self, name: str) -> None:
        """Kill one part, and wait until the launcher has started it again."""
        old = self.children()[name]
        os.kill(old, signal.SIGKILL)
        _wait_for(lambda: self.children().get(name, old) != old, seconds=30)
        _wait_for(self.answers, seconds=30)

    def answers(self) -> bool:
        """Whether the web server serves a page and the database takes a connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            self.database().close()
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException, psycopg2.OperationalError):
            return False
        finally:
            connection.close()

    def database(self) -> "psycopg2.extensions.connection":
        """A connection as the owner of the database."""
        addresses = json.loads((self.project / "var/run/servers.json").read_text())
        return psycopg2.connect(addresses["owner"])

    def write(self) -> None:
        """Commit one row and send one mail: each is acknowledged when this returns."""
        with self.database() as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS kept_by_test (number int)")
            cursor.execute("INSERT INTO kept_by_test VALUES (%s)", [self.acknowledged])
        connection.close()
        with smtplib.SMTP("127.0.0.1", self._mail_port(), timeout=30) as server:
            server.sendmail(
                "a@example.org", ["b@example.org"], f"Subject: {self.acknowledged}\n\n"
            )
        self.acknowledged += 1

    def _mail_port(self) -> int:
        environment = Path(f"/proc/{self.children()['the web server']}/environ").read_bytes()
        url = next(v for v in environment.split(b"\0") if v.startswith(b"EMAIL_URL="))
        return int(url.rpartition(b":")[2])

    def check_all_is_kept(self) -> None:
        """Every row and every mail that was acknowledged is there, once."""
        with self.database() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT number FROM kept_by_test ORDER BY number")
            assert [number for (number,) in cursor.fetchall()] == list(range(self.acknowledged))
        connection.close()
        mails = [file.read_text() for file in (self.project / "var/mail").glob("*.eml")]
        kept = [mail for mail in mails if "X-Envelope-From: a@example.org" in mail]
        assert len(kept) == self.acknowledged


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[_Portal]:
    """A portal that runs from a copy of the project, in a path with a space."""
    copy = tmp_path / "a copy"
    left_out = shutil.ignore_patterns(".*", "var", "tests", "__pycache__", "*.mo")
    shutil.copytree(PROJECT, copy, ignore=left_out)
    made = _Portal(copy)
    made.start(within=180)
    yield made
    assert made.launcher is not None
    made.launcher.send_signal(signal.SIGINT)
    assert made.launcher.wait(60) == 0
    assert made.children() == {}


def test_any_part_may_be_killed_at_any_time(portal: _Portal) -> None:
    for _ in range(ROUNDS):
        for name in PARTS:
            portal.write()
            portal.kill(name)
            portal.write()
    portal.check_all_is_kept()


def test_the_launcher_may_be_killed_and_started_again_at_once(portal: _Portal) -> None:
    for _ in range(ROUNDS):
        portal.write()
        assert portal.launcher is not None
        portal.launcher.kill()
        portal.launcher.wait()
        took = portal.start(within=60)
        assert took < LONGEST_SECOND_START
        portal.write()
    portal.check_all_is_kept()


def test_everything_may_be_killed_at_once(portal: _Portal) -> None:
    for _ in range(ROUNDS):
        portal.write()
        assert portal.launcher is not None
        pids = [portal.launcher.pid, *portal.children().values()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        portal.launcher.wait()
        portal.start(within=60)
        portal.write()
    portal.check_all_is_kept()
