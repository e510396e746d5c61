"""Files that are two kinds at once, and archives: told by marks that stand where the other kind looks for them."""

import re
import struct
from typing import BinaryIO, Final

from hub.kit.files.kinds import UnrecognisedFile

_CHUNK: Final = 1 << 20
#: At the beginning of a file. A TAR has its mark further on.
_ARCHIVES: Final = (
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd",
    b"MSCF\x00\x00\x00\x00", b"xar!", b"PK\x05\x06", b"PK\x07\x08", b"!<arch>\n",
)  # fmt: skip
_TAR: Final = slice(257, 262)
#: Found anywhere in a document: these programs look for their archive behind what stands ahead of it.
_HIDDEN_ARCHIVES: Final = re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c")
_LONGEST_MARK: Final = 7
#: Web pages and scripts: browsers and servers that guess look at the beginning alone.
_CODE: Final = re.compile(
    rb"<(?:script|html|body|svg|iframe|!doctype\s+html)\b|<\?php\b", re.IGNORECASE
)
_LOOKED_AT_BY_GUESSERS: Final = 4096
_OTHER_PICTURES: Final = (b"GIF87a", b"GIF89a")

#: The end of a ZIP file, behind which at most a comment of 64 KiB stands.
_ZIP_END: Final = struct.Struct("<4s4H2LH")
_ZIP_END_MARK: Final = b"PK\x05\x06"
_ZIP_DIRECTORY_MARK: Final = b"PK\x01\x02"
_ZIP_TAIL: Final = (1 << 16) + _ZIP_END.size


def refuse_archives(head: bytes) -> None:
    """Raise UnrecognisedFile `archive` for a file that begins as one; ZIP files are looked into elsewhere."""
    if head.startswith(_ARCHIVES) or head[_TAR] == b"ustar":
        raise UnrecognisedFile("archive")


def refuse_two_kinds(file: BinaryIO, head: bytes, kind: str, size: int) -> None:
    """Raise UnrecognisedFile `polyglot` for a pdf, rtf, png or jpg that is something else as well.

    A web page or a script at its beginning, a PDF behind the beginning of another kind, a ZIP file
    that ends where the file ends, or another archive anywhere. Reads the file in pieces.
    """
    begins_so = _CODE.search(head[:_LOOKED_AT_BY_GUESSERS]) or (
        kind != "pdf" and b"%PDF-" in head[:1024]
    )
    if begins_so or _script_in_jpeg(head, kind) or _ends_as_zip(file, size):
        raise UnrecognisedFile("polyglot")
    if _has_archive(file):
        raise UnrecognisedFile("polyglot")


def refuse_picture(head: bytes) -> None:
    """Raise UnrecognisedFile `unknown-type` for a picture that is none of ours, and may be written to be a script."""
    if head.startswith(_OTHER_PICTURES):
        raise UnrecognisedFile("unknown-type")


def refuse_ahead(ahead: bytes) -> None:
    """Raise UnrecognisedFile `polyglot` if what stands ahead of a PDF's header is the beginning of another kind."""
    other = (b"PK", b"MZ", b"\x89PNG", b"\xff\xd8", b"{\\rtf", b"\x7fELF", *_OTHER_PICTURES)
    if ahead.startswith((*other, *_ARCHIVES)) or b"PK\x03\x04" in ahead:
        raise UnrecognisedFile("polyglot")


def _script_in_jpeg(head: bytes, kind: str) -> bool:
    """The length of a segment that reads as the beginning of a comment of JavaScript."""
    return kind == "jpg" and head[4:6] in {b"/*", b"//"}


def _ends_as_zip(file: BinaryIO, size: int) -> bool:
    """Whether a directory of a ZIP file stands where its end says that it does."""
    start = max(size - _ZIP_TAIL, 0)
    file.seek(start)
    tail = file.read(_ZIP_TAIL)
    at = tail.rfind(_ZIP_END_MARK)
    while at >= 0:
        if len(tail) - at >= _ZIP_END.size:
            *_before, length, _offset, _comment = _ZIP_END.unpack_from(tail, at)
            file.seek(max(start + at - length, 0))
            if length and file.read(len(_ZIP_DIRECTORY_MARK)) == _ZIP_DIRECTORY_MARK:
                return True
        at = tail.rfind(_ZIP_END_MARK, 0, at)
    return False


def _has_archive(file: BinaryIO) -> bool:
    file.seek(0)
    tail = b""
    while chunk := file.read(_CHUNK):
        if _HIDDEN_ARCHIVES.search(tail + chunk):
            return True
        tail = chunk[-_LONGEST_MARK + 1 :]
    return False
