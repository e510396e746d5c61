"""What a package holds, read from one snapshot of the database into files of a working folder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils.translation import override

from discussions.access.viewer import Viewer
from discussions.access.words import Exposure
from discussions.exports.archive import ArchivedFile, Edition, Variant, write_space_json
from discussions.models import DocumentFile, Space, Window
from discussions.models.document import StoredFile
from hub.kit.bilingual import text_in
from hub.kit.tables import Cell, CutCell, write_csv
from moderation.exports.counts import Books, books_of, check_books, check_equal, count_lines
from moderation.exports.lines import Lines, PostLine, reader_of
from moderation.exports.names import document_path
from moderation.exports.progress import Progress
from moderation.exports.rows import ALL_POSTS
from moderation.exports.tally import Tally
from moderation.exports.wanted import ExportFilter
from moderation.exports.workbook import Sheets
from moderation.selectors import exports as selectors

WORKBOOK: Final = "submissions.xlsx"
TABLE: Final = "submissions.csv"
DATA: Final = "space.json"


@dataclass(frozen=True)
class Order:
    """What is to be made: of which space, with which filter, in which variant, asked for by whom."""

    space: Space
    wanted: ExportFilter
    variant: str
    secretary: Viewer


@dataclass
class Gathered:
    """What was read and written.

    `references` are those that `space.json` must hold: what the filter took, but for posts that readers of the variant
    meet in the register alone. `names` are original names by path.
    """

    order: Order
    folder: Path
    cut_off: datetime
    books: Books
    windows: Sequence[Window]
    tally: Tally = field(default_factory=Tally)
    references: set[str] = field(default_factory=set)
    ids: set[UUID] = field(default_factory=set)
    paths: dict[UUID, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    files: tuple[ArchivedFile, ...] = ()
    cut_cells: tuple[CutCell, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """What the page tells of the export."""
        return {
            "received": self.books.counter,
            "all": self.tally.read.total(),
            "in": self.tally.taken.total(),
            "submissions": self.tally.rows["submissions"],
            "replies": self.tally.rows["replies"],
            "files": len(self.files),
        }


def gather(order: Order, folder: Path, progress: Progress) -> Gathered:
    """Write the tables and `space.json` into the folder. Call it inside one snapshot of the database.

    6 statements for each 250 posts, and a number that does not depend on them. Raises ExportFailed where the counts
    do not agree.
    """
    gathered = Gathered(
        order,
        folder,
        cut_off=selectors.cut_off_of(order.space),
        books=books_of(order.space),
        windows=selectors.windows_of(order.space),
    )
    files = selectors.files_of(order.space)
    progress.step("texts", total=gathered.books.there + files)
    with override(order.wanted.language):
        _write_tables(gathered, progress)
    check_books(gathered.books, gathered.tally)
    return gathered


def _write_tables(gathered: Gathered, progress: Progress) -> None:
    order, folder = gathered.order, gathered.folder
    title = text_in(order.space, "title", order.wanted.language).value
    with Sheets(folder / WORKBOOK, created=gathered.cut_off, title=title) as sheets:
        with (folder / TABLE).open("wb") as table:
            header = [column.key for column in ALL_POSTS]
            write_csv(table, header, _rows(gathered, sheets, progress))
        progress.step("archive")
        with (folder / DATA).open("wb") as data:
            gathered.files = write_space_json(order.space, data, _edition(gathered))
        check_equal(
            "attachments", len(gathered.paths), sum(bool(f.reference) for f in gathered.files)
        )
        tally = gathered.tally
        sheets.add("contributors", tally.contributors_in_order(order.wanted.language))
        counts = list(count_lines(gathered.books, tally, len(gathered.files)))
        tally.rows["counts"] = len(counts)
        sheets.add("counts", counts)
        gathered.cut_cells = sheets.close()


def _rows(gathered: Gathered, sheets: Sheets, progress: Progress) -> Iterator[list[Cell]]:
    """The rows of the CSV file; the same posts go to the sheets and are counted on the way."""
    for line in _taken(gathered, progress):
        gathered.tally.take(line)
        if line.exposure != Exposure.LINE:
            gathered.references.add(line.reference)
        gathered.ids.add(line.post.pk)
        for file in line.files:
            if file.path:
                gathered.paths[file.shown.attachment.pk] = file.path
                gathered.names[file.path] = file.shown.name
        sheets.add_post(line)
        yield [column.value(line) for column in ALL_POSTS]


def _taken(gathered: Gathered, progress: Progress) -> Iterator[PostLine]:
    order = gathered.order
    lines = Lines(
        order.space,
        reader_of(order.variant, order.secretary),
        selectors.prompts_of(order.space),
        gathered.windows,
    )
    for post in selectors.posts_for_export(order.space):
        line = lines.line(post)
        gathered.tally.read_one(line)
        progress.advance()
        if order.wanted.takes(line.candidate):
            yield line


def _edition(gathered: Gathered) -> Edition:
    order = gathered.order

    def path_of(stored: StoredFile, _version: int, _reference: str) -> str:
        if isinstance(stored, DocumentFile):
            path = document_path(stored.document, stored)
            gathered.names[path] = stored.name
            return path
        return gathered.paths[stored.pk]

    return Edition(
        viewer=reader_of(order.variant, order.secretary),
        exported_at=gathered.cut_off,
        variant=Variant(order.variant),
        post_ids=None if order.wanted.is_whole else gathered.ids,
        path_of=path_of,
        with_addresses=False,
    )
