"""The entries of a finished compilation, counted from its file alone (PRODUCT, section 7)."""

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final

from pypdf import PdfReader

from discussions.enums import Standing
from moderation.enums import ExportPart
from moderation.exports.compilation.ground import shown_in
from moderation.exports.counts import check_equal
from moderation.exports.tally import Tally

_PIECE: Final = 1 << 20
#: A place at an entry; letters of texts never look so: their "<" is escaped.
_MARK: Final = re.compile(rb'<w:bookmarkStart w:id="\d+" w:name="at_([A-Z0-9]+_\d+)(_v\d+)?"/>')
_LONGEST_MARK: Final = 200  # bytes
_BODY: Final = "word/document.xml"


def check_documents(part: ExportPart, file: IO[bytes], prefix: str, tally: Tally) -> None:
    """Each input that has its text in the export has one entry, and so has each late version. Raises ExportFailed."""
    entries = list(_places(file) if part == ExportPart.DOCX else _headings(file, prefix))
    found = Counter(bool(version) for _reference, version in entries)
    check_equal(f"{part.value}-entries", len(entries), len(set(entries)))
    check_equal(f"{part.value}-inputs", shown_in(tally), found[False])
    late_versions = tally.rows["late"] - tally.standings[Standing.LATE]
    check_equal(f"{part.value}-late-versions", late_versions, found[True])


def _places(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    """(reference, version) of each entry of a Word document; "" for the version of a whole input."""
    with zipfile.ZipFile(file) as document, document.open(_BODY) as body:
        rest = b""
        while piece := body.read(_PIECE):
            rest += piece
            end = 0
            for match in _MARK.finditer(rest):
                yield match[1].decode(), (match[2] or b"").decode()
                end = match.end()
            rest = rest[max(end, len(rest) - _LONGEST_MARK) :]


def _headings(file: IO[bytes], prefix: str) -> Iterator[tuple[str, str]]:
    """The same of a PDF, by the headings in its outline: each ends in the reference."""
    ending = re.compile(rf"\s({prefix}-\d{{4,}})( v\d+)?\s*$")
    with TemporaryFile() as copy:  # in which its reader may go back and forth
        shutil.copyfileobj(file, copy)
        titles = list(_titles(PdfReader(copy).outline))
    for title in titles:
        if match := ending.search(title):
            yield match[1], match[2] or ""


def _titles(outline: Iterable[Any]) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)
