"""What a finished package holds, counted from its files alone.

`check` is asked again and again whether to go on: what it raises ends the count.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

_PIECE: Final = 1 << 20
_LINES: Final = 10_000
_ROW: Final = b"<row "
_SHEET: Final = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?P<end>"|\\?\Z)|[\[\]{}:,]', re.DOTALL)


class Finished(Protocol):
    """Where finished files lie: a ZIP, or a folder."""

    def open(self, name: str, /) -> IO[bytes]:
        """One of them, for reading."""


@dataclass(frozen=True)
class Folder:
    """A folder with finished files."""

    path: Path

    def open(self, name: str, /) -> IO[bytes]:
        """One of them, for reading."""
        return (self.path / name).open("rb")


Check = Callable[[], None]


def rows_of_sheets(package: Finished, member: str, check: Check) -> list[int]:
    """The rows of each sheet of a workbook in their order, headings aside."""
    with package.open(member) as file, zipfile.ZipFile(file) as workbook:
        places = {int(m[1]): m[0] for m in map(_SHEET.fullmatch, workbook.namelist()) if m}
        rows = []
        for _number, place in sorted(places.items()):
            with workbook.open(place) as sheet:
                rows.append(_occurrences(sheet, _ROW, check) - 1)
        return rows


def rows_of_csv(package: Finished, member: str, check: Check) -> int:
    """The rows of a CSV file, its heading aside: each ends in CRLF, outside quotation marks.

    The reader of the standard library takes no cell of over 131,072 characters.
    """
    rows = quotes = 0
    with package.open(member) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        for number, line in enumerate(text):
            if number % _LINES == 0:
                check()
            quotes += line.count('"')
            rows += line.endswith("\r\n") and quotes % 2 == 0
    return rows - 1


def references_in_json(package: Finished, member: str, check: Check) -> list[str]:
    """The references of the posts in an archive's JSON, in their order; "" for a post without one."""
    found: list[str] = []
    with package.open(member) as file, io.TextIOWrapper(file, "utf-8") as text:
        place = _Place()
        for sign in _tokens(text, check):
            place.meet(sign)
            if place.is_post:
                if sign == "{":
                    found.append("")
                elif place.keys[-1] == "reference" and sign.startswith('"'):
                    found[-1] = sign[1:-1]
    return found


class _Place:
    """Where in a JSON document a reader stands: the open brackets, and in each object the key of the value."""

    def __init__(self) -> None:
        self.brackets: list[str] = []
        self.keys: list[str] = []
        self._text = ""

    @property
    def is_post(self) -> bool:
        """Directly inside one of the posts."""
        return self.brackets == ["{", "[", "{"] and self.keys[0] == "posts"

    def meet(self, sign: str) -> None:
        """Go on by one sign or text."""
        if sign in {"[", "{"}:
            self.brackets.append(sign)
            self.keys.append("")
        elif sign in {"]", "}"}:
            self.brackets.pop()
            self.keys.pop()
        elif sign == ":":
            self.keys[-1] = self._text
        elif sign == ",":
            self.keys[-1] = self.keys[-1] if self.brackets[-1] == "[" else ""
        else:
            self._text = sign[1:-1]


def _tokens(text: IO[str], check: Check) -> Iterator[str]:
    """Texts and signs of a JSON document, read in pieces; numbers and literals are left out."""
    rest = ""
    while piece := text.read(_PIECE):
        check()
        rest += piece
        end = len(rest)
        for match in _TOKEN.finditer(rest):
            if match["end"] not in {None, '"'}:  # a text that goes on in the next piece
                end = match.start()
                break
            yield match[0]
        rest = rest[end:]


def _occurrences(file: IO[bytes], sign: bytes, check: Check) -> int:
    count, rest = 0, b""
    while piece := file.read(_PIECE):
        check()
        piece = rest + piece
        count += piece.count(sign)
        rest = piece[-(len(sign) - 1) :]
    return count
