"""Tables made rectangular: what HTML lets people write, and neither Word nor PDF can draw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from hub.kit.blocks.shapes import Block, Cell, Paragraph, Span, Table
from hub.kit.sanitise.tree import CELLS, SECTIONS, Element

#: Word draws no more columns than 63; nobody can read as many on a page.
MOST_COLUMNS: Final = 60


@dataclass(slots=True)
class _Row:
    cells: list[Element]
    is_head: bool


def table_of(
    element: Element, blocks_in: Callable[[Element], tuple[Block, ...]]
) -> Iterator[Table | Paragraph]:
    """The table; its rows as lines of text where it has too many columns, nothing where it has no cell."""
    rows = list(_rows(element, is_head=False))
    if not any(row.cells for row in rows):
        return
    heads = _heads(rows)
    placed = _placed(rows, heads, blocks_in)
    starts = sorted({cell.column for row in placed for cell in row})
    if len(starts) > MOST_COLUMNS:
        yield from (_line(row) for row in placed if any(cell.blocks for cell in row))
        return
    places = {start: place for place, start in enumerate(starts)}
    narrow = [[_narrowed(cell, starts, places) for cell in row] for row in placed]
    yield Table(len(starts), heads, tuple(map(tuple, _without_holes(narrow, len(starts)))))


def _rows(element: Element, *, is_head: bool) -> Iterator[_Row]:
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag in SECTIONS:
            yield from _rows(child, is_head=child.tag == "thead")
        elif child.tag == "tr":
            cells = [c for c in child.children if isinstance(c, Element) and c.tag in CELLS]
            yield _Row(cells, is_head or (bool(cells) and all(c.tag == "th" for c in cells)))


def _heads(rows: list[_Row]) -> int:
    """How many of the first rows are heads; never all of them."""
    heads = next((place for place, row in enumerate(rows) if not row.is_head), len(rows))
    return heads if heads < len(rows) else 0


def _placed(
    rows: list[_Row], heads: int, blocks_in: Callable[[Element], tuple[Block, ...]]
) -> list[list[Cell]]:
    """Each cell in the first free column of its row, cut where another one stands."""
    taken: set[tuple[int, int]] = set()
    placed: list[list[Cell]] = []
    for at, row in enumerate(rows):
        column, cells = 0, list[Cell]()
        for element in row.cells:
            while (at, column) in taken:
                column += 1
            end = heads if at < heads else len(rows)
            # Beyond what can be drawn no cell reaches down: work must not grow with numbers that people write.
            is_beyond = column > MOST_COLUMNS
            height = 1 if is_beyond else min(_span(element, "rowspan"), end - at)
            width = _free(taken, at, column, min(_span(element, "colspan"), MOST_COLUMNS))
            taken.update(_area(at, column, height, width))
            head = element.tag == "th" or at < heads
            cells.append(Cell(column, width, height, head, blocks_in(element)))
            column += width
        placed.append(cells)
    return placed


def _span(element: Element, name: str) -> int:
    return int(element.attributes.get(name, "1"))


def _free(taken: set[tuple[int, int]], row: int, column: int, wanted: int) -> int:
    width = 1
    while width < wanted and (row, column + width) not in taken:
        width += 1
    return width


def _narrowed(cell: Cell, starts: list[int], places: dict[int, int]) -> Cell:
    """Columns in which no cell begins are none."""
    end = cell.column + cell.width
    width = sum(cell.column <= start < end for start in starts)
    return replace(cell, column=places[cell.column], width=width)


def _without_holes(rows: list[list[Cell]], columns: int) -> Iterator[list[Cell]]:
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for cell in row:
            taken.update(_area(at, cell.column, cell.height, cell.width))
        holes = [Cell(c, 1, 1, False, ()) for c in range(columns) if (at, c) not in taken]
        yield sorted([*row, *holes], key=lambda cell: cell.column)


def _area(row: int, column: int, height: int, width: int) -> Iterator[tuple[int, int]]:
    return product(range(row, row + height), range(column, column + width))


def _line(row: list[Cell]) -> Paragraph:
    texts = (" ".join(_words(cell.blocks)) for cell in row)
    return Paragraph((Span(" | ".join(texts)),))


def _words(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        for attribute in ("spans", "blocks", "items"):
            for inner in getattr(block, attribute, ()):
                if isinstance(inner, Span):
                    yield inner.text
                else:
                    yield from _words(inner if isinstance(inner, tuple) else (inner,))
