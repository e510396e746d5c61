"""Whom a file names as its author beside its contents: in the properties that programs write into it.

The sender of a withheld name is warned of it (PRODUCT, section 5). Nothing here changes a file. It is a reader of a few
known places, not of whole formats: at most 8 MiB of a file are looked at, 4 MiB of what a part of an archive unpacks
to, and what is damaged says nothing. Names that stand in the visible text, places and dates are not looked for.
"""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, Final

from hub.kit.files import MEDIA_TYPES

_PIECE: Final = 4 * 1024**2
_MOST_NAMES: Final = 5
_MOST_CANDIDATES: Final = 200  # whatever they are: the same name again, a program's, none
_MOST_ENTRIES: Final = 200  # of a directory of EXIF
_MOST_SEGMENTS: Final = 20  # of a photograph that may name people
_LONGEST: Final = 200
_MOST_PLACES: Final = 60  # of one file in which a sign of a name is looked at
_MOST_POINTERS: Final = 3  # to a name elsewhere in the file, which is searched for it
_MOST_UNPACKED: Final = 512 * 1024
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip

_OFFICE: Final = ("docx", "xlsx", "pptx")
_OPEN_DOCUMENT: Final = ("odt", "ods", "odp")
#: Members of an archive in which names of people stand, and how.
_PROPERTIES: Final = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by|Manager)\b[^<>]{0,200}>([^<]{1,400})<"
)
#: Comments and changes that are tracked carry the name of who made them.
_MARKED_BY: Final = re.compile(
    r"""\bw:author\s*=\s*["']([^"']{1,400})["']|<dc:creator\b[^<>]{0,200}>([^<]{1,400})<|<author\b[^<>]{0,200}>([^<]{1,400})<"""
    r"""|<p:cmAuthor\b[^<>]{0,200}?\bname\s*=\s*["']([^"']{1,400})["']"""
)
_MEMBERS: Final[dict[str, re.Pattern[str]]] = {
    "docprops/core.xml": _PROPERTIES,
    "docprops/app.xml": _PROPERTIES,
    "meta.xml": _PROPERTIES,
    "content.xml": _MARKED_BY,
    "word/document.xml": _MARKED_BY,
    "word/comments.xml": _MARKED_BY,
    "ppt/commentauthors.xml": _MARKED_BY,
}
_SHEET_COMMENTS: Final = re.compile(r"xl/comments\d*\.xml")

_XMP: Final = re.compile(rb"<dc:creator\b[^<>]{0,200}>(.{1,2000}?)</dc:creator>", re.DOTALL)
_XMP_ITEM: Final = re.compile(rb"<rdf:li\b[^<>]{0,200}>([^<]{1,400})</rdf:li>")
_PDF_AUTHOR: Final = re.compile(
    rb"/Author\s*(?:\(((?:[^()\\]|\\.|\([^()]*\)){0,400})\)|<([0-9A-Fa-f\s]{0,1600})>|(\d{1,7})\s+\d{1,5}\s+R)",
    re.DOTALL,
)
_PDF_STREAM: Final = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_PDF_STRING: Final = rb"(?<!\d)%s\s{1,9}\d{1,5}\s{1,9}obj\s{0,9}\(((?:[^()\\]|\\.){0,400})\)"
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"",
    b"f": b"",
    b"\n": b"",
    b"\r\n": b"",
}
_RTF: Final = re.compile(rb"\{\\(?:author|operator)\s+([^{}]{1,400})\}")

#: EXIF: Artist, XPAuthor (UTF-16), CameraOwnerName.
_EXIF_NAMES: Final = {0x013B: "utf-8", 0x9C9D: "utf-16-le", 0xA430: "utf-8"}
_EXIF_MORE: Final = 0x8769
_NAMING: Final = (b"Exif\x00\x00", b"Photoshop 3.0\x00")
_BYLINE: Final = b"\x1c\x02\x50"  # IPTC 2:80


