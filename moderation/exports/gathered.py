"""What is to be made, and what was read for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.exports.archive import (
    ArchivedFile,
)
from discussions.models import Space, Window
from hub.kit.tables import CutCell
from moderation.enums import ExportPart
from moderation.exports.changes import Change, Earlier, Facts
from moderation.exports.compilation import Collector, Compilation
from moderation.exports.counts import Books
from moderation.exports.held import Held
from moderation.exports.names import package_name
from moderation.exports.tally import Tally
from moderation.exports.wanted import ExportFilter

WORKBOOK: Final = "submissions.xlsx"
TABLE: Final = "submissions.csv"
DATA: Final = "space.json"
#: The parts that are made from the compilation.
COMPILED: Final = frozenset({ExportPart.DOCX, ExportPart.PDF})
#: The parts that need `space.json`: it is one, and names the files of another.
NAMES_FILES: Final = frozenset({ExportPart.JSON, ExportPart.ATTACHMENTS})


@dataclass(frozen=True)
class Order:
    """What is to be made: of which space, with which filter, in which variant, asked for by whom; which parts of it.

    `earlier` is what an earlier export held, where this one is the difference since then.
    """

    space: Space
    wanted: ExportFilter
    variant: str
    secretary: Viewer
    parts: tuple[ExportPart, ...] = tuple(ExportPart)
    earlier: Earlier | None = None

    @property
    def is_difference(self) -> bool:
        """Whether it holds what changed since an earlier export."""
        return self.earlier is not None

    @property
    def is_whole(self) -> bool:
        """Whether it leaves nothing out."""
        return self.wanted.is_whole and not self.is_difference


@dataclass
class Gathered:
    """What was read and written.

    `references` are those that `space.json` must hold: what the filter took, but for posts that readers of the variant
    meet in the register alone. `names` are original names by path. `index` is what a later export is compared with, `held`
    what readers are shown of the posts that are in. `left_out`: parts that were asked for and could not be made, with why.
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
    index: Mapping[str, Facts] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    versions: set[UUID] = field(default_factory=set)
    collector: Collector = field(default_factory=Collector)
    compilation: Compilation | None = None
    left_out: dict[ExportPart, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[ExportPart, ...]:
        """Those that were asked for, but for what could not be made."""
        return tuple(part for part in self.order.parts if part not in self.left_out)

    @property
    def file_name(self) -> str:
        """What the finished file is called; by what it holds, so that one that lacks a part has a name of its own."""
        order = self.order
        return package_name(order.space, self.cut_off, order.variant, order.wanted, self.parts)

    @property
    def packed_files(self) -> tuple[ArchivedFile, ...]:
        """The files that go into the package."""
        return self.files if ExportPart.ATTACHMENTS in self.order.parts else ()

    @property
    def counts(self) -> dict[str, int]:
        """What the page tells of the export."""
        return {
            "received": self.books.counter,
            "all": self.tally.read.total(),
            "in": self.tally.taken.total(),
            "submissions": self.tally.rows["submissions"],
            "replies": self.tally.rows["replies"],
            "files": len(self.packed_files),
            "documents": sum(not file.reference for file in self.packed_files),
        }
