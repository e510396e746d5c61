"""The hook for a virus scanner: ClamAV's daemon, where the setting CLAMAV_URL names one (PRODUCT, section 5).

While the scanner cannot be asked it says so and lets nothing through: what becomes of the file is the caller's to decide.
"""

import socket
import struct
import time
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal

#: Seconds in which the scanner has to answer about all files that are asked about together.
LONGEST: Final = 90.0

_PIECE: Final = 1 << 16
_TIMEOUT: Final = 30.0  # seconds, for each step
_LONGEST_ANSWER: Final = 4096
_PORT: Final = 3310


class HarmfulFile(Refusal):
    """The scanner found something."""

    code = "harmful-file"
    status = 400
    message = _("The virus scanner stopped this file.")


class NotScanned(Refusal):
    """The scanner is switched on and did not answer."""

    code = "not-scanned"
    status = 503
    message = _("The virus scanner does not answer at the moment. Try again in a few minutes.")


def latest_answer() -> float:
    """When the scanner has to have answered about all that is asked from now on, by the clock of `time.monotonic`."""
    return time.monotonic() + LONGEST


def check_for_viruses(file: BinaryIO, late: float | None = None) -> None:
    """Ask the scanner about the file, where there is one. Leaves the file at its beginning.

    `late` is what `latest_answer` gave for several files together; None: for this one alone.

    Raises HarmfulFile, and NotScanned where the scanner is away or says anything but yes or no.
    """
    if not settings.CLAMAV_URL:
        return
    try:
        answer = _ask(file, settings.CLAMAV_URL, late or latest_answer())
    except OSError as error:
        raise NotScanned from error
    finally:
        file.seek(0)
    if answer.endswith(b" FOUND"):
        raise HarmfulFile
    if answer != b"stream: OK":
        raise NotScanned


def _ask(file: BinaryIO, address: str, late: float) -> bytes:
    """ClamAV's INSTREAM: pieces with their length ahead, then one of no length."""
    with _connected(address, _seconds_left(late)) as scanner:
        _wait_no_longer_than(late, scanner)
        scanner.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(_PIECE):
            _wait_no_longer_than(late, scanner)
            scanner.sendall(struct.pack("!I", len(piece)) + piece)
        scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while len(answer) < _LONGEST_ANSWER and (more := scanner.recv(_LONGEST_ANSWER)):
            _wait_no_longer_than(late, scanner)
            answer += more
    return answer.rstrip(b"\0\n")


def _wait_no_longer_than(late: float, scanner: socket.socket) -> None:
    """A scanner that takes a little of the time for each step would else take hours. Raises TimeoutError."""
    scanner.settimeout(_seconds_left(late))


def _seconds_left(late: float) -> float:
    left = late - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(_TIMEOUT, left)


def _connected(address: str, seconds: float) -> socket.socket:
    """A connection to `tcp://host:port`, or to a socket in the file system, `unix:///path`."""
    place = urlsplit(address)
    if place.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(seconds)
        try:
            scanner.connect(place.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((place.hostname or "", place.port or _PORT), seconds)
