"""One ZIP file for the co-facilitators (PRODUCT, section 7)."""

import zipfile
from pathlib import Path
from typing import Final

from discussions.exports.archive import ArchivedFile
from hub.kit.bilingual import text_in
from hub.kit.files import extension_of
from hub.kit.storage import opened
from hub.kit.tables import Member, ZipOut, write_csv
from moderation.enums import ExportVariant
from moderation.exports.annexes import MANIFEST, SHEETS, ManifestLine
from moderation.exports.counts import check_equal
from moderation.exports.failure import ExportFailed
from moderation.exports.finished import references_in_json, rows_of_csv, rows_of_sheets
from moderation.exports.gather import DATA, TABLE, WORKBOOK, Gathered, Order, gather
from moderation.exports.names import FOLDER
from moderation.exports.progress import Progress
from moderation.exports.readme import LANGUAGES, Facts, readme

MANIFEST_NAME: Final = "manifest.csv"
_PACKAGE: Final = "package.zip"
#: What a ZIP makes smaller; the other kinds are compressed in themselves.
_PACKED: Final = frozenset({"txt", "csv", "rtf", "doc", "xls", "ppt"})

__all__ = ["Gathered", "Order", "gather", "pack"]


def pack(gathered: Gathered, progress: Progress) -> Path:
    """The finished ZIP in the working folder, counted from its files.

    Same requester, filter, cut-off and release: same bytes. Raises ExportFailed where counts do not agree or a stored
    file is not what was received.
    """
    path = gathered.folder / _PACKAGE
    with path.open("wb") as file, ZipOut(file, gathered.cut_off) as package:
        for language in LANGUAGES:
            text = readme(_facts(gathered), language)
            package.write_bytes(f"README.{language}.txt", text.encode())
        _add(package, gathered.folder / WORKBOOK, packed=False)
        _add(package, gathered.folder / TABLE)
        _add(package, gathered.folder / DATA)
        progress.step("files")
        lines = []
        for stored in gathered.files:
            member = _add_stored(package, stored)
            lines.append(ManifestLine(member, stored.reference, gathered.names[stored.path]))
            progress.advance()
        _add_manifest(package, gathered.folder / MANIFEST_NAME, lines)
    progress.step("checking")
    check_package(path, gathered)
    return path


def check_package(path: Path, gathered: Gathered) -> None:
    """Count the rows, lines and files of the finished package. Raises ExportFailed where they do not agree."""
    tally = gathered.tally
    with zipfile.ZipFile(path) as package:
        found = rows_of_sheets(package, WORKBOOK)
        check_equal("sheets", len(SHEETS), len(found))
        for table, rows in zip(SHEETS, found, strict=True):
            check_equal(f"sheet-{table.key}", tally.rows[table.key], rows)
        check_equal(TABLE, tally.taken.total(), rows_of_csv(package, TABLE))
        files = sum(name.startswith(FOLDER) for name in package.namelist())
        check_equal(FOLDER, len(gathered.files), files)
        check_equal(MANIFEST_NAME, files, rows_of_csv(package, MANIFEST_NAME))
        _check_data(references_in_json(package, DATA), gathered)


def _check_data(references: list[str], gathered: Gathered) -> None:
    """Each post that must stand in `space.json` does, once; others are there only where these need them."""
    check_equal(DATA, len(references), len(set(references)))
    check_equal(DATA, len(gathered.references), len(gathered.references.intersection(references)))
    if gathered.order.wanted.is_whole and gathered.order.variant == ExportVariant.RESTRICTED:
        check_equal(DATA, gathered.tally.read.total(), len(references))


def _add(package: ZipOut, path: Path, *, packed: bool = True) -> None:
    with path.open("rb") as file:
        package.write_stream(path.name, file, packed=packed)


def _add_stored(package: ZipOut, file: ArchivedFile) -> Member:
    stored = file.stored
    try:
        with opened(stored.stored_as) as source:
            member = package.write_stream(
                file.path, source, packed=extension_of(file.path) in _PACKED
            )
    except FileNotFoundError as error:
        raise ExportFailed("file-missing", path=file.path) from error
    if (member.size, member.sha256) != (stored.size, stored.sha256):
        raise ExportFailed("file-differs", path=file.path)
    return member


def _add_manifest(package: ZipOut, path: Path, lines: list[ManifestLine]) -> None:
    with path.open("wb") as file:
        header = [column.key for column in MANIFEST]
        write_csv(file, header, ([column.value(line) for column in MANIFEST] for line in lines))
    _add(package, path)


def _facts(gathered: Gathered) -> Facts:
    order, counts = gathered.order, gathered.counts
    return Facts(
        titles={language: text_in(order.space, "title", language).value for language in LANGUAGES},
        slug=order.space.slug,
        variant=order.variant,
        wanted=order.wanted,
        windows=gathered.windows,
        cut_off=gathered.cut_off,
        every=counts["all"],
        taken=counts["in"],
        files=counts["files"],
        cut_cells=gathered.cut_cells,
    )
