"""The mail sink: a real SMTP server that keeps each mail as one file before it says 250."""

import email
import email.policy
import signal
import smtplib
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from hub.local.mail_sink import store_mail
from hub.local.place import PROJECT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the sink puts the mails."""
    mails = tmp_path / "the mails"
    mails.mkdir(mode=0o700)
    return mails


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """The socket that the launcher keeps open."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def _sink(listening: socket.socket, folder: Path) -> subprocess.Popen[bytes]:
    descriptor = listening.fileno()
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "hub.local.mail_sink"),
            *("--descriptor", str(descriptor), "--folder", str(folder)),
        ],
        cwd=PROJECT,
        pass_fds=[descriptor],
        stdout=subprocess.DEVNULL,
    )


def _message(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "hub@example.org"
    message["To"] = "reader@example.org"
    message.set_content("Bonjour à tous.\n.\nأهلا\n")
    return message


def _send(port: int, *messages: EmailMessage, to: str = "reader@example.org") -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        for message in messages:
            server.send_message(message, to_addrs=[to])


def test_each_mail_is_one_whole_file_once_it_is_acknowledged(
    listening: socket.socket, folder: Path
) -> None:
    sink = _sink(listening, folder)
    try:
        _send(listening.getsockname()[1], _message("Reçu"), _message("Second"), to="a@example.org")
        files = sorted(folder.iterdir())
        read = [
            email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files
        ]
        assert [mail["Subject"] for mail in read] == ["Reçu", "Second"]
        assert read[0].get_content().splitlines() == ["Bonjour à tous.", ".", "أهلا"]
        assert read[0]["X-Envelope-To"] == "a@example.org"
        assert all(f.suffix == ".eml" and f.name[8] == "T" for f in files)
    finally:
        sink.send_signal(signal.SIGTERM)
        assert sink.wait(10) == 0


def test_a_mail_sent_while_the_sink_is_started_again_is_taken(
    listening: socket.socket, folder: Path
) -> None:
    first = _sink(listening, folder)
    _send(listening.getsockname()[1], _message("before"))
    first.kill()
    first.wait()
    sender = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import smtplib, sys; smtplib.SMTP('127.0.0.1', int(sys.argv[1]), timeout=30)"
            ".sendmail('a@example.org', ['b@example.org'], 'Subject: meanwhile\\n\\nx')",
            str(listening.getsockname()[1]),
        ]
    )
    second = _sink(listening, folder)
    try:
        assert sender.wait(30) == 0
        assert len(list(folder.glob("*.eml"))) == 2
    finally:
        second.terminate()
        second.wait(10)


def test_a_mail_that_cannot_be_stored_is_not_acknowledged(
    listening: socket.socket, folder: Path
) -> None:
    folder.rmdir()
    sink = _sink(listening, folder)
    try:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            _send(listening.getsockname()[1], _message("lost"))
        assert refused.value.smtp_code == 451
    finally:
        sink.terminate()
        sink.wait(10)


def test_names_sort_by_time_and_a_file_never_appears_unfinished(folder: Path) -> None:
    files = [
        store_mail(folder, b"Subject: x\r\n\r\n", sender="a@example.org", receivers=[str(number)])
        for number in range(5)
    ]
    assert sorted(files) == files
    assert sorted(folder.iterdir()) == files
    assert stat.S_ISREG(files[0].stat().st_mode)
