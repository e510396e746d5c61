"""OLE compound files ([MS-CFB]): Word, Excel and PowerPoint before 2007."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from hub.kit.files.kinds import UnrecognisedFile

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

# Names are compared in small letters, as the format asks.
_KINDS: Final = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
}
_MACROS: Final = frozenset({"_vba_project", "_vba_project_cur", "vba", "macros"})
#: A stream that packs another file, which may be a program.
_PACKED_FILE: Final = "\1ole10native"
_ENCRYPTED: Final = frozenset({"encryptedpackage", "encryptedsummary"})

_HEADER: Final = 512
_ENTRY: Final = 128
_SMALL_SECTOR: Final = 64
_SMALL_STREAM: Final = 4096  # shorter streams lie together in one stream of small sectors
_MOST_ENTRIES: Final = 20_000
_MOST_TABLE_SECTORS: Final = 1000  # enough for 8 GB
_MOST_SMALL: Final = 4 * 1024**2
_MOST_WORKBOOK: Final = 1024**2
_LAST_SECTOR: Final = 0xFFFFFFFA  # numbers above it say "end", "free" and the like

# Where the Word stream says that it is encrypted ([MS-DOC] 2.5.2, FibBase).
_WORD_FLAGS: Final = 0x0A
_WORD_ENCRYPTED: Final = 0x0100
# Records at the beginning of a workbook ([MS-XLS] 2.4). Of its sheets 1 is one of Excel 4 macros
# and 6 a module of Visual Basic.
_EXCEL_END, _EXCEL_PASSWORD, _EXCEL_SHEET = 0x000A, 0x002F, 0x0085
_EXCEL_MACRO_SHEETS: Final = (1, 6)
# [MS-PPT] 2.4.10: VBAInfoContainer with its atom; "has macros" is not zero.
_VBA_INFO: Final = re.compile(
    rb"[\x0f\x1f]\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00"
    rb"[\s\S]{4}(?!\x00{4})[\s\S]{4}"
)
_VBA_INFO_LENGTH: Final = 24


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


def kind_of_compound(file: BinaryIO) -> str:
    """doc, xls or ppt. Raises UnrecognisedFile: `damaged`, `encrypted`, `macros`, `embedded`, `unknown-type`.

    Of the streams only what tells of passwords and macros is read, sector by sector.
    """
    try:
        return _CompoundFile(file).kind()
    except (struct.error, IndexError) as error:
        raise UnrecognisedFile("damaged") from error


class _CompoundFile:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        header = self._read(0, _HEADER)
        (shift,) = struct.unpack_from("<H", header, 0x1E)
        if shift not in (9, 12):
            raise UnrecognisedFile("damaged")
        self.sector_size = 1 << shift
        self.per_sector = self.sector_size // 4
        (first_directory_sector,) = struct.unpack_from("<I", header, 0x30)
        (self.small_table_start,) = struct.unpack_from("<I", header, 0x3C)
        self.allocation_sectors = list(struct.unpack_from("<109I", header, 0x4C))
        self.allocation: tuple[int, tuple[int, ...]] = (-1, ())
        self._extend_allocation_sectors(*struct.unpack_from("<II", header, 0x44))
        self.entries = self._entries(first_directory_sector)

    def kind(self) -> str:
        """The kind by the streams at the top; those of embedded objects lie deeper."""
        top = {entry.name: entry for entry in self._top_entries()}
        if _ENCRYPTED & top.keys():
            raise UnrecognisedFile("encrypted")
        kinds = {kind for name, kind in _KINDS.items() if name in top}
        if len(kinds) != 1:
            raise UnrecognisedFile("unknown-type")
        if any(entry.name in _MACROS for entry in self.entries):
            raise UnrecognisedFile("macros")
        if any(entry.name == _PACKED_FILE for entry in self.entries):
            raise UnrecognisedFile("embedded")
        kind = kinds.pop()
        for name in _KINDS.keys() & top.keys():
            self._check(kind, self._stream(top[name]))
        return kind

    def _check(self, kind: str, stream: Iterator[bytes]) -> None:
        if kind == "doc":
            (flags,) = struct.unpack_from("<H", next(stream, b""), _WORD_FLAGS)
            if flags & _WORD_ENCRYPTED:
                raise UnrecognisedFile("encrypted")
        elif kind == "xls":
            _check_workbook(_beginning(stream, _MOST_WORKBOOK))
        elif _presentation_has_macros(stream):
            raise UnrecognisedFile("macros")

    # ------------------------------------------------------------------ sectors
    def _read(self, offset: int, length: int) -> bytes:
        self.file.seek(offset)
        return self.file.read(length)

    def _sector(self, number: int) -> bytes:
        return self._read((number + 1) * self.sector_size, self.sector_size)

    def _table(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.per_sector}I", self._sector(number))

    def _extend_allocation_sectors(self, following: int, count: int) -> None:
        """Files above 6.8 MB list more allocation sectors in a chain of sectors of its own."""
        for _ in range(min(count, _MOST_TABLE_SECTORS)):
            if following > _LAST_SECTOR:
                return
            *numbers, following = self._table(following)
            self.allocation_sectors += numbers

    def _next_sector(self, number: int) -> int:
        place, offset = divmod(number, self.per_sector)
        if self.allocation[0] != place:
            self.allocation = (place, self._table(self.allocation_sectors[place]))
        return int(self.allocation[1][offset])

    def _chain(self, number: int) -> Iterator[bytes]:
        """The sectors of a chain, none twice."""
        seen = set[int]()
        while number <= _LAST_SECTOR and number not in seen:
            seen.add(number)
            yield self._sector(number)
            number = self._next_sector(number)

    # ------------------------------------------------------------------ directory and streams
    def _entries(self, first_sector: int) -> list[_Entry]:
        entries: list[_Entry] = []
        for sector in self._chain(first_sector):
            entries += [_entry(sector, at) for at in range(0, len(sector), _ENTRY)]
            if len(entries) > _MOST_ENTRIES:
                break
        return entries

    def _top_entries(self) -> Iterator[_Entry]:
        """The entries of the root storage: a tree of neighbours that hangs below its child."""
        waiting, seen = [self.entries[0].child], set[int]()
        while waiting:
            number = waiting.pop()
            if number < len(self.entries) and number not in seen:
                seen.add(number)
                yield self.entries[number]
                waiting += [self.entries[number].left, self.entries[number].right]

    def _stream(self, entry: _Entry) -> Iterator[bytes]:
        if entry.size >= _SMALL_STREAM:
            yield from self._chain(entry.start)
            return
        small = _beginning(self._chain(self.entries[0].start), _MOST_SMALL)
        table = _beginning(self._chain(self.small_table_start), _MOST_SMALL)
        number = entry.start
        for _ in range(_SMALL_STREAM // _SMALL_SECTOR):
            if number > _LAST_SECTOR:
                return
            yield small[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR]
            (number,) = struct.unpack_from("<I", table, number * 4)


def _entry(sector: bytes, at: int) -> _Entry:
    length, left, right, child = struct.unpack_from("<HxxIII", sector, at + 0x40)
    start, size = struct.unpack_from("<II", sector, at + 0x74)
    name = sector[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(name.casefold(), left, right, child, start, size)


def _beginning(pieces: Iterator[bytes], most: int) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) >= most:
            break
    return bytes(content)


def _check_workbook(content: bytes) -> None:
    at = 0
    while at + 4 <= len(content):
        record, length = struct.unpack_from("<HH", content, at)
        if record == _EXCEL_PASSWORD:
            raise UnrecognisedFile("encrypted")
        if record == _EXCEL_SHEET and content[at + 9] in _EXCEL_MACRO_SHEETS:
            raise UnrecognisedFile("macros")
        if record == _EXCEL_END:
            return
        at += 4 + length


def _presentation_has_macros(stream: Iterator[bytes]) -> bool:
    tail = b""
    for sector in stream:
        if _VBA_INFO.search(tail + sector):
            return True
        tail = (tail + sector)[-_VBA_INFO_LENGTH + 1 :]
    return False
