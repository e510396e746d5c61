"""Exports hold no formulas and no paths outside, and are the same to the byte (PRODUCT.md, 7)."""

import csv
import hashlib
import html
import io
import re
import stat
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from hub.kit.tables import (
    CUT_MARK,
    LONGEST_CELL,
    Cell,
    Column,
    CutCell,
    TableTooLong,
    UnsafePath,
    Workbook,
    ZipOut,
    csv_cell,
    safe_member_path,
    workbook,
    write_csv,
)

INSTANT = datetime(2022, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC)
GENEVA = timezone(timedelta(hours=1))
nasty = st.text(
    st.sampled_from(list("=+-@＝－\t\r\n;,|!(['\" \xa0\u200b\0aA1é0.")), max_size=25
) | st.text(st.characters(exclude_categories=()), max_size=25)


def calls_something(cell: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula that does more than show an error."""
    seen = cell.lstrip(' \t\r\n\xa0"\u200b')
    if seen.startswith(("=", "@", "＝", "＠", "＋", "－")):
        return True
    return (
        seen.startswith(("+", "-"))
        and any(mark in seen for mark in "(|![{")
        and not (seen[1:2].isdigit() and "(" in seen and not set("|![{") & set(seen))
    )


# ---------------------------------------------------------------- CSV
@given(st.lists(nasty, max_size=5))
@example(["=1+1", "x;=cmd|'/c calc'!A1;", "a\n=HYPERLINK(1)"])
@example(['x;"=1+1;', "a\n\n=1", "\n=1", "\r-;["])
@example(["-cmd|'/c calc'!A0", "a\n-SUM(A1)", ";+A1!B2"])
def test_no_cell_is_a_formula_however_the_file_is_split(texts: list[str]) -> None:
    for rows in ([[text, "other"] for text in texts], [["other", text] for text in texts]):
        file = io.BytesIO()
        assert write_csv(file, ["one", "two"], rows) == len(texts)
        written = file.getvalue().decode("utf-8-sig")
        for delimiter in ",;\t":
            read = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
            assert not [cell for row in read for cell in row if calls_something(cell)]


@given(nasty)
def test_neutralising_twice_changes_nothing_more(text: str) -> None:
    assert csv_cell(csv_cell(text)) == csv_cell(text)


@pytest.mark.parametrize(
    "text",
    [
        "-5", "+3.5", "-5 degrees", "-1,5 %", "+41 22 917 12 34", "+41 (0)22 917 12 34",
        "-12’000.50 francs", "a=b", "x - y", "Dear all,\n- first\n- second, too", "'=1", "a@b.org",
        "one; two", "", "–5", "1-2",
    ],
)  # fmt: skip
def test_numbers_telephone_numbers_and_lists_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+A1", "-A1", "@SUM(A1)", "＝1", "－1", " =1", '"=1', "\u200b=1", "-2-3",
        "+41-22-917", "-5+SUM(A1)", "- item", "-5 (see A1)", "+1|x", "-", "=",
    ],
)  # fmt: skip
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\n=1", "a\n'=1"),
        ("a;@b", "a;'@b"),
        ('a;"=1;', "a;'\"=1;"),
        ("a\n\n =1", "a\n\n' =1"),
        ("\n=1", "\n'=1"),
        ("a\n- SUM(A1)", "a\n'- SUM(A1)"),
        ("a\n+41 (0)22 917", "a\n+41 (0)22 917"),
        ("a\r\n=1\0", "a\n'=1"),
        ("a\n-1&", "a\n'-1&"),
        ("a;+1 * ", "a;'+1 * "),
        ("a\n- b -\n- c", "a\n- b -\n- c"),
        ("a\n- b\n- c -", "a\n- b\n'- c -"),
    ],
)
def test_a_formula_within_a_text_gets_an_apostrophe_too(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


@pytest.mark.parametrize("piece", [";=", ";-", ";-1 ", "\n-(", ' "', "\t+1", ";-1("])
def test_a_long_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    start = time.process_time()
    csv_cell(piece * 100_000)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""), (True, "true"), (False, "false"), (-5, "-5"), (1.5, "1.5"), (float("nan"), ""),
        (Decimal("-1.50"), "-1.50"), (date(2022, 1, 31), "2022-01-31"),
        (datetime(2022, 1, 31, 12, tzinfo=GENEVA), "2022-01-31T11:00:00Z"),
    ],
)  # fmt: skip
def test_values_are_written_in_one_way(value: Cell, cell: str) -> None:
    assert csv_cell(value) == cell


def test_a_csv_file_has_a_byte_order_mark_and_crlf_and_keeps_lines_within_cells() -> None:
    file = io.BytesIO()
    write_csv(file, ["n", "texte"], [[1, "é\r\nà"], [2, 'say "x"']])
    assert file.getvalue() == (
        b"\xef\xbb\xbfn,texte\r\n" + '1,"é\nà"\r\n2,"say ""x"""\r\n'.encode()
    )
    assert not file.closed


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells"):
        write_csv(io.BytesIO(), ["a", "b"], [["x"]])


