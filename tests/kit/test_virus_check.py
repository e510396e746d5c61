"""The hook for a virus scanner, against a small scanner that speaks ClamAV's protocol."""

import io
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hub.kit.refusals import Refusal
from hub.kit.virus_check import HarmfulFile, NotScanned, check_for_viruses, latest_answer

HARM = b"harm"


class Scanner(socketserver.StreamRequestHandler):
    """Reads an INSTREAM and answers."""

    answers = (b"stream: OK\0", b"stream: Test-Signature FOUND\0")

    def handle(self) -> None:
        """One file."""
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(self.answers[HARM in content])


class Broken(Scanner):
    """A scanner that gives up on every file."""

    answers = (b"INSTREAM size limit exceeded. ERROR\0",) * 2


class Server(socketserver.ThreadingTCPServer):
    """On a free port."""

    allow_reuse_address = True


@contextmanager
def scanning(settings: Any, handler: type[Scanner] = Scanner) -> Iterator[None]:
    """The setting names a scanner that runs."""
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def test_without_the_setting_nothing_is_asked() -> None:
    check_for_viruses(io.BytesIO(HARM))


def test_a_clean_file_is_let_through_at_its_beginning(settings: Any) -> None:
    file = io.BytesIO(b"clean" * 100_000)
    file.seek(3)
    with scanning(settings):
        check_for_viruses(file)
    assert file.tell() == 0


def test_a_harmful_one_is_not(settings: Any) -> None:
    with scanning(settings), pytest.raises(HarmfulFile):
        check_for_viruses(io.BytesIO(b"x" * 200_000 + HARM))


def test_any_other_answer_is_a_no(settings: Any) -> None:
    with scanning(settings, Broken), pytest.raises(NotScanned):
        check_for_viruses(io.BytesIO(b"clean"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock"])
def test_while_the_scanner_is_away_nothing_is_let_through(address: str, settings: Any) -> None:
    settings.CLAMAV_URL = address
    with pytest.raises(Refusal) as refusal:
        check_for_viruses(io.BytesIO(b"clean"))
    assert refusal.value.code == "not-scanned"


def test_after_the_last_moment_for_all_files_of_a_form_the_next_is_not_even_asked_about(
    settings: Any,
) -> None:
    with scanning(settings):
        check_for_viruses(io.BytesIO(b"clean"), latest_answer())
        with pytest.raises(NotScanned):
            check_for_viruses(io.BytesIO(b"clean"), time.monotonic() - 1)
