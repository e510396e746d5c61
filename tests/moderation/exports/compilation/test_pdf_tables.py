"""Tables of people stay legible on a page of the PDF."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from hub.kit.blocks import Table, blocks_of
from hub.kit.typeset import typeset
from moderation.exports.compilation.content import (
    Column,
    Compilation,
    Cover,
    Entry,
    Labels,
    Listing,
    Part,
    Text,
    Words,
)
from moderation.exports.compilation.pdf import facts_of
from moderation.exports.compilation.pdf_tables import PAGE_WIDTH, Sheet, stacked

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"


def table(columns: int, cell: str, rows: int = 1) -> str:
    heads = "".join(f"<th>Head{number}</th>" for number in range(columns))
    cells = "".join(f"<td>{cell}</td>" for _ in range(columns))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{f'<tr>{cells}</tr>' * rows}</tbody></table>"


def read_table(html: str) -> Table:
    (block,) = blocks_of(html)
    assert isinstance(block, Table)
    return block


def compiled(html: str, *listings: Listing, depth: int = 0) -> dict[str, Any]:
    entries = tuple(
        Entry(key, key, "", Words(""), "A", "", "", (), (), Text(html, "en"), (), (), deep)
        for deep, key in enumerate(("RT-0001", "RT-0002")[: depth + 1])
    )
    return facts_of(compilation_of(entries, listings))


def compilation_of(entries: tuple[Entry, ...], listings: tuple[Listing, ...]) -> Compilation:
    """One of one chapter."""
    return Compilation(
        language="en",
        site="Site",
        running=("a", "b"),
        cut_off=datetime(2026, 3, 1, tzinfo=UTC),
        cover=Cover("K", "Title", "en", "Sub", "", (), "Counts", (("a", "1"),)),
        labels=Labels("Contents", ("", "/", ""), "Reading", "Files"),
        reading=(),
        parts=(Part("question-1", "Question", (), "", entries, listings),),
    )


def words_outside(document: bytes) -> list[tuple[str, float]]:
    """What ends beyond the right margin, about: where each piece of text begins is known, and how long it is."""
    found: list[tuple[str, float]] = []
    for page in PdfReader(io.BytesIO(document)).pages:

        def seen(text: str, matrix: Any, line: Any, font: Any, size: float) -> None:
            at = line[4] * matrix[0] + matrix[4]
            end = at + len(text.strip()) * size * abs(line[0] * matrix[0]) * 0.42
            if text.strip() and end > 525:
                found.append((text, end))

        page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize(
    ("columns", "cell", "size"),
    [(2, LONG, 9), (3, "words and words", 9), (9, "responsibility", 7), (9, LONG, 7), (12, "2026", 8), (14, "12", 7)],
)  # fmt: skip
def test_type_is_as_large_as_the_words_allow(columns: int, cell: str, size: int) -> None:
    measure = Sheet(read_table(table(columns, cell)), PAGE_WIDTH).measure
    assert measure is not None
    assert measure.size == size


def test_columns_share_the_page_by_what_stands_in_them() -> None:
    html = f"<table><tbody><tr><td>1</td><td>{'words ' * 30}</td></tr></tbody></table>"
    measure = Sheet(read_table(html), PAGE_WIDTH).measure
    assert measure is not None
    assert measure.shares == (5, 22)


def test_what_is_too_wide_stands_row_by_row_with_its_heads() -> None:
    html = (
        "<table><thead><tr><th>Who</th><th colspan='2'>What</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Both</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    )
    rows = [
        [[block.spans[0].text for cell in row for block in cell.blocks] for row in one.rows]  # type: ignore[union-attr]  # cells of paragraphs
        for one in stacked(read_table(html))
    ]
    assert rows == [
        [["Who", "Both"], ["What", "1"], ["What", "2"]],
        [["Who", "Both"], ["What", "3"], ["What", "4"]],
    ]
    bare = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    (one,) = stacked(read_table(bare))
    assert [row[0].blocks[0].spans[0].text for row in one.rows] == ["1", "2"]  # type: ignore[union-attr]  # cells of paragraphs


def test_no_word_of_a_wide_table_runs_off_the_page_and_none_is_lost() -> None:
    for columns in (5, 9, 14):
        html = f"<ul><li>{table(columns, LONG)}</li></ul>{table(columns, LONG)}"
        facts = compiled(html, depth=1)
        document = typeset("compilation", facts)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
        assert b"pdfuaid:part" in document
        assert words_outside(document) == []
        assert "".join(text.split()).count("Donaudampf") > 0


def test_words_of_annexes_stay_in_their_columns_and_short_rows_on_one_page() -> None:
    columns = (Column("Reference", 14), Column("Entity", 24), Column("Number", is_number=True))
    tall = "\n".join(["line"] * 15)
    rows = tuple((Words(f"R{n}"), Words(f"{LONG}\n{tall}"), Words(str(n))) for n in range(1, 9))
    long = (Words("R9"), Words("word " * 3000), Words("9"))
    document = typeset("compilation", compiled("<p>x</p>", Listing("T", columns, (*rows, long))))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    assert words_outside(document) == []
    for page in pages[:-6]:
        assert page.count("line") % 15 == 0
    assert sum(page.count("word") for page in pages) == 3000