# ---------------------------------------------------------------- XLSX
COLUMNS = [Column("Reference", 12), Column("Text", 60)]


def book(*rows: list[Cell]) -> tuple[bytes, tuple[CutCell, ...]]:
    """A workbook of one sheet."""
    file = io.BytesIO()
    with Workbook(file, created=INSTANT, title="Títle") as target:
        sheet = target.add_sheet("Submissions", COLUMNS)
        for row in rows:
            sheet.add_row(row)
        cut = target.close()
    assert not file.closed
    return file.getvalue(), cut


def sheet_xml(content: bytes) -> str:
    """The XML of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def texts(content: bytes) -> list[str]:
    """Every text of the first sheet, as Excel would show it."""
    found = re.findall("<t(?: [^>]*)?>([^<]*)</t>", sheet_xml(content))
    return [unescape(html.unescape(text)) for text in found]


@given(nasty)
@example("=1+1")
@example("http://example.org/")
@example("_x0041_")
@example(" two  spaces ")
@example("<r><t>words</t></r>")
@example('<r></r></is></c><c r="C9"><f>1+1</f></c><c t="inlineStr"><is><r></r>')
def test_a_text_is_a_text_in_a_workbook_and_the_same_as_before(text: str) -> None:
    content, cut = book(["RT2-0001", text])
    assert "<f>" not in sheet_xml(content)
    kept = [c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cn"}]
    if len(kept) == len(text) and not set(text) & set("\u2028\u2029\u202d\u202e\ufeff") and text:
        assert texts(content)[-1] == text
    assert cut == ()


def test_numbers_dates_and_truth_are_what_they_are() -> None:
    instant = datetime(2022, 2, 1, 0, 30, 59, 999_999, tzinfo=GENEVA)
    content, _ = book(
        [-5, Decimal("1.25")], [True, None], [date(2022, 1, 31), instant], [10**15, float("inf")],
        [date(1850, 1, 1), "x"],
    )  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Submissions"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert values == [
        [-5, 1.25],
        [True, None],
        [datetime(2022, 1, 31), datetime(2022, 1, 31, 23, 30, 59)],
        ["1000000000000000", None],
        ["1850-01-01", "x"],
    ]
    assert sheet["B4"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_the_header_stays_in_sight_and_has_filters() -> None:
    content, _ = book(["a", "b"], ["c", "d"])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Submissions"]
    assert [cell.value for cell in sheet[1]] == ["Reference", "Text"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["B"].width == pytest.approx(60, abs=1)


def test_first_columns_stay_in_sight_and_long_texts_go_on_in_their_cells() -> None:
    file = io.BytesIO()
    with Workbook(file, created=INSTANT) as workbook:
        columns = [Column("Reference", 12), Column("Text", 60, wraps=True)]
        sheet = workbook.add_sheet("Submissions", columns, fixed_columns=1)
        sheet.add_row(["RT-0001", "=1"])
        sheet.add_row(["RT-0002", "two\nlines"])
    read = openpyxl.load_workbook(file)["Submissions"]
    assert (read.freeze_panes, read.print_title_rows) == ("B2", "$1:$1")
    wraps = [bool(cell.alignment.wrap_text) for row in read["A2:B3"] for cell in row]
    assert wraps == [False, True, False, True]
    assert read["B2"].quotePrefix
    assert not read["B3"].quotePrefix


def test_a_text_that_looks_like_a_formula_stays_a_text_when_it_is_edited() -> None:
    content, _ = book(["=1", "plain"])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Submissions"]
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["A2"].quotePrefix) == ("s", "=1", True)
    assert not sheet["B2"].quotePrefix


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_told() -> None:
    fits, too_long = "é" * LONGEST_CELL, "😀" * (LONGEST_CELL // 2 + 1)
    content, cut = book(["RT2-0001", fits], ["RT2-0002", too_long])
    assert cut == (CutCell("Submissions", 3, "Text", len(too_long)),)
    shown = texts(content)
    assert shown[3] == fits
    assert len(shown[5].encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert shown[5].startswith("😀" * 16_000)
    assert shown[5].endswith(f"😀… {CUT_MARK}")


def test_the_same_workbook_made_twice_is_the_same_to_the_byte() -> None:
    rows: list[list[Cell]] = [["a", "=b"], [1, INSTANT], ["x" * 40_000, None]]
    content, _ = book(*rows)
    assert book(*rows)[0] == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2022, 1, 31, 23, 59, 58)}
        core = archive.read("docProps/core.xml").decode()
    assert "2022-01-31T23:59:59Z" in core
    assert str(datetime.now(UTC).year) not in core


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(TableTooLong, match="Submissions"):
        book(["a", "b"], ["c", "d"], ["e", "f"])


def test_a_workbook_that_fails_writes_nothing_and_leaves_no_files_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = io.BytesIO()
    with (
        pytest.raises(ValueError, match="needs a zone"),
        Workbook(file, created=INSTANT) as target,
    ):
        target.add_sheet("A", COLUMNS).add_row([INSTANT.replace(tzinfo=None), "x"])
    assert file.getvalue() == b""
    assert list(tmp_path.iterdir()) == []


def test_rows_of_two_sheets_may_take_turns() -> None:
    file = io.BytesIO()
    with Workbook(file, created=INSTANT) as target:
        sheets = [target.add_sheet(name, COLUMNS) for name in ("One", "Two")]
        for number in range(3):
            for sheet in sheets:
                sheet.add_row([number, "x"])
    read = openpyxl.load_workbook(file)
    assert [[row[0].value for row in read[n].iter_rows(min_row=2)] for n in ("One", "Two")] == [
        [0, 1, 2],
        [0, 1, 2],
    ]


# ---------------------------------------------------------------- ZIP
def archive(write: Callable[[ZipOut], object], instant: datetime = INSTANT) -> zipfile.ZipFile:
    """An archive, read again."""
    file = io.BytesIO()
    with ZipOut(file, instant) as out:
        write(out)
    return zipfile.ZipFile(file)


def test_the_same_contents_make_the_same_archive() -> None:
    def write(out: ZipOut) -> None:
        out.write_bytes("README", b"text" * 100)
        out.write_stream("attachments/É.pdf", io.BytesIO(bytes(3_000_000)), packed=False)

    files = [io.BytesIO(), io.BytesIO()]
    for file, zone in zip(files, (UTC, GENEVA), strict=True):
        with ZipOut(file, INSTANT.astimezone(zone)) as out:
            write(out)
    assert files[0].getvalue() == files[1].getvalue()


def test_members_have_the_time_of_the_archive_and_the_usual_permissions() -> None:
    def write(out: ZipOut) -> None:
        out.write_bytes("a", b"x" * 99)
        out.write_bytes("b/c", b"", packed=False)

    read = archive(write)
    for info in read.infolist():
        assert info.date_time == (2022, 1, 31, 23, 59, 58)
        assert info.external_attr >> 16 == stat.S_IFREG | 0o644
        assert (info.extra, info.extract_version) == (b"", zipfile.DEFAULT_VERSION)
    assert [info.compress_type for info in read.infolist()] == [8, 0]
    assert read.testzip() is None


@pytest.mark.parametrize(
    ("year", "time"), [(1970, (1980, 1, 1, 0, 0, 0)), (2200, (2107, 12, 31, 23, 59, 58))]
)
def test_times_that_zip_does_not_know_are_moved_to_the_nearest(
    year: int, time: tuple[int, ...]
) -> None:
    read = archive(lambda out: out.write_bytes("a", b""), INSTANT.replace(year=year))
    assert read.infolist()[0].date_time == time


def test_each_member_is_told_with_its_size_and_hash() -> None:
    content = bytes(range(256)) * 10_000
    with ZipOut(io.BytesIO(), INSTANT) as out:
        stream = io.BytesIO(b"before" + content)
        stream.seek(6)
        member = out.write_stream("a/b.bin", stream)
        assert (member.path, member.size) == ("a/b.bin", len(content))
        assert member.sha256 == hashlib.sha256(content).hexdigest()
        assert out.members == (member,)


class Pipe(io.RawIOBase):
    """A stream that cannot say how long it is."""

    def __init__(self, content: bytes) -> None:
        self.rest = content

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece


def test_a_stream_of_unknown_length_may_become_as_large_as_zip64_allows() -> None:
    pipe: BinaryIO = Pipe(b"x" * 5000)  # type: ignore[assignment]  # a stream that cannot be wound back
    read = archive(lambda out: out.write_stream("a", pipe))
    assert read.read("a") == b"x" * 5000
    assert read.infolist()[0].extract_version == zipfile.ZIP64_VERSION


@pytest.mark.parametrize(
    "path",
    ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "C:a", "c:/a",
     "a\0b", "a\nb", "a\x7f", "a\ud800", "é" * 128, "/".join(["a" * 200] * 21)],
)  # fmt: skip
def test_a_path_that_leads_outside_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        safe_member_path(path)
    with ZipOut(io.BytesIO(), INSTANT) as out:
        with pytest.raises(UnsafePath):
            out.write_bytes(path, b"")
        assert out.members == ()


@given(st.text(st.characters(exclude_categories=()), max_size=20) | st.text("./\\a:", max_size=8))
def test_a_path_that_is_let_in_stays_in_its_folder(path: str) -> None:
    try:
        safe = safe_member_path(path)
    except UnsafePath:
        return
    assert safe == path
    folder = Path("/folder")
    assert (folder / safe).is_relative_to(folder)
    assert Path(safe).as_posix() == safe
    assert ".." not in Path(safe).parts


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.pdf", "a.pdf"), ("a.pdf", "A.PDF"), ("é", "e\u0301"), ("a", "a/b"), ("a/b", "A"),
     ("straße", "STRASSE"), ("a/b/c", "a/B")],
)  # fmt: skip
def test_no_member_is_laid_on_another(first: str, second: str) -> None:
    with ZipOut(io.BytesIO(), INSTANT) as out:
        out.write_bytes(first, b"")
        with pytest.raises(UnsafePath, match="already"):
            out.write_bytes(second, b"")


def test_names_that_only_resemble_each_other_stand_beside_each_other() -> None:
    with ZipOut(io.BytesIO(), INSTANT) as out:
        for path in ("a/b", "a/c", "A2/b", "Rev. 1: b?.pdf", "dot. "):
            out.write_bytes(path, b"")
        assert len(out.members) == 5


def test_a_title_that_xml_cannot_hold_leaves_the_workbook_whole() -> None:
    file = io.BytesIO()
    with Workbook(file, created=INSTANT, title="A\x01<b>\ud800\ufffe\nC") as target:
        target.add_sheet("Submissions", COLUMNS)
    assert openpyxl.load_workbook(file).properties.title == "A<b>\ufffd C"


def test_what_stands_on_each_page_is_at_its_head_and_foot() -> None:
    file = io.BytesIO()
    with Workbook(file, created=INSTANT, on_each_page="For R&D\nalone") as target:
        target.add_sheet("One", [Column("Text")])
        target.add_sheet("Two", [Column("Text")])
    for sheet in openpyxl.load_workbook(file):
        for place in (sheet.oddHeader, sheet.oddFooter):
            assert place is not None
            assert place.center.text == "For R&&D alone"
