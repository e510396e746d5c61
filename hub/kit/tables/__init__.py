"""Tables and archives for export: no formulas, no paths outside, the same bytes each time."""

from hub.kit.tables.archive import Member, UnsafePath, ZipOut, safe_member_path
from hub.kit.tables.cells import Cell, csv_cell
from hub.kit.tables.separated import csv_pieces, write_csv
from hub.kit.tables.workbook import (
    CUT_MARK,
    LONGEST_CELL,
    MOST_ROWS,
    Column,
    CutCell,
    Sheet,
    TableTooLong,
    Workbook,
)

__all__ = [
    "CUT_MARK",
    "LONGEST_CELL",
    "MOST_ROWS",
    "Cell",
    "Column",
    "CutCell",
    "Member",
    "Sheet",
    "TableTooLong",
    "UnsafePath",
    "Workbook",
    "ZipOut",
    "csv_cell",
    "csv_pieces",
    "safe_member_path",
    "write_csv",
]
