"""CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from hub.kit.tables.cells import Cell, csv_cell


def write_csv(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table to `file`, which stays open, and answer the number of rows below the header.

    UTF-8 with a byte order mark, commas, CRLF at the end of a row (RFC 4180), LF within a cell. No
    cell becomes a formula. ValueError for a row of another length than the header.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    count = 0
    try:
        writer.writerow([csv_cell(title) for title in header])
        for count, row in enumerate(rows, 1):
            if len(row) != len(header):
                raise ValueError(f"row {count} has {len(row)} cells, the header {len(header)}")
            writer.writerow([csv_cell(value) for value in row])
        text.flush()
    finally:
        text.detach()
    return count
