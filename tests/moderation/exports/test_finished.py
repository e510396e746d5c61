"""What is counted from finished files."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from hub.kit.tables import Column, Workbook, write_csv
from moderation.exports import finished
from moderation.exports.finished import references_in_json, rows_of_csv, rows_of_sheets

AT = datetime(2026, 3, 1, tzinfo=UTC)
AWKWARD = 'a "quoted" { [ \\ text, with\nlines and "posts": [ in it \\"'


def go_on() -> None:
    """Whoever counts may always go on."""


def zipped(name: str, content: bytes) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, content)
    return zipfile.ZipFile(file)


def test_rows_of_each_sheet_in_their_order() -> None:
    file = io.BytesIO()
    with Workbook(file, created=AT) as book:
        for number in range(12):
            sheet = book.add_sheet(f"Sheet {number}", [Column("One"), Column("Two")])
            for _ in range(number):
                sheet.add_row(["<row r='1'>", None])
    assert rows_of_sheets(zipped("t.xlsx", file.getvalue()), "t.xlsx", go_on) == list(range(12))


def test_rows_of_a_table_whose_cells_have_lines() -> None:
    file = io.BytesIO()
    write_csv(file, ["a", "b"], [["one\ntwo\n\nthree", '"'], [AWKWARD, ""]])
    assert rows_of_csv(zipped("t.csv", file.getvalue()), "t.csv", go_on) == 2


def test_rows_of_a_table_with_a_text_as_long_as_texts_may_be() -> None:
    file = io.BytesIO()
    write_csv(file, ["a", "b"], [["one", 'x" \r\n' * 200_000], ["two", ""], ["three", "\r\n"]])
    assert rows_of_csv(zipped("t.csv", file.getvalue()), "t.csv", go_on) == 3


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize("indent", [None, 2])
def test_references_of_the_posts_alone(
    piece: int, indent: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not those of moves, not what a text says, wherever the document is cut in reading."""
    document = {
        "reference": "NO-0001",
        "space": {"posts": [{"reference": "NO-0002"}], "title": {"en": AWKWARD}},
        "posts": [
            {
                "id": AWKWARD,
                "moved_from": [{"reference": "NO-0003"}],
                "reference": "RT-0001",
                "versions": [{"body": AWKWARD, "reference": "NO-0004"}],
            },
            {"id": "reference", "number": 3, "prompt": None},
            {"reference": "RT-0002", "posts": ["reference", ":", "x"]},
        ],
        "after": {"reference": "NO-0005"},
    }
    monkeypatch.setattr(finished, "_PIECE", piece)
    package = zipped("space.json", json.dumps(document, indent=indent).encode())
    assert references_in_json(package, "space.json", go_on) == ["RT-0001", "", "RT-0002"]
