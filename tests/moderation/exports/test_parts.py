"""Each part of an export can be asked for alone: then it is that file itself; several are a ZIP of these."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from discussions.models import Space
from hub.kit.storage import path_of
from moderation.enums import ExportPart
from moderation.exports.make import make
from moderation.exports.names import package_name
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from tests import factories, people

pytestmark = pytest.mark.django_db(transaction=True)

README = ["README.en.txt", "README.fr.txt"]


@pytest.fixture
def space() -> Space:
    """With two posts and a file."""
    made = factories.space()
    prompt = factories.prompt(made)
    factories.attachment(factories.post(made, prompt=prompt).latest_version)
    factories.post(made)
    return made


def made(space: Space, parts: Sequence[str]) -> Export:
    """An export of these parts."""
    export = Export.objects.create(
        space=space,
        requested_by=people.secretariat().user,
        filter=ExportFilter().to_json(),
        parts=parts,
    )
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure) == ("finished", "")
    return export


def content(export: Export) -> bytes:
    return path_of(export.stored_as).read_bytes()


def _docx(data: bytes) -> bool:
    return "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def _workbook(data: bytes) -> bool:
    return "Counts" in openpyxl.load_workbook(io.BytesIO(data)).sheetnames


def _table(data: bytes) -> bool:
    return len(list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))) == 2


@pytest.mark.parametrize(
    ("part", "ending", "is_it"),
    [
        ("docx", "docx", _docx),
        ("pdf", "pdf", lambda data: data.startswith(b"%PDF-")),
        ("workbook", "xlsx", _workbook),
        ("csv", "csv", _table),
        ("json", "json", lambda data: len(json.loads(data)["posts"]) == 2),
    ],
)
def test_one_alone_is_that_file(part: str, ending: str, is_it: Any, space: Space) -> None:
    export = made(space, [part])
    assert is_it(content(export))
    assert export.file_name == f"RT-{export.cut_off:%Y-%m-%d}-public.{ending}"
    assert export.counts["files"] == 0


def test_attachments_alone_are_a_folder_and_its_list_with_what_explains_them(space: Space) -> None:
    export = made(space, ["attachments"])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert names == [*README, "attachments/RT-0001_Some-Organisation_1.pdf", "manifest.csv"]
    assert export.file_name.endswith("-public.zip")
    assert export.counts["files"] == 1


def test_several_are_a_zip_of_these_and_its_name_says_which(space: Space) -> None:
    export = made(space, ["csv", "json"])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert names == [*README, "submissions.csv", "space.json"]
    assert export.file_name.endswith("-public-csv-json.zip")


def test_all_of_them_are_the_whole_package(space: Space) -> None:
    export = made(space, [part.value for part in ExportPart])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert names == [
        *README,
        "compilation-by-prompt.docx",
        "compilation-by-prompt.pdf",
        "submissions.xlsx",
        "submissions.csv",
        "space.json",
        "attachments/RT-0001_Some-Organisation_1.pdf",
        "manifest.csv",
    ]
    assert export.file_name.endswith("-public.zip")


@pytest.mark.parametrize("part", sorted({*ExportPart} - {ExportPart.ATTACHMENTS}))
def test_one_alone_is_counted_as_well(
    part: str, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post that is lost behind the code's back is missed whatever was asked for."""
    Space.objects.update(last_number=3)
    export = Export.objects.create(
        space=space, requested_by=people.secretariat().user, parts=[part]
    )
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure) == ("failed", "counts-differ")


def test_a_name_says_day_variant_filter_and_parts(space: Space) -> None:
    at = space.created_at
    day = f"RT-{at:%Y-%m-%d}"

    def name(*parts: ExportPart, is_whole: bool = True) -> str:
        return package_name(space, at, "restricted", is_whole=is_whole, parts=parts)

    assert name(*ExportPart) == f"{day}-restricted.zip"
    assert name(*ExportPart, is_whole=False) == f"{day}-restricted-part.zip"
    assert name(ExportPart.DOCX, is_whole=False) == f"{day}-restricted-part.docx"
    assert name(ExportPart.DOCX, ExportPart.PDF) == f"{day}-restricted-docx-pdf.zip"
