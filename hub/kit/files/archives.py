"""ZIP files: Office Open XML and OpenDocument told apart, and what must not be let in."""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO, Final

from hub.kit.files.kinds import MEDIA_TYPES, UnrecognisedFile

SIGNATURE: Final = b"PK\x03\x04"
MOST_MEMBERS: Final = 10_000
MOST_UNPACKED: Final = 1024**3
# Small files may well be packed 100:1; only large ones do harm.
BOMB_FROM: Final = 10 * 1024**2
BOMB_RATIO: Final = 100

_CENTRAL_HEADER: Final = b"PK\x01\x02"
_CHUNK: Final = 64 * 1024
_MOST_READ: Final = 4 * 1024**2
_PACKED_BY: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, NotImplementedError,
    OSError, RuntimeError, ValueError,
)  # fmt: skip

_CONTENT_TYPES: Final = "[Content_Types].xml"
_CONTENT_TYPE: Final = re.compile(r"""\bContentType\s*=\s*["']([^"']*)["']""")
_MAIN_PARTS: Final = {
    f"{MEDIA_TYPES[kind]}.main+xml": kind for kind in ("docx", "xlsx", "pptx")
}  # fmt: skip
_MAIN_MEMBERS: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACRO_TYPES: Final = ("macroenabled", "ms-office.vba", "ms-excel.macrosheet")
_MACRO_MEMBERS: Final = ("vbaproject.bin", "vbadata.xml")
_CONTROL_TYPES: Final = ("ms-office.activex",)
# Parts that are fetched when the document is opened, where they lie in the internet. Links and pictures that are only
# linked stay allowed, and so do templates in folders, which every document of a large office names.
_RELATIONS: Final = re.compile(r"^(?:word|xl|ppt)/(?:[^/]+/)?_rels/[^/]+\.rels$")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHED: Final = re.compile(
    r"/(?:attachedTemplate|oleObject|frame|subDocument|package|control|aFChunk)[\"']"
)
_FROM_THE_INTERNET: Final = re.compile(
    r"""\bTarget\s*=\s*["']\s*(?:mhtml:|x-usc:)*\s*(?:https?|ftp):""", re.IGNORECASE
)
# Another program's object is looked for a file that it packs: a program may hide there, and no reader sees it.
_EMBEDDED: Final = re.compile(r"^(?:word|xl|ppt)/embeddings/[^/]+\.(?:bin|ole)$")
_PACKED_FILE: Final = "\1Ole10Native".encode("utf-16-le")
_PROGRAM_MEMBERS: Final = re.compile(
    r"\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|docm|xlsm|pptm)$"
)
_MOST_RELATIONS: Final = 500
_ENTITY: Final = "<!entity"
_LISTENER: Final = "<script:event-listener"
_OPEN_DOCUMENTS: Final = {MEDIA_TYPES[kind]: kind for kind in ("odt", "ods", "odp")}


def kind_of_archive(file: BinaryIO, size: int) -> str:
    """The kind of the document that the ZIP file is: docx, xlsx, pptx, odt, ods or odp.

    Only what names the kind is unpacked, and of that 4 MiB at most. Raises UnrecognisedFile:
    `damaged`, `bomb`, `encrypted`, `macros`, `embedded`, `remote`, `polyglot`, `archive` for every other
    ZIP file, `unknown-type` for one of a kind that is not attached.
    """
    if _central_headers(file) > MOST_MEMBERS:
        raise UnrecognisedFile("bomb")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive, size)
            return _Document(archive).kind()
    except _DAMAGE as error:
        raise UnrecognisedFile("damaged") from error


def _central_headers(file: BinaryIO) -> int:
    """At least as many as the members that zipfile would hold in memory."""
    file.seek(0)
    found, tail = 0, b""
    while chunk := file.read(_CHUNK):
        window = tail + chunk
        found += window.count(_CENTRAL_HEADER)
        tail = window[-len(_CENTRAL_HEADER) + 1 :]
    return found


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnrecognisedFile("encrypted")
    if any(member.compress_type not in _PACKED_BY for member in members):
        raise UnrecognisedFile("damaged")
    unpacked = sum(member.file_size for member in members)
    overlapping = sum(member.compress_size for member in members) > size
    tight = unpacked > BOMB_FROM and unpacked > BOMB_RATIO * size
    if min((member.header_offset for member in members), default=0) > 0:
        raise UnrecognisedFile("polyglot")  # another file stands ahead of this one
    if overlapping or tight or unpacked > MOST_UNPACKED:
        raise UnrecognisedFile("bomb")


