"""The parts of a package as other programs open them: none of them calls, loads, leads or lies anywhere else."""

import csv
import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree
from openpyxl.utils.escape import unescape
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
OVERRIDES: Final = re.compile("[\u202d\u202e]")
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)")
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_LONGEST: Final = 255  # bytes of a part of a path
_UTF_8: Final = 0x800  # the flag of a ZIP member
_FIELDS: Final = frozenset({' TOC \\o "1-2" \\h \\z \\u ', " PAGE ", " NUMPAGES "})
_WORD_PARTS: Final = frozenset({
    "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels",
    "word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/header1.xml", "word/numbering.xml",
    "word/settings.xml", "word/styles.xml",
})  # fmt: skip
#: Elements of Word that hold or load what is not words: ECMA-376, part 1, 17.
_LOADING: Final = frozenset({
    "altChunk", "attachedTemplate", "control", "dataSource", "drawing", "fldSimple", "ffData", "hyperlinkTarget",
    "mailMerge", "movie", "object", "pict", "subDoc", "sdt", "saveThroughXslt", "src", "frameset",
})  # fmt: skip
#: Keys and names by which a PDF does something or carries something.
_ACTING: Final = frozenset({
    "/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/SubmitForm",
    "/ImportData", "/GoToR", "/GoToE", "/XFA", "/OpenAction", "/Movie", "/Sound", "/AcroForm",
})  # fmt: skip


def xml(content: bytes) -> Any:
    """Well-formed XML without a document type: nothing in it stands for anything else."""
    assert b"<!DOCTYPE" not in content
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))


def outward(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(kind, address) of each relationship of an office document that leaves it."""
    for name in package.namelist():
        if name.endswith(".rels"):
            for relation in xml(package.read(name)):
                if relation.get("TargetMode") == "External":
                    yield relation.get("Type").rpartition("/")[2], relation.get("Target")
                else:
                    assert ".." not in relation.get("Target")
                    assert ":" not in relation.get("Target")


# ---------------------------------------------------------------- workbook
def cells_of(content: bytes) -> list[list[list[str]]]:
    """The texts of each sheet, row by row, "" for what is no text. AssertionError where a cell is or calls something else."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not list(outward(book))
        names = book.namelist()
        assert not [n for n in names if re.search("vba|macro|external|embed|connection|query", n)]
        for name in names:
            if name.endswith((".xml", ".rels")):
                xml(book.read(name))
        sheets = sorted(
            (n for n in names if n.startswith("xl/worksheets/sheet")),
            key=lambda n: int("".join(filter(str.isdigit, n))),
        )
        return [
            [[_cell(cell) for cell in row] for row in xml(book.read(sheet)).iter(f"{SHEET}row")]
            for sheet in sheets
        ]


def _cell(cell: Any) -> str:
    assert cell.get("t", "n") in {"inlineStr", "b", "n"}
    assert {child.tag for child in cell} <= {f"{SHEET}v", f"{SHEET}is"}
    if cell.get("t") != "inlineStr":
        return ""
    (held,) = cell
    (words,) = held
    assert words.tag == f"{SHEET}t"
    return unescape(words.text or "")


# ---------------------------------------------------------------- CSV
#: What some programs lose before a sign.
_LOST: Final = ' \t\r\n\xa0"\u200b\u200e\u200f\u2060\ufeff'


def calls(cell: str) -> bool:
    """Whether a spreadsheet could take a cell of a CSV file for a formula that does more than show an error."""
    seen = cell.lstrip(_LOST)
    if seen.startswith(("=", "@", "＝", "＠", "＋", "－")):
        return True
    if not seen.startswith(("+", "-")):
        return False
    if re.search(r'[&*/^<>=+-]\s*"\Z', seen[1:]):
        return True  # and goes on with the text of another cell
    is_number = re.fullmatch(r"[+-][0-9][\w \xa0\u2009\u202f.,%°'’()]*", seen) is not None
    return not is_number and bool(set(seen) & set("(|![{"))


def rows_of(content: bytes) -> list[list[str]]:
    """The rows below the heading. AssertionError where a program that parts cells otherwise meets a formula."""
    text = content.decode("utf-8-sig")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e]", text)
    for delimiter in ";\t,":
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        # Where cells are parted otherwise one may hold others: what follows the first can only spoil a formula.
        own = re.compile('[^",]*"?' if delimiter != "," else "(?s:.*)")
        cells = [own.match(cell.lstrip(_LOST)) for row in rows for cell in row]
        found = [match[0] for match in cells if match and calls(match[0])]
        assert not found, (delimiter, found)
    return rows[1:]


# ---------------------------------------------------------------- Word
def words_of(content: bytes) -> str:
    """All that a Word document says, its head and foot as well. AssertionError where it loads or runs something."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert set(package.namelist()) == _WORD_PARTS
        for kind, address in outward(package):
            assert kind == "hyperlink"
            assert urlsplit(address).scheme in _SCHEMES
        parts = [xml(package.read(name)) for name in package.namelist()]
        assert b"macro" not in package.read("[Content_Types].xml").lower()
    said = []
    for part in parts:
        for element in part.iter():
            assert etree.QName(element).localname not in _LOADING
            if element.tag == f"{WORD}instrText":
                assert element.text in _FIELDS
            elif element.tag in {f"{WORD}t", "{http://purl.org/dc/elements/1.1/}title"}:
                said.append(element.text or "")
    text = "".join(said)
    assert not TURNING.search(re.sub("[\u2068\u2069]", "", text))  # a title may be isolated
    return text


# ---------------------------------------------------------------- PDF
def check_pdf(content: bytes) -> PdfReader:
    """The document, once nothing in it acts, and all that leads out of it leads to the web or to a mail."""
    reader = PdfReader(io.BytesIO(content))
    size: Any = reader.trailer["/Size"]
    for number in range(1, size):
        _check_object(reader.get_object(number))
    return reader


def _check_object(value: Any) -> None:
    if isinstance(value, DictionaryObject):
        assert not _ACTING.intersection(value.keys())
        assert value.get("/S") not in _ACTING
        assert value.get("/Type") not in _ACTING
        if value.get("/S") == "/URI":
            assert urlsplit(str(value["/URI"])).scheme in _SCHEMES
        for key in value:
            _check_object(value.raw_get(key))
    elif isinstance(value, ArrayObject):
        for one in value:
            _check_object(one)


# ---------------------------------------------------------------- ZIP
def check_names(package: zipfile.ZipFile) -> None:
    """Every member lies in the folder into which it is unpacked, on every system, and none upon another."""
    infos = package.infolist()
    for info in infos:
        check_path(info.filename)
        assert stat.S_IFMT(info.external_attr >> 16) == stat.S_IFREG
        assert bool(info.flag_bits & _UTF_8) != info.filename.isascii()
        assert not info.flag_bits & 1  # encrypted
    alike = {unicodedata.normalize("NFKC", info.filename).casefold() for info in infos}
    assert len(alike) == len(infos)


def check_path(path: str) -> None:
    """A path that any system can make, as it is."""
    windows = PureWindowsPath(path)
    assert not PurePosixPath(path).is_absolute()
    assert (windows.drive, windows.root, windows.is_reserved()) == ("", "", False)
    assert "\\" not in path
    assert unicodedata.is_normalized("NFC", path)
    for part in path.split("/"):
        assert part.strip(" .") == part
        assert not _RESERVED.match(part)
        assert len(part.encode()) <= _LONGEST
        assert not re.search('[<>:"|?*]', part)
        odd = [
            c
            for c in part
            if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        ]
        assert not odd, path
