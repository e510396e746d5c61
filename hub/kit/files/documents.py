"""What a PDF or a text in RTF may not hold: what runs, starts or fetches something when it is opened."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from hub.kit.files.kinds import UnrecognisedFile

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 512


def _name(text: str) -> bytes:
    """A name of a PDF, each letter as it is or as the number that may stand for it ("#4a")."""
    return b"".join(b"(?:%c|#%02x)" % (ord(letter), ord(letter)) for letter in text)


#: Actions that run a script or start a program, and the list of scripts of a whole file. Forms that only name fields,
#: links and pages to begin at are no harm.
_ACTIVE: Final = re.compile(
    rb"/%s\s*/(?:%s|%s)(?![A-Za-z])|/%s\s*(?:<<|\d+\s+\d+\s+R)"
    % (_name("S"), _name("JavaScript"), _name("Launch"), _name("JavaScript")),
    re.IGNORECASE,
)
#: An embedded file that is a program by its name.
_EMBEDDED_PROGRAM: Final = re.compile(
    rb"/(?:F|UF)\s*\(([^()\\]|\\.){1,200}\.(?:exe|com|scr|bat|cmd|js|jse|vbs|vbe|wsf|hta|lnk|msi|ps1|jar|docm|xlsm"
    rb"|pptm|iso|dll|pif)\)",
    re.IGNORECASE,
)
#: Objects that lie packed in a stream: what is in them counts as if it stood in the file itself.
_PACKED_OBJECTS: Final = re.compile(rb"/ObjStm\b[^\x00]{0,400}?stream\r?\n")
_MOST_UNPACKED: Final = 4 * 1024**2  # of one stream of objects
_MOST_STREAMS: Final = 5000
_MOST_UNPACKED_TOGETHER: Final = 64 * 1024**2

_MOST_POINTS: Final = 500 * 10**6
_RTF_OBJECTS: Final = re.compile(rb"\\obj(?:data|autlink|link|update)(?![a-z])", re.IGNORECASE)
_RTF_TEMPLATE: Final = re.compile(rb"\\\*\s*\\template\s+(?:https?|ftp):", re.IGNORECASE)


def check_pdf(file: BinaryIO) -> None:
    """Raise UnrecognisedFile `active` for scripts and the starting of programs, `embedded` for programs inside.

    Looks at the file in pieces and into its packed objects. Inside an encrypted file only what is in the
    open is seen.
    """
    unpacked = 0
    for number, piece in enumerate(_pieces(file)):
        _check_objects(piece)
        for content in _packed_objects(file, number, piece):
            _check_objects(content)
            unpacked += len(content)
            if unpacked > _MOST_UNPACKED_TOGETHER:
                raise UnrecognisedFile("bomb")


def check_rtf(file: BinaryIO) -> None:
    """Raise UnrecognisedFile `embedded` for objects of other programs, `remote` for a template from the internet."""
    for piece in _pieces(file):
        if _RTF_OBJECTS.search(piece):
            raise UnrecognisedFile("embedded")
        if _RTF_TEMPLATE.search(piece):
            raise UnrecognisedFile("remote")


def check_png(head: bytes) -> None:
    """Raise UnrecognisedFile `bomb` for a picture of more than 500 million points, which fills a reader's memory."""
    width, height = struct.unpack_from(">II", head.ljust(24, b"\0"), 16)
    if width * height > _MOST_POINTS:
        raise UnrecognisedFile("bomb")


def _check_objects(content: bytes) -> None:
    if _ACTIVE.search(content):
        raise UnrecognisedFile("active")
    if _EMBEDDED_PROGRAM.search(content):
        raise UnrecognisedFile("embedded")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that overlap, so that nothing is missed between two."""
    at = 0
    while True:
        file.seek(at)
        piece = file.read(_CHUNK + _OVERLAP)
        if not piece:
            return
        yield piece
        at += _CHUNK


def _packed_objects(file: BinaryIO, number: int, piece: bytes) -> Iterator[bytes]:
    for _count, found in zip(range(_MOST_STREAMS), _PACKED_OBJECTS.finditer(piece), strict=False):
        file.seek(number * _CHUNK + found.end())
        yield _unpacked(file)


def _unpacked(file: BinaryIO) -> bytes:
    """The beginning of what is packed from here on, as far as it can be unpacked."""
    unpacker = zlib.decompressobj()
    content = b""
    try:
        while len(content) < _MOST_UNPACKED and not unpacker.eof:
            packed = unpacker.unconsumed_tail or file.read(1 << 16)
            if not packed:
                break
            content += unpacker.decompress(packed, _MOST_UNPACKED - len(content))
    except zlib.error:
        pass  # packed in another way, or damaged: readers would not get further either
    return content
