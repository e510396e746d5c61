"""XLSX workbooks without formulas, the same to the byte when their contents are."""

import math
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, cast

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from xlsxwriter.worksheet import Worksheet

from hub.kit.sanitise.characters import clean_characters
from hub.kit.tables.archive import ZipOut
from hub.kit.tables.cells import Cell, begins_like_formula

LONGEST_CELL: Final = 32_767  # units of UTF-16: Excel's limit
MOST_ROWS: Final = 1_048_576  # with the header: Excel's limit

CUT_MARK: Final = _("[cut here: a cell holds no more]")

#: Excel takes 255 letters, of which some are codes.
_LONGEST_ON_PAGE: Final = 120

# Larger whole numbers lose digits in a spreadsheet.
_LARGEST_EXACT: Final = 999_999_999_999_999
_A4: Final = 9
_FIRST_DAY: Final = date(1900, 3, 1)  # Excel counts a 29 February 1900
_HEADER_STYLE: Final = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}


class TableTooLong(ValueError):
    """More rows than a sheet holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """The title of a column and its width in characters. With `wraps` long texts go on in the next line of the cell."""

    title: str | Promise
    width: float = 16
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class CutCell:
    """A cell that holds the beginning of its text only; `row` counts from 1, the header included.

    `length` is the length of the whole text in characters.
    """

    sheet: str
    row: int
    column: str
    length: int


class Workbook:
    """Writes sheets row by row; memory does not grow with their number.

    `created` is the instant that the document's properties and the members of the file have. A text
    that is too long for a cell ends in `cut_mark`; `close` tells which ones. `on_each_page` stands at the head and
    the foot of each printed page. Use it in a `with` block, or call `close`; `file` stays open and is written by `close`.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        created: datetime,
        title: str | Promise = "",
        cut_mark: str | Promise = CUT_MARK,
        on_each_page: str | Promise = "",
    ) -> None:
        if created.utcoffset() is None:
            raise ValueError("an instant needs a zone")
        self.file = file
        self.created = created
        self.cut_mark = f"… {cut_mark}"
        self.on_each_page = _in_a_line(on_each_page)[:_LONGEST_ON_PAGE].replace("&", "&&")
        self.sheets: list[Sheet] = []
        self._folder = tempfile.TemporaryDirectory()
        self._draft = Path(self._folder.name, "draft.xlsx")
        self._book = xlsxwriter.Workbook(
            self._draft,
            {
                "tmpdir": self._folder.name,
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.use_zip64()
        self._book.set_properties(
            {"title": _in_a_line(title), "created": created.astimezone(UTC).replace(tzinfo=None)}
        )
        self.styles = _Styles(self._book)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, raised: type[BaseException] | None, *_more: object) -> None:
        if raised is None:
            self.close()
        else:
            self._finish(wanted=False)

    def add_sheet(
        self, name: str, columns: Sequence[Column], *, fixed_columns: int = 0
    ) -> "Sheet":
        """A new sheet with its header and its first `fixed_columns`, which stay in sight, and filters.

        `name` has at most 31 letters, digits and spaces.
        """
        sheet = Sheet(self, self._book.add_worksheet(name, worksheet_class=_Plain), columns)
        sheet.worksheet.freeze_panes(1, fixed_columns)
        self.sheets.append(sheet)
        return sheet

    def close(self) -> tuple[CutCell, ...]:
        """Write the file and answer the cells that were cut. Nothing can be added afterwards."""
        self._finish(wanted=True)
        return tuple(cut for sheet in self.sheets for cut in sheet.cut_cells)

    def _finish(self, *, wanted: bool) -> None:
        """Write what is `wanted`, once, and remove the temporary files in any case."""
        if not self._draft.parent.exists():
            return
        with self._folder:
            for sheet in self.sheets:
                sheet.finish()
            self._book.close()
            if wanted:
                self._copy()

    def _copy(self) -> None:
        with zipfile.ZipFile(self._draft) as draft, ZipOut(self.file, self.created) as out:
            for name in draft.namelist():
                with draft.open(name) as member:
                    out.write_stream(name, cast(BinaryIO, member))


class Sheet:
    """One sheet of a workbook; made by `Workbook.add_sheet`."""

    def __init__(self, workbook: Workbook, worksheet: Any, columns: Sequence[Column]) -> None:
        self.workbook = workbook
        self.worksheet = worksheet
        self.titles = [str(column.title) for column in columns]
        self.rows = 0
        self.cut_cells: list[CutCell] = []
        self.wraps = [column.wraps for column in columns]
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.repeat_rows(0)
        if workbook.on_each_page:
            worksheet.set_header(f"&C{workbook.on_each_page}")
            worksheet.set_footer(f"&C{workbook.on_each_page}")
        for number, column in enumerate(columns):
            worksheet.set_column(number, number, column.width, workbook.styles.text)
            worksheet.write_string(0, number, self.titles[number], workbook.styles.header)

    def add_row(self, values: Sequence[Cell]) -> None:
        """Write the next row: texts as texts, numbers as numbers, dates and instants as dates.

        Instants are in UTC. ValueError for another number of cells than the header has,
        TableTooLong for a row more than a sheet holds.
        """
        if len(values) != len(self.titles):
            raise ValueError(f"{len(values)} cells under a header of {len(self.titles)}")
        if self.rows + 1 >= MOST_ROWS:
            raise TableTooLong(self.worksheet.name)
        self.rows += 1
        for column, value in enumerate(values):
            self._write(column, value)

    def finish(self) -> None:
        """Set the filters over all rows."""
        self.worksheet.autofilter(0, 0, self.rows, len(self.titles) - 1)

    def _write(self, column: int, value: Cell) -> None:
        sheet, styles = self.worksheet, self.workbook.styles
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return
        if isinstance(value, bool):
            sheet.write_boolean(self.rows, column, value, styles.text)
        elif isinstance(value, date):
            self._write_date(column, value)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            sheet.write_number(self.rows, column, value, styles.text)
        else:
            text = self._fitting(clean_characters(str(value)), column)
            style = styles.of_text(is_quoted=begins_like_formula(text), wraps=self.wraps[column])
            sheet.write_string(self.rows, column, text, style)

    def _write_date(self, column: int, value: date) -> None:
        style = self.workbook.styles.date
        if isinstance(value, datetime):
            if value.utcoffset() is None:
                raise ValueError("an instant needs a zone")
            # Excel rounds what it does not show: seconds are cut off here.
            value = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
            style = self.workbook.styles.instant
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DAY:
            self.worksheet.write_string(self.rows, column, value.isoformat())
        else:
            self.worksheet.write_datetime(self.rows, column, value, style)

    def _fitting(self, text: str, column: int) -> str:
        if _units(text) <= LONGEST_CELL:
            return text
        title = self.titles[column]
        self.cut_cells.append(CutCell(self.worksheet.name, self.rows + 1, title, len(text)))
        mark = self.workbook.cut_mark
        room = 2 * (LONGEST_CELL - _units(mark))
        return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark


class _Plain(Worksheet):  # type: ignore[misc]  # a class of a package without types
    """A sheet whose texts are never markup: XlsxWriter lets through as XML what begins and ends like a rich text."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class _Styles:
    """The few looks that cells have."""

    def __init__(self, book: Any) -> None:
        self.header = book.add_format(_HEADER_STYLE)
        self.text = book.add_format({"valign": "top"})
        # Excel leaves a quoted one a text even when somebody edits it.
        self._texts = {
            (is_quoted, wraps): book.add_format(
                {"valign": "top", "quote_prefix": is_quoted, "text_wrap": wraps}
            )
            for is_quoted in (False, True)
            for wraps in (False, True)
        }
        self.date = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self.instant = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm:ss"})

    def of_text(self, *, is_quoted: bool, wraps: bool) -> Any:
        """The look of a text: one that begins like a formula, one that goes on in the next line."""
        return self._texts[is_quoted, wraps]


def _is_exact(value: float | Decimal) -> bool:
    """Whether a spreadsheet keeps the number as it is."""
    return isinstance(value, float) or abs(value) <= _LARGEST_EXACT


def _in_a_line(text: str | Promise) -> str:
    return " ".join(clean_characters(str(text)).split())


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
