"""The workbook: one sheet a table."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _

from hub.kit.tables import Column, CutCell, Sheet, Workbook
from moderation.exports.annexes import Endorsed, OtherLine, Signed
from moderation.exports.fields import Field
from moderation.exports.lines import PostLine
from moderation.exports.sheets import Table
from moderation.exports.tally import late_lines

_LONGEST_NAME = 31
#: Columns from this width on hold sentences; narrower ones hold numbers, days, codes and hashes.
_WRAPS_FROM = 24
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Sheets:
    """`submissions.xlsx`, written post by post at `path`, in the language that is active; use it in a `with` block.

    `warning` stands on each page and in the title.
    """

    def __init__(
        self,
        path: Path,
        tables: Sequence[Table],
        *,
        created: datetime,
        title: str,
        warning: str = "",
    ) -> None:
        self._file = path.open("wb")
        said = _("Submissions to: %(space)s") % {"space": title}
        if warning:
            said = _("%(title)s. %(warning)s") % {"title": said, "warning": warning}
        self._book = Workbook(self._file, created=created, title=said, on_each_page=warning)
        self._fields: dict[str, Sequence[Field[Any]]] = {t.key: t.fields for t in tables}
        self._sheets: dict[str, Sheet] = {
            table.key: self._book.add_sheet(
                str(table.title).translate(_FORBIDDEN)[:_LONGEST_NAME],
                [
                    Column(field.title, field.width, wraps=field.width >= _WRAPS_FROM)
                    for field in table.fields
                ],
                fixed_columns=1,
            )
            for table in tables
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:
            self._book.__exit__(kind, error, trace)

    def add_post(self, line: PostLine) -> None:
        """The rows of a post on all sheets."""
        self.add("replies" if line.post.is_reply else "submissions", [line])
        self.add("endorsements", (Endorsed(line, by) for by in line.endorsements))
        self.add("co-signatories", (Signed(line, by) for by in line.co_signatories))
        self.add("attachments", line.files)
        self.add("late", late_lines(line))
        self.add("other-versions", (OtherLine(line, version) for version in line.others))

    def add(self, key: str, rows: Iterable[object]) -> None:
        """Rows of one sheet."""
        sheet, fields = self._sheets[key], self._fields[key]
        for row in rows:
            sheet.add_row([field.in_words(row) for field in fields])

    def close(self) -> tuple[CutCell, ...]:
        """Write the file; the cells that hold the beginning of their text alone."""
        return self._book.close()
