"""Tables of people on a page of the PDF: legible in smaller type, or row by row below one another where they are too wide.

Lengths are in points. A table of three columns stands as it was sent; one of twenty with words in its cells is nothing
that anybody could read on a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Final

from hub.kit.blocks import Block, Cell, Paragraph, Span, Table, lines_of

#: Between the margins of an A4 page.
PAGE_WIDTH: Final = 453
NARROWEST: Final = 24
#: Of a letter, as a share of the size of its type: capitals are wider, most others less so.
_LETTER: Final = 0.62
_SIZES: Final = (9, 8, 7)
_INSETS: Final = {9: 5, 8: 3, 7: 3}
_WIDEST_DEMAND: Final = 12  # letters of a word for which a column is made wider
_AROUND: Final = 2  # letters that would have room where the insets of a cell are
_LINES: Final = 6  # and in how many a cell would best be written
_LONGEST_CELL: Final = 120
#: A column that has not the room for so many letters of a word is no column.
_LEAST_LETTERS: Final = 6
#: Letters, and paragraphs for each column, of heads that stand again on each page.
_LONGEST_HEAD: Final = 400
_MOST_PARAGRAPHS: Final = 3
_WHOLE_WORDS: Final = 10  # letters that are kept together where smaller type does it


@dataclass(frozen=True, slots=True)
class Measure:
    """How the columns share the width of a table that is set in type of a size."""

    width: float
    shares: tuple[int, ...]
    size: int

    def cell_width(self, cell: Cell) -> float:
        """Of what stands in a cell."""
        inner = self._inner(sum(self.shares[cell.column : cell.column + cell.width]))
        return max(inner, NARROWEST)

    def letters(self, cell: Cell) -> int:
        """How many letters have room in a line of a cell."""
        return letters_in(self.cell_width(cell), self.size)

    def has_room(self, words: Sequence[int], wanted: int) -> bool:
        """Whether `wanted` letters of the longest word of each column stand in a line."""
        return all(
            letters_in(self._inner(share), self.size) >= min(word, wanted)
            for share, word in zip(self.shares, words, strict=True)
        )

    def _inner(self, share: int) -> float:
        whole = self.width * share / sum(self.shares)
        return whole - 2 * _INSETS[self.size]


def letters_in(width: float, size: float) -> int:
    """How many letters of a size have room."""
    return int(width / (size * _LETTER))


@dataclass(frozen=True)
class Sheet:
    """A table where it is to stand."""

    table: Table
    width: float

    @cached_property
    def measure(self) -> Measure | None:
        """In the largest type that does not break words more than it must; None where it is too wide for a page."""
        words = [max(_lengths(column), default=0) for column in self._columns]
        shares = tuple(
            _AROUND
            + max(3, min(word, _WIDEST_DEMAND), min(_length(column), _LONGEST_CELL) // _LINES)
            for word, column in zip(words, self._columns, strict=True)
        )
        tried = [Measure(self.width, shares, size) for size in _SIZES]
        for measure in tried:
            if measure.has_room(words, _WHOLE_WORDS):
                return measure
        return tried[-1] if tried[-1].has_room(words, _LEAST_LETTERS) else None

    @cached_property
    def _columns(self) -> list[list[Cell]]:
        """The cells of each column that reach over no others."""
        columns: list[list[Cell]] = [[] for _ in range(self.table.columns)]
        for cell in chain.from_iterable(self.table.rows):
            if cell.width == 1:
                columns[cell.column].append(cell)
        return columns


def stacked(table: Table) -> Iterator[Table]:
    """Each row as a table of two columns: the head of a column, or its number, and what stands in it.

    A cell that reaches over several rows stands in each of them.
    """
    heads: list[tuple[Block, ...]] = [() for _ in range(table.columns)]
    for number, cells in enumerate(_whole_rows(table)):
        if number < table.heads:
            for cell in cells:
                for column in range(cell.column, cell.column + cell.width):
                    heads[column] += cell.blocks
            continue
        rows = []
        for cell in cells:
            label = heads[cell.column] or (Paragraph((Span(str(cell.column + 1)),)),)
            rows.append((Cell(0, 1, 1, True, label), Cell(1, 1, 1, cell.is_head, cell.blocks)))
        yield Table(2, 0, tuple(rows))


def _whole_rows(table: Table) -> Iterator[list[Cell]]:
    reaching: list[Cell] = []
    for row in table.rows:
        cells = sorted([*row, *reaching], key=lambda cell: cell.column)
        reaching = [replace(cell, height=cell.height - 1) for cell in cells if cell.height > 1]
        yield cells


def _length(cells: Sequence[Cell]) -> int:
    """Of the longest of the cells, in letters."""
    return max((sum(map(len, lines_of(cell.blocks))) for cell in cells), default=0)


def _lengths(cells: Sequence[Cell]) -> Iterator[int]:
    for cell in cells:
        for words in lines_of(cell.blocks):
            yield from map(len, words.split())


def heads_repeat(table: Table) -> bool:
    """Whether the heads stand again on each page: short ones of plain words.

    A tall head would fill each page anew, and what is repeated is no part of the text for assistive technology: a link in
    it could not be followed, and PDF/UA allows none.
    """
    blocks = [block for row in table.rows[: table.heads] for cell in row for block in cell.blocks]
    spans = [span for block in blocks if isinstance(block, Paragraph) for span in block.spans]
    is_plain = all(isinstance(block, Paragraph) for block in blocks)
    letters = sum(len(span.text) for span in spans)
    is_short = letters <= _LONGEST_HEAD and len(blocks) <= table.columns * _MOST_PARAGRAPHS
    return is_plain and is_short and not any(span.href for span in spans)
