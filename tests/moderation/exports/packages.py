"""Makes packages within the transaction of a test, and reads them as people do."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from discussions.models import Space
from moderation.enums import ExportPart
from moderation.exports.changes import Earlier
from moderation.exports.gather import gather
from moderation.exports.gathered import Order
from moderation.exports.package import pack
from moderation.exports.progress import Progress
from moderation.exports.wanted import ExportFilter
from tests.people import Actor


@dataclass(frozen=True)
class Package:
    """A package as bytes."""

    content: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    def member(self, name: str) -> bytes:
        return self.zip.read(name)

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    @cached_property
    def workbook(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.member("submissions.xlsx")))

    def sheet(self, name: str) -> list[dict[str, Any]]:
        """The rows of a sheet, each by the titles of its columns."""
        title, *rows = self.workbook[name].iter_rows(values_only=True)
        return [dict(zip(title, row, strict=True)) for row in rows]

    def table(self, name: str = "submissions.csv") -> list[dict[str, str]]:
        text = self.member(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @property
    def counts(self) -> dict[str, int]:
        return {row["Code"]: row["Number"] for row in self.sheet("Counts")}

    @property
    def data(self) -> Any:
        return json.loads(self.member("space.json"))

    @property
    def all_that_can_be_read(self) -> str:
        """Names of members, tables, data and README together; the files themselves aside."""
        texts = [*self.names]
        for name in self.names:
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(self.member(name))) as book:
                    texts += [book.read(part).decode() for part in book.namelist()]
            elif not name.startswith("attachments/"):
                texts.append(self.member(name).decode())
        return "\n".join(texts)


#: All but the compilation, which takes its time and has tests of its own.
TABLES = (ExportPart.WORKBOOK, ExportPart.CSV, ExportPart.JSON, ExportPart.ATTACHMENTS)


def ordered(
    space: Space,
    by: Actor,
    variant: str = "public",
    *,
    parts: tuple[ExportPart, ...] = TABLES,
    earlier: Earlier | None = None,
    **chosen: Any,
) -> Order:
    """What the secretariat would ask for."""
    space = Space.objects.get(pk=space.pk)
    return Order(space, ExportFilter(**chosen), variant, by.viewer, parts, earlier)


def exported(
    space: Space, by: Actor, variant: str = "public", *, progress: Any = None, **chosen: Any
) -> Package:
    """The package that the secretariat would get now, without the compilation unless `parts` name it."""
    order = ordered(space, by, variant, **chosen)
    follows = progress or Progress()
    with TemporaryDirectory() as folder:
        path = pack(gather(order, Path(folder), follows), follows)
        return Package(path.read_bytes())
