"""Files that people attach: what they are by their content and how they may be called."""

import hashlib
from typing import BinaryIO, Final

from hub.kit.files import archives, compound
from hub.kit.files.documents import check_pdf, check_png, check_rtf
from hub.kit.files.kinds import (
    EXTENSIONS,
    MEDIA_TYPES,
    REFUSED_BY_NAME,
    Recognised,
    UnrecognisedFile,
)
from hub.kit.files.mixed import refuse_ahead, refuse_archives, refuse_picture, refuse_two_kinds
from hub.kit.files.names import (
    LONGEST_NAME,
    extension_of,
    file_size_text,
    renamed,
    safe_file_name,
)
from hub.kit.files.pdf_password import asks_for_password
from hub.kit.files.plain import refuse_programs, text_encoding

__all__ = [
    "EXTENSIONS",
    "LONGEST_NAME",
    "MEDIA_TYPES",
    "REFUSED_BY_NAME",
    "Recognised",
    "UnrecognisedFile",
    "extension_of",
    "file_size_text",
    "recognise",
    "renamed",
    "safe_file_name",
    "sha256_of",
    "text_encoding",
]

_HEAD: Final = 4096
_TAIL: Final = 2048
_CHUNK: Final = 1024 * 1024
_PDF: Final = b"%PDF-"
_SIGNATURES: Final = {
    b"{\\rtf": "rtf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
}


def recognise(file: BinaryIO, name: str, *, limit: int | None = None) -> Recognised:
    """What the file is by its content, whatever its name says. Leaves it at its beginning.

    `limit` is the largest size allowed, in bytes. The extension of the name, where there is one,
    must name what the content is; .txt and .csv both name text. Raises UnrecognisedFile. Reads the
    beginning, the directory of a compound file or an archive, and a text in pieces; memory does
    not grow with the file.
    """
    try:
        return _recognise(file, extension_of(name), limit)
    finally:
        file.seek(0)


def sha256_of(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hexadecimal and size in bytes of the whole file. Leaves it at its beginning."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return digest.hexdigest(), size


def _recognise(file: BinaryIO, extension: str, limit: int | None) -> Recognised:
    file.seek(0, 2)
    size = file.tell()
    if not size:
        raise UnrecognisedFile("empty")
    if limit is not None and size > limit:
        raise UnrecognisedFile("too-large", limit=file_size_text(limit))
    named = EXTENSIONS.get(extension)
    if extension in REFUSED_BY_NAME:
        raise UnrecognisedFile(REFUSED_BY_NAME[extension])
    kind = _kind(file, size)
    if extension and named is None:
        raise UnrecognisedFile("unknown-type", found=kind)
    if named is None or named == kind:
        return Recognised(kind, MEDIA_TYPES[kind], extension or kind)
    if (named, kind) == ("csv", "txt"):
        return Recognised(named, MEDIA_TYPES[named], extension)
    raise UnrecognisedFile("mismatch", named=named, found=kind)


def _kind(file: BinaryIO, size: int) -> str:
    file.seek(0)
    head = file.read(_HEAD)
    refuse_programs(head)
    refuse_archives(head)
    refuse_picture(head)
    kind = next((kind for mark, kind in _SIGNATURES.items() if head.startswith(mark)), None)
    if kind is None and _is_pdf(file, head, size):
        kind = "pdf"
    if kind is not None:
        _check_inside(file, head, kind, size)
        return kind
    if head.startswith(compound.SIGNATURE):
        return compound.kind_of_compound(file)
    if head.startswith(archives.SIGNATURE):
        return archives.kind_of_archive(file, size)
    text_encoding(file)
    return "txt"


def _check_inside(file: BinaryIO, head: bytes, kind: str, size: int) -> None:
    """What a pdf, rtf, png or jpg must not be or hold. Raises UnrecognisedFile."""
    refuse_two_kinds(file, head, kind, size)
    if kind == "pdf":
        refuse_ahead(head[: head.find(_PDF)])
        check_pdf(file)
        if asks_for_password(file):
            raise UnrecognisedFile("encrypted")
    elif kind == "rtf":
        check_rtf(file)
    elif kind == "png":
        check_png(head)


def _is_pdf(file: BinaryIO, head: bytes, size: int) -> bool:
    """Some programs put bytes before the header, of which readers search 1,024."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c\x00").startswith(_PDF):
        return True
    if _PDF not in head[:1024]:
        return False
    file.seek(max(size - _TAIL, 0))
    return b"%%EOF" in file.read(_TAIL)
