"""The words of Office Open XML and OpenDocument: the parts that hold text, streamed."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from xml.parsers import expat

_PIECE: Final = 1 << 16
_MOST_UNPACKED: Final = 256 * 1024**2  # of one file, in all its parts
_DEEPEST: Final = 2000  # elements within elements

#: The parts that hold what readers see, in their order.
_PARTS: Final = {
    "docx": (r"word/document\.xml", r"word/(foot|end)notes\.xml", r"word/(header|footer)\d*\.xml"),
    "pptx": (r"ppt/slides/slide\d+\.xml", r"ppt/notesslides/notesslide\d+\.xml"),
    "xlsx": (r"xl/sharedstrings\.xml", r"xl/worksheets/sheet\d+\.xml"),
    "odt": (r"content\.xml", r"styles\.xml"),
    "ods": (r"content\.xml",),
    "odp": (r"content\.xml",),
}
_OPEN_DOCUMENTS: Final = frozenset({"odt", "ods", "odp"})
_NUMBER: Final = re.compile(r"\d+")


class _NotAllowed(ValueError):
    """A document type, an entity, or elements too deep in one another: no office program writes them."""


def words_of_office(file: BinaryIO, kind: str) -> Iterator[str]:
    """The text of each part in pieces, a line for each paragraph. Stops after 256 MiB of XML."""
    left = _MOST_UNPACKED
    with zipfile.ZipFile(file) as archive:
        for member in _parts(archive, kind):
            collector = _Collector(open_document=kind in _OPEN_DOCUMENTS)
            with archive.open(member) as part:
                while left > 0 and (piece := part.read(min(_PIECE, left))):
                    left -= len(piece)
                    yield collector.feed(piece)
            yield "\n"


def _parts(archive: zipfile.ZipFile, kind: str) -> Iterator[zipfile.ZipInfo]:
    for pattern in _PARTS[kind]:
        found = [
            member
            for member in archive.infolist()
            if re.fullmatch(pattern, member.filename.lower().replace("\\", "/"))
        ]
        yield from sorted(found, key=lambda member: _numbers(member.filename))


def _numbers(name: str) -> list[int]:
    """Slide 2 stands before slide 10."""
    return [int(number) for number in _NUMBER.findall(name)]


class _Collector:
    """Takes the text out of XML as it comes in."""

    _ENDS: Final = {"p": "\n", "h": "\n", "si": "\n", "tc": "\t", "table-cell": "\t", "is": "\n"}
    _MARKS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "line-break": "\n"}
    #: Said a second time, taken out of the text, or how to pronounce it.
    _SKIPPED: Final = frozenset(
        {"Fallback", "del", "moveFrom", "rPh", "tracked-changes", "annotation"}
    )

    def __init__(self, *, open_document: bool) -> None:
        self.holders = frozenset({"p", "h"} if open_document else {"t"})
        self.marks = {**self._MARKS, "s": " "} if open_document else self._MARKS
        self.inside, self.skipping, self.depth = 0, 0, 0
        self.found: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def feed(self, piece: bytes) -> str:
        """The text in the next bytes. Raises expat.ExpatError and _NotAllowed."""
        self.parser.Parse(piece, False)
        found, self.found = "".join(self.found), []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotAllowed
        name = name.rpartition(":")[2]
        self.skipping += name in self._SKIPPED
        self.inside += name in self.holders
        if name in self.marks and not self.skipping:
            self.found.append(self.marks[name])

    def _end(self, name: str) -> None:
        self.depth -= 1
        name = name.rpartition(":")[2]
        self.skipping -= name in self._SKIPPED
        self.inside -= name in self.holders
        if name in self._ENDS and not self.skipping:
            self.found.append(self._ENDS[name])

    def _text(self, text: str) -> None:
        if self.inside and not self.skipping:
            self.found.append(text)

    def _refuse(self, *about: Any) -> None:
        raise _NotAllowed
