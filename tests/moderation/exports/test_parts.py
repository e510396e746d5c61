"""Each part of an export can be asked for alone: then it is that file itself; several are a ZIP of these."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest

from discussions.models import Redaction, Space
from hub.kit.clock import database_now
from hub.kit.storage import path_of
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.gather import gather
from moderation.exports.make import make
from moderation.exports.names import package_name
from moderation.exports.package import pack
from moderation.exports.progress import Progress
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from tests import factories, people
from tests.moderation.exports.packages import Package, ordered

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
    assert export.file_name == f"RT-{export.cut_off:%Y-%m-%d-%H%M%SZ}-public-en.{ending}"
    assert export.counts["files"] == 0


def test_attachments_alone_are_a_folder_and_its_list_with_what_explains_them(space: Space) -> None:
    export = made(space, ["attachments"])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert names == [*README, "attachments/RT-0001_Some-Organisation_1.pdf", "manifest.csv"]
    assert export.file_name.endswith("-public-en-attachments.zip")
    assert export.counts["files"] == 1


def test_several_are_a_zip_of_these_and_its_name_says_which(space: Space) -> None:
    export = made(space, ["csv", "json"])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert names == [*README, "submissions.csv", "space.json"]
    assert export.file_name.endswith("-public-en-csv-json.zip")


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
    assert export.file_name.endswith("Z-public-en.zip")


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


def test_a_name_says_cut_off_variant_filter_language_and_parts(space: Space) -> None:
    at = datetime(2026, 11, 26, 5, 12, 9, tzinfo=UTC)
    before = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    start = "RT-2026-11-26-051209Z-restricted"

    def name(*parts: ExportPart, **chosen: Any) -> str:
        return package_name(space, at, "restricted", ExportFilter(**chosen), parts)

    assert name(*ExportPart) == f"{start}-en.zip"
    assert name(*ExportPart, language="fr") == f"{start}-fr.zip"
    assert name(ExportPart.DOCX) == f"{start}-en.docx"
    assert name(ExportPart.ATTACHMENTS) == f"{start}-en-attachments.zip"
    assert name(ExportPart.DOCX, ExportPart.PDF) == f"{start}-en-docx-pdf.zip"
    assert name(*ExportPart, changed_since=before) == f"{start}-since-2026-11-25-233000Z-en.zip"
    assert re.fullmatch(f"{start}-part-[0-9a-f]{{6}}-en.docx", name(ExportPart.DOCX, prompts=(2,)))
    since = name(*ExportPart, changed_since=before, groups=("media",))
    assert re.fullmatch(f"{start}-since-2026-11-25-233000Z-part-[0-9a-f]{{6}}-en.zip", since)


def test_exports_of_one_cut_off_that_differ_have_different_names(space: Space) -> None:
    filters: list[dict[str, Any]] = [
        {},
        {"prompts": (1,)},
        {"prompts": (2,)},
        {"prompts": (2,), "groups": ("member-states",)},
        {"with_replies": False},
        {"with_earlier": False},
        {"changed_since": space.created_at},
        {"changed_since": space.created_at, "prompts": (2,)},
    ]
    parts = [(part,) for part in ExportPart] + [tuple(ExportPart), tuple(ExportPart)[:2]]
    names = {
        package_name(
            space, space.created_at, variant, ExportFilter(**one, language=language), held
        )
        for variant in ExportVariant.values
        for one in filters
        for language in ("en", "fr")
        for held in parts
    }
    assert len(names) == len(ExportVariant.values) * len(filters) * 2 * len(parts)


@pytest.mark.parametrize("with_files", [False, True])
def test_a_path_is_said_of_files_that_are_in_alone(with_files: bool, space: Space) -> None:
    masked = factories.post(space)
    factories.attachment(masked.latest_version)
    Redaction.objects.create(
        version=masked.latest_version, target="file", reason="legal", at=database_now()
    )
    parts = (ExportPart.WORKBOOK, ExportPart.DOCX, ExportPart.ATTACHMENTS)
    order = ordered(space, people.secretariat(), parts=parts if with_files else parts[:2])
    with TemporaryDirectory() as folder:
        gathered = gather(order, Path(folder), Progress())
        package = Package(pack(gathered, Progress()).read_bytes())
    path = "attachments/RT-0001_Some-Organisation_1.pdf"
    rows = [(row["Path"], row["Left out because"]) for row in package.sheet("Attachments")]
    reason = "This export was asked for without files"
    assert rows == [(path, None) if with_files else (None, reason), (None, "Legal reasons")]
    assert (path in package.names) == with_files
    assert (path in repr(gathered.compilation)) == with_files
    assert ("asked for without" in repr(gathered.compilation)) != with_files
    masked_files = package.counts["files.masked"]
    assert (package.counts["files.in"], masked_files) == (int(with_files), 1)
