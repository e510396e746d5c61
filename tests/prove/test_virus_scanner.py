"""The hook for a virus scanner, against ClamAV's own daemon with one signature of ours."""

import io
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from discussions.models import FileScan, Post, Upload
from discussions.tasks import scan_file
from hub.kit import virus_check
from hub.kit.virus_check import HarmfulFile, NotScanned, check_for_viruses
from tests import factories, people
from tests.discussions.writing import PDF, form, pdf
from tests.people import signed_in
from tests.workers import wait_until

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(CLAMD is None, reason="no clamd: apt-get install clamav-daemon"),
]

HARM = b"this is what the signature knows"
MOST = 1 << 20  # bytes that the daemon takes of one file


@pytest.fixture
def scanner(
    tmp_path_factory: pytest.TempPathFactory, settings: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    """A daemon that runs; the setting names it."""
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
    yield process
    process.send_signal(signal.SIGCONT)
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


class Breaking(io.BytesIO):
    """A file in the middle of which something happens."""

    def __init__(self, content: bytes, what: Callable[[], object]) -> None:
        super().__init__(content)
        self.what = what

    def read(self, size: int | None = -1) -> bytes:
        """Half of it is read."""
        if self.tell() > len(self.getvalue()) // 2:
            self.what()
        return super().read(size)


def test_a_daemon_that_dies_in_the_middle_lets_nothing_through(
    scanner: "subprocess.Popen[bytes]",
) -> None:
    def kill() -> None:
        scanner.kill()
        scanner.wait(30)

    with pytest.raises(NotScanned):
        check_for_viruses(Breaking(b"clean " * 150_000, kill))


def test_a_daemon_that_does_not_answer_lets_nothing_through(
    scanner: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virus_check, "_TIMEOUT", 1.0)
    scanner.send_signal(signal.SIGSTOP)
    with pytest.raises(NotScanned):
        check_for_viruses(io.BytesIO(b"clean"))
    scanner.send_signal(signal.SIGCONT)
    check_for_viruses(io.BytesIO(b"clean"))


@pytest.mark.django_db
def test_a_file_that_is_sent_ahead_is_scanned_and_waits_while_nobody_scans(
    scanner: "subprocess.Popen[bytes]",
) -> None:
    client = signed_in(people.stakeholder())

    def send(name: str, content: bytes) -> tuple[int, str]:
        answer = client.post("/en/uploads/", {"file": pdf(name, content)})
        return answer.status_code, answer.json().get("code", "")

    assert send("clean.pdf", PDF) == (201, "")
    assert send("harm.pdf", PDF + HARM) == (400, "harmful-file")
    scanner.kill()
    scanner.wait(30)
    assert send("unseen.pdf", PDF + b"%") == (201, "")
    waiting = [one.name for one in Upload.objects.all() if one.scan_state == "waiting"]
    assert waiting == ["unseen.pdf"]


@pytest.mark.django_db
def test_what_came_while_the_daemon_did_not_answer_is_scanned_as_soon_as_it_does(
    scanner: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virus_check, "_TIMEOUT", 1.0)
    client, contents = signed_in(people.stakeholder()), {"a.pdf": PDF, "b.pdf": PDF + HARM}
    scanner.send_signal(signal.SIGSTOP)
    for name, content in contents.items():
        assert client.post("/en/uploads/", {"file": pdf(name, content)}).status_code == 201
    hashes = list(FileScan.objects.values_list("sha256", flat=True))
    assert len(hashes) == 2
    scanner.send_signal(signal.SIGCONT)
    for sha256 in hashes:
        scan_file(sha256)
    states = [(one.name, one.scan_state) for one in Upload.objects.order_by("name")]
    assert states == [("a.pdf", "clean"), ("b.pdf", "infected")]


@pytest.mark.django_db
@pytest.mark.usefixtures("scanner")
def test_a_form_with_a_harmful_file_keeps_its_text_and_the_other_files() -> None:
    factories.window(factories.space())
    client = signed_in(people.stakeholder())
    files = [pdf("clean.pdf"), pdf("harm.pdf", PDF + HARM)]
    sent = form("My long text", files=files)
    answer = client.post("/en/spaces/roundtable/submit/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "harm.pdf: The virus scanner stopped this file." in page
    assert "My long text</textarea>" in page
    kept = Upload.objects.get()
    assert f'value="{kept.pk}" checked' in page
    assert not Post.objects.exists()
    del sent["files"]
    again = client.post("/en/spaces/roundtable/submit/", {**sent, "keep": str(kept.pk)})
    assert again.status_code == 303
