"""CSV files."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
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


def csv_pieces(
    header: Sequence[str], pieces: Iterable[Iterable[Sequence[Cell]]]
) -> Iterator[bytes]:
    """The same table as `write_csv` writes, piece by piece as its rows come: for an answer that is sent while it is made."""
    yield _piece([header], encoding="utf-8-sig")
    for rows in pieces:
        yield _piece(rows, encoding="utf-8")


def _piece(rows: Iterable[Sequence[Cell]], *, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    return text.getvalue().encode(encoding)