class _Document:
    """What the names and the telling members of an archive say."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = [name.casefold().replace("\\", "/") for name in archive.namelist()]

    def kind(self) -> str:
        """The kind, or UnrecognisedFile."""
        for telling in (_CONTENT_TYPES, "mimetype"):
            if self.names.count(telling.casefold()) > 1:
                raise UnrecognisedFile("damaged")
        if _CONTENT_TYPES.casefold() in self.names:
            return self._office_kind()
        if "mimetype" in self.names:
            return self._open_document_kind()
        raise UnrecognisedFile("archive")

    def _office_kind(self) -> str:
        types = _CONTENT_TYPE.findall(self._read(_CONTENT_TYPES))
        if any(mark in found.casefold() for found in types for mark in _MACRO_TYPES) or any(
            name.endswith(_MACRO_MEMBERS) for name in self.names
        ):
            raise UnrecognisedFile("macros")
        kinds = {_MAIN_PARTS[found] for found in types if found in _MAIN_PARTS}
        if not kinds and not any(found.endswith(".main+xml") for found in types):
            kinds = {kind for name, kind in _MAIN_MEMBERS.items() if name in self.names}
        if len(kinds) != 1:
            raise UnrecognisedFile("unknown-type")
        if any(mark in found.casefold() for found in types for mark in _CONTROL_TYPES):
            raise UnrecognisedFile("embedded")
        self._check_what_is_fetched()
        self._check_what_is_embedded()
        for name in _MAIN_MEMBERS.keys() & set(self.names):
            self._check_entities(name)
        return kinds.pop()

    def _check_what_is_fetched(self) -> None:
        relations = [name for name in self.names if _RELATIONS.match(name)][:_MOST_RELATIONS]
        for name in relations:
            for relation in _RELATION.findall(self._read(name)):
                if _FETCHED.search(relation) and _FROM_THE_INTERNET.search(relation):
                    raise UnrecognisedFile("remote")

    def _check_what_is_embedded(self) -> None:
        if any(_PROGRAM_MEMBERS.search(name) for name in self.names):
            raise UnrecognisedFile("embedded")
        for name in filter(_EMBEDDED.match, self.names):
            if _PACKED_FILE in self._bytes(name):
                raise UnrecognisedFile("embedded")

    def _check_entities(self, name: str) -> None:
        """No office program declares any; those who do want them to grow without end."""
        if _ENTITY in self._read(name).casefold():
            raise UnrecognisedFile("bomb")

    def _open_document_kind(self) -> str:
        kind = _OPEN_DOCUMENTS.get(self._read("mimetype").strip())
        if kind is None:
            raise UnrecognisedFile("unknown-type")
        if any(re.match("(basic|scripts)/.*[^/]$", name) for name in self.names):
            raise UnrecognisedFile("macros")
        if "encrypted-package" in self.names or (
            "meta-inf/manifest.xml" in self.names
            and "encryption-data" in self._read("META-INF/manifest.xml")
        ):
            raise UnrecognisedFile("encrypted")
        if "content.xml" in self.names:
            self._check_entities("content.xml")
            if _LISTENER in self._read("content.xml"):
                raise UnrecognisedFile("macros")
        return kind

    def _read(self, name: str) -> str:
        """The beginning of a text member, found whatever the case of its name."""
        content = self._bytes(name)
        utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return content.decode("utf-16" if utf_16 else "utf-8-sig", "replace")

    def _bytes(self, name: str) -> bytes:
        member = self.archive.infolist()[self.names.index(name.casefold())]
        with self.archive.open(member) as stream:
            return stream.read(_MOST_READ)
