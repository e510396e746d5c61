"""Tables in the order of the schema (ECMA-376, CT_Tbl): cells that reach over rows and columns, heads on each page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.kit.blocks import Cell, Table
from hub.kit.languages import direction
from hub.kit.word.styles import RULE, WASH


@dataclass(frozen=True, slots=True)
class TableStand:
    """Where a table stands; widths are in twips, one for each column."""

    widths: Sequence[int]
    indent: int = 0
    language: str = ""
    has_grid: bool = False


def table_start(stand: TableStand, heads: int) -> str:
    """All that comes before the rows."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in sides
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in stand.widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Lined"/>'
        f"{'<w:bidiVisual/>' if direction(stand.language) == 'rtl' else ''}"
        f'<w:tblW w:w="{sum(stand.widths)}" w:type="dxa"/><w:tblInd w:w="{stand.indent}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{lines}</w:tblBorders>' if stand.has_grid else ''}"
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0620" if heads else "0600"}" w:firstRow="{int(bool(heads))}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def row(cells: str, *, is_head: bool, may_split: bool = False) -> str:
    """A row around its cells; heads stand again on each page."""
    whole = "" if may_split else "<w:cantSplit/>"
    head = "<w:tblHeader/>" if is_head else ""
    properties = f"<w:trPr>{whole}{head}</w:trPr>" if whole or head else ""
    return f"<w:tr>{properties}{cells}</w:tr>"


def cell(inner: str, width: int, *, span: int = 1, merge: str = "", is_head: bool = False) -> str:
    """A cell around its paragraphs, of which it needs one at its end."""
    reach = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>' if is_head else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{reach}{merge}{shade}</w:tcPr>{inner}</w:tc>'


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell where it stands in a row; one that only goes on from above has `is_first` False."""

    cell: Cell
    is_first: bool


def placed_rows(table: Table) -> Iterator[list[Placed]]:
    """The rows with the cells that reach into them from above, as Word wants them."""
    reaching: list[tuple[Cell, int]] = []
    for cells in table.rows:
        row_cells = [Placed(c, is_first=True) for c in cells]
        row_cells += [Placed(c, is_first=False) for c, left in reaching if left]
        yield sorted(row_cells, key=lambda placed: placed.cell.column)
        reaching = [(c, left - 1) for c, left in reaching if left > 1]
        reaching += [(c, c.height - 1) for c in cells if c.height > 1]