def authors_in(file: BinaryIO, media_type: str) -> list[str]:
    """The names, at most 5, each once, in their order; none for a kind that is not read. Leaves the file at its beginning.

    `media_type` is what the file was recognised as (hub.kit.files). Never raises over a damaged file.
    """
    read = _READERS.get(media_type)
    if read is None:
        return []
    names: dict[str, None] = {}
    try:
        for name in islice(read(file), _MOST_CANDIDATES):
            tidy = " ".join(_visible(html.unescape(name[:_LONGEST])).split())
            if tidy and tidy.casefold() not in _NOBODY:
                names[tidy] = None
            if len(names) == _MOST_NAMES:
                break
    except _DAMAGE:
        pass
    finally:
        file.seek(0)
    return list(names)


#: What programs write where nobody gave a name.
_NOBODY: Final = frozenset(
    {
        "unknown",
        "author",
        "user",
        "admin",
        "administrator",
        "microsoft office user",
        "python-docx",
        "openpyxl",
        "owner",
    }
)


def _visible(text: str) -> str:
    return "".join(
        character for character in text if character.isprintable() or character.isspace()
    )


def _ends(file: BinaryIO) -> bytes:
    """The beginning and the end of a file: there stand the properties."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    head = file.read(_PIECE)
    file.seek(max(size - _PIECE, len(head)))
    return head + b"\n" + file.read(_PIECE)


def _in_archive(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = member.filename.casefold()
            pattern = _MEMBERS.get(name) or (
                _MARKED_BY if _SHEET_COMMENTS.fullmatch(name) else None
            )
            if pattern is None or member.flag_bits & 1:
                continue
            with archive.open(member) as stream:
                text = stream.read(_PIECE).decode("utf-8", "replace")
            for match in pattern.finditer(text):
                yield next(filter(None, match.groups()), "")


def _places(pattern: re.Pattern[bytes], sign: bytes, content: bytes) -> Iterator[re.Match[bytes]]:
    """Where a pattern matches that begins with a sign; at most 60 places are tried, whatever the file holds."""
    place = -1
    for _ in range(_MOST_PLACES):
        place = content.find(sign, place + 1)
        if place < 0:
            return
        match = pattern.match(content, place)
        if match is not None:
            yield match


def _in_pdf(file: BinaryIO) -> Iterator[str]:
    content = _ends(file)
    yield from _in_xmp(content)
    yield from _pdf_authors(content)
    for match in _places(_PDF_STREAM, b"/ObjStm", content):
        packed = content[match.end() : match.end() + _MOST_UNPACKED]
        try:
            objects = zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
        except zlib.error:
            continue
        yield from _pdf_authors(objects)


def _pdf_authors(content: bytes) -> Iterator[str]:
    pointers = 0
    for match in _places(_PDF_AUTHOR, b"/Author", content):
        written, digits, reference = match.groups()
        pointers += reference is not None
        if reference is not None and pointers <= _MOST_POINTERS:
            pointed = re.search(_PDF_STRING % reference, content, re.DOTALL)
            written = pointed.group(1) if pointed else b""
        if digits is not None:
            plain = b"".join(digits.split()).decode()
            yield _pdf_text(bytes.fromhex(plain + "0" * (len(plain) % 2)))
        elif written is not None:
            yield _pdf_text(_ESCAPE.sub(_unescaped, written))


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign: bytes = match.group(1)
    if sign[:1].isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return _ESCAPED.get(sign, sign)


def _pdf_text(written: bytes) -> str:
    if written.startswith(b"\xfe\xff"):
        return written[2:].decode("utf-16-be", "replace")
    if written.startswith(b"\xef\xbb\xbf"):
        return written[3:].decode("utf-8", "replace")
    return written.decode("latin-1")


def _in_xmp(content: bytes) -> Iterator[str]:
    for match in _places(_XMP, b"<dc:creator", content):
        for item in _XMP_ITEM.finditer(match.group(1)):
            yield item.group(1).decode("utf-8", "replace")


def _in_rtf(file: BinaryIO) -> Iterator[str]:
    content = _ends(file)
    both = (b"{\\author", b"{\\operator")
    for match in (found for sign in both for found in _places(_RTF, sign, content)):
        yield re.sub(r"\\'[0-9a-f]{2}", _rtf_letter, match.group(1).decode("latin-1"))


def _rtf_letter(match: re.Match[str]) -> str:
    return bytes.fromhex(match.group()[2:]).decode("cp1252", "replace")


def _in_jpeg(file: BinaryIO) -> Iterator[str]:
    content = _ends(file)
    yield from _in_xmp(content)
    place, named = 2, 0
    while (
        named < _MOST_SEGMENTS
        and place + 4 <= len(content)
        and content[place] == 0xFF
        and content[place + 1] != 0xDA
    ):
        length = struct.unpack(">H", content[place + 2 : place + 4])[0]
        part = content[place + 4 : place + 2 + length]
        named += part.startswith(_NAMING)
        if part.startswith(b"Exif\x00\x00"):
            yield from _in_exif(part[6:])
        elif part.startswith(b"Photoshop 3.0\x00"):
            yield from _in_iptc(part)
        place += 2 + max(length, 2)


def _in_png(file: BinaryIO) -> Iterator[str]:
    content = _ends(file)
    yield from _in_xmp(content)
    place, named = 8, 0
    while named < _MOST_SEGMENTS and place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        part = content[place + 8 : place + 8 + length]
        named += kind in {b"eXIf", b"tEXt", b"iTXt"}
        if kind == b"eXIf":
            yield from _in_exif(part)
        elif kind in {b"tEXt", b"iTXt"}:
            key, _, value = part.partition(b"\x00")
            if key.lower() in {b"author", b"artist", b"creator"}:
                yield value.rpartition(b"\x00")[2].decode(
                    "utf-8" if kind == b"iTXt" else "latin-1", "replace"
                )
        place += 12 + length


def _in_exif(block: bytes) -> Iterator[str]:
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return
    waiting = [struct.unpack(order + "I", block[4:8])[0]]
    for _ in range(2):  # the first directory, and the one of the camera that it names
        if not waiting:
            return
        start = waiting.pop()
        count = struct.unpack(order + "H", block[start : start + 2])[0]
        for number in range(min(count, _MOST_ENTRIES)):
            entry = block[start + 2 + 12 * number : start + 14 + 12 * number]
            tag, kind, size = struct.unpack(order + "HHI", entry[:8])
            (value,) = struct.unpack(order + "I", entry[8:12])
            if tag == _EXIF_MORE:
                waiting.append(value)
            elif tag in _EXIF_NAMES and kind in {1, 2, 129}:
                text = entry[8 : 8 + size] if size <= 4 else block[value : value + min(size, 800)]
                yield text.decode(_EXIF_NAMES[tag], "replace").split("\x00")[0]


def _in_iptc(part: bytes) -> Iterator[str]:
    place = part.find(_BYLINE)
    for _ in range(_MOST_ENTRIES):
        if place < 0:
            return
        length = struct.unpack(">H", part[place + 3 : place + 5])[0]
        yield part[place + 5 : place + 5 + min(length, 400)].decode("utf-8", "replace")
        place = part.find(_BYLINE, place + 5)


_READERS: Final[dict[str, Callable[[BinaryIO], Iterator[str]]]] = {
    **{MEDIA_TYPES[kind]: _in_archive for kind in (*_OFFICE, *_OPEN_DOCUMENT)},
    MEDIA_TYPES["pdf"]: _in_pdf,
    MEDIA_TYPES["rtf"]: _in_rtf,
    MEDIA_TYPES["jpg"]: _in_jpeg,
    MEDIA_TYPES["png"]: _in_png,
}
