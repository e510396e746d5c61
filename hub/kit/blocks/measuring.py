"""How much of a page blocks take, about: nothing is set for it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from hub.kit.blocks.shapes import Block, Cell, Items, Quotation, Table

#: A row of a table with fewer lines in each of its cells has room on any page, whatever its letters are.
_FEW_LINES = 25


def lines_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of text; spans of one are joined, for a word may go on in the next."""
    for block in blocks:
        if isinstance(block, Quotation):
            yield from lines_of(block.blocks)
        elif isinstance(block, Items):
            yield from chain.from_iterable(map(lines_of, block.items))
        elif isinstance(block, Table):
            yield from chain.from_iterable(lines_of(c.blocks) for row in block.rows for c in row)
        else:
            yield "".join(span.text for span in block.spans)


def whole_rows(table: Table, letters: Callable[[Cell], int]) -> Iterator[bool]:
    """For each row of a table whether it is surely shorter than a page, so that none may end in it.

    `letters`: how many have room in a line of a cell. A row into which a long cell reaches from above is not.
    """
    reaching: list[tuple[Cell, int]] = []
    for row in table.rows:
        yield all(_is_short(cell, letters(cell)) for cell in (*row, *(c for c, _left in reaching)))
        reaching = [(cell, left - 1) for cell, left in reaching if left > 1]
        reaching += [(cell, cell.height - 1) for cell in row if cell.height > 1]


def _is_short(cell: Cell, letters: int) -> bool:
    """A cell that holds a table is never known to be."""
    if _holds_table(cell.blocks):
        return False
    room = max(letters, 1)
    pieces = (piece for line in lines_of(cell.blocks) for piece in line.split("\n"))
    return sum(len(piece) // room + 1 for piece in pieces) <= _FEW_LINES


def _holds_table(blocks: Sequence[Block]) -> bool:
    for block in blocks:
        if isinstance(block, Table):
            return True
        if isinstance(block, Quotation) and _holds_table(block.blocks):
            return True
        if isinstance(block, Items) and any(map(_holds_table, block.items)):
            return True
    return False
