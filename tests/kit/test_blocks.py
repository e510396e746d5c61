"""Texts as blocks: everything of the allow-list, nothing lost, tables without holes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kit.blocks import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Raised,
    Span,
    Table,
    blocks_of,
)
from hub.kit.sanitise import sanitise, visible_text


def words(blocks: tuple[Block, ...]) -> str:
    """All that can be read, in one line."""
    return " ".join(" ".join(_words(blocks)).split())


def _words(blocks: tuple[Block, ...]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            found.append("".join(span.text for span in block.spans))
        elif isinstance(block, Quotation):
            found += _words(block.blocks)
        elif isinstance(block, Items):
            found += [text for item in block.items for text in _words(item)]
        else:
            found += [text for row in block.rows for cell in row for text in _words(cell.blocks)]
    return found


def test_letters_keep_their_look_and_lines_their_ends() -> None:
    (paragraph,) = blocks_of(
        "<p>One <strong>two <em>three</em></strong><br>H<sub>2</sub>O, m<sup>2</sup>, "
        '<a href="https://x.example/">four</a></p>'
    )
    assert paragraph == Paragraph(
        (
            Span("One "),
            Span("two ", is_strong=True),
            Span("three", is_strong=True, is_emphasised=True),
            Span("\nH"),
            Span("2", raised=Raised.DOWN),
            Span("O, m"),
            Span("2", raised=Raised.UP),
            Span(", "),
            Span("four", href="https://x.example/"),
        )
    )


def test_white_space_is_as_a_browser_shows_it() -> None:
    assert blocks_of("<p>  a \n <strong> b</strong> <br> c\xa0 d </p>\n<p>\xa0</p>") == (
        Paragraph((Span("a "), Span("b", is_strong=True), Span("\nc\xa0 d"))),
    )


def test_loose_text_is_a_paragraph_between_blocks() -> None:
    assert blocks_of("Loose <em>text</em><p>Set</p>more") == (
        Paragraph((Span("Loose "), Span("text", is_emphasised=True))),
        Paragraph((Span("Set"),)),
        Paragraph((Span("more"),)),
    )


def test_lists_keep_their_numbers_and_their_lists() -> None:
    html = '<ol start="4"><li>Four<ul><li>Point</li></ul></li><li></li><li><p>Six</p><p>More</p></li></ol>'
    assert blocks_of(html) == (
        Items(
            True,
            4,
            (
                (Paragraph((Span("Four"),)), Items(False, 1, ((Paragraph((Span("Point"),)),),))),
                (),
                (Paragraph((Span("Six"),)), Paragraph((Span("More"),))),
            ),
        ),
    )


def test_no_rank_of_headings_is_skipped() -> None:
    blocks = blocks_of("<h4>a</h4><h3>b</h3><h4>c</h4><h4>d</h4>")
    assert [block.rank for block in blocks if isinstance(block, Heading)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("html", "ranks"),
    [
        ("<blockquote><h4>a</h4></blockquote><h3>b</h3><h4>c</h4>", [1, 1, 2]),
        ("<ul><li><h4>a</h4></li><li><h4>b</h4></li></ul>", [1, 1]),
        ("<table><tr><td><h4>a</h4></td></tr></table>", [1]),
        ("<h3> </h3><h4>a</h4>", [1]),
        ("<h3>a</h3><blockquote><h4>b</h4></blockquote>", [1, 2]),
    ],
)
def test_nor_is_one_skipped_within_other_blocks(html: str, ranks: list[int]) -> None:
    assert re.findall(r"Heading\(rank=(\d)", repr(blocks_of(html))) == [str(one) for one in ranks]


def test_a_table_has_heads_and_cells_that_reach_over_others() -> None:
    (table,) = blocks_of(
        '<table><thead><tr><th>A</th><th colspan="2">B</th></tr></thead>'
        '<tbody><tr><td rowspan="9">1</td><td>2</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>'
    )
    assert isinstance(table, Table)
    assert (table.columns, table.heads) == (3, 1)
    shape = [[(c.column, c.width, c.height) for c in row] for row in table.rows]
    assert shape == [
        [(0, 1, 1), (1, 2, 1)],
        [(0, 1, 2), (1, 1, 1), (2, 1, 1)],
        [(1, 1, 1), (2, 1, 1)],  # the last one fills the hole
    ]
    assert [cell.is_head for cell in table.rows[0]] == [True, True]


@pytest.mark.parametrize(
    ("html", "heads"),
    [
        ("<tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr>", 1),  # heads without thead
        ("<tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr>", 0),
        ("<tr><th>a</th></tr><tr><th>b</th></tr>", 0),  # what has no body is no head
        ('<tr><th rowspan="2">a</th><th>b</th></tr><tr><td>c</td></tr>', 1),
    ],
)
def test_heads_are_the_first_rows_that_hold_nothing_else(html: str, heads: int) -> None:
    (table,) = blocks_of(sanitise(f"<table>{html}</table>"))
    assert isinstance(table, Table)
    assert table.heads == heads
    _check(table)


def test_columns_in_which_no_cell_begins_are_none() -> None:
    (table,) = blocks_of('<table><tbody><tr><td colspan="1000">a</td></tr></tbody></table>')
    assert isinstance(table, Table)
    assert table.columns == 1


def test_a_table_too_wide_for_a_page_becomes_lines() -> None:
    row = "".join(f"<td>{n}</td>" for n in range(70))
    (line,) = blocks_of(f"<table><tbody><tr>{row}</tr></tbody></table>")
    assert isinstance(line, Paragraph)
    assert line.spans[0].text.startswith("0 | 1 | 2")


def test_numbers_that_people_write_make_no_work() -> None:
    row = '<tr><td rowspan="1000" colspan="1000">a</td></tr>'
    html = sanitise(f"<table>{row * 300}</table>")
    assert words(blocks_of(html)).count("a") == 300


_TAGS = (
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "sup",
    "br",
)
_PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(['<td rowspan="3">', '<th colspan="2">', '<ol start="7">', " ", "\n"]),
    st.text("abé م", min_size=1, max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_whatever_is_sent_every_word_of_it_stands_in_a_block(pieces: list[str]) -> None:
    html = sanitise("".join(pieces))
    blocks = blocks_of(html)
    assert re.sub(r"\s", "", words(blocks)) == re.sub(r"\s", "", visible_text(html))
    for block in blocks:
        if isinstance(block, Table):
            _check(block)


def _check(table: Table) -> None:
    """Every place is taken once, and no cell reaches out of the heads."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows):
        for cell in row:
            end = table.heads if at < table.heads else len(table.rows)
            assert at + cell.height <= end
            area = {
                (at + down, cell.column + along)
                for down in range(cell.height)
                for along in range(cell.width)
            }
            assert not area & taken
            taken |= area
    assert len(taken) == table.columns * len(table.rows)
