"""The hook for a virus scanner, against ClamAV's own daemon with one signature of ours."""

import io
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.kit.virus_check import HarmfulFile, NotScanned, check_for_viruses
from tests.workers import wait_until

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(CLAMD is None, reason="no clamd: apt-get install clamav-daemon"),
]

HARM = b"this is what the signature knows"
MOST = 1 << 20  # bytes that the daemon takes of one file


@pytest.fixture
def scanner(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[None]:
    """The setting names a daemon that runs."""
    folder = tmp_path_factory.mktemp("c")
    (folder / "own.ndb").write_text(f"Own.Test:0:*:{HARM.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nDatabaseDirectory {folder}\nLocalSocket {folder}/clamd.sock\n"
        f"StreamMaxLength {MOST}\n"
    )
    process = subprocess.Popen(
        [str(CLAMD), "--config-file", folder / "clamd.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: _answers(folder / "clamd.sock"))
    settings.CLAMAV_URL = f"unix://{folder}/clamd.sock"
    yield
    process.terminate()
    process.wait(30)


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(address)) == 0


@pytest.mark.usefixtures("scanner")
def test_the_daemon_lets_through_what_is_clean_and_stops_what_is_not() -> None:
    check_for_viruses(io.BytesIO(b"clean " * 50_000))
    with pytest.raises(HarmfulFile):
        check_for_viruses(io.BytesIO(b"x" * 100_000 + HARM + b"y" * 100_000))


@pytest.mark.usefixtures("scanner")
def test_what_the_daemon_finds_too_large_is_not_let_through() -> None:
    with pytest.raises(NotScanned):
        check_for_viruses(io.BytesIO(b"x" * (MOST + 1)))
