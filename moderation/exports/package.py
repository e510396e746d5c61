"""One ZIP file for the co-facilitators (PRODUCT, section 7)."""

import logging
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from discussions.exports.archive import ArchivedFile
from discussions.models import Space
from hub.kit.bilingual import text_in
from hub.kit.files import extension_of
from hub.kit.storage import opened
from hub.kit.tables import Member, ZipOut, write_csv
from hub.kit.text import one_line
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.annexes import CHANGES, MANIFEST, ManifestLine
from moderation.exports.compilation import (
    DocumentNotMade,
    check_documents,
    write_pdf,
    write_word,
)
from moderation.exports.counts import check_equal
from moderation.exports.failure import ExportFailed
from moderation.exports.fields import Field, Row
from moderation.exports.finished import (
    Check,
    Finished,
    Folder,
    references_in_json,
    rows_of_csv,
    rows_of_sheets,
)
from moderation.exports.gathered import COMPILED, DATA, TABLE, WORKBOOK, Gathered, Order
from moderation.exports.names import FOLDER
from moderation.exports.progress import Progress
from moderation.exports.readme import Facts, readme
from moderation.exports.sheets import LANGUAGES, sheets_of

logger = logging.getLogger(__name__)

MANIFEST_NAME: Final = "manifest.csv"
#: In every difference, for no other part but the workbook and the compilation says what is gone.
CHANGES_NAME: Final = "changes.csv"
_PACKAGE: Final = "package.zip"
#: The parts that are one file each; attachments are a folder and its list.
FILES: Final[Mapping[ExportPart, str]] = {
    ExportPart.DOCX: "compilation-by-prompt.docx",
    ExportPart.PDF: "compilation-by-prompt.pdf",
    ExportPart.WORKBOOK: WORKBOOK,
    ExportPart.CSV: TABLE,
    ExportPart.JSON: DATA,
}
#: Files that are ZIP files in themselves.
_COMPRESSED: Final = frozenset({ExportPart.DOCX, ExportPart.PDF, ExportPart.WORKBOOK})
#: What a ZIP makes smaller; the other kinds are compressed in themselves.
_PACKED: Final = frozenset({"txt", "csv", "rtf", "doc", "xls", "ppt"})


def pack(gathered: Gathered, progress: Progress) -> Path:
    """The finished file in the working folder, counted from what it holds: a ZIP, or the one part that was asked for.

    A difference is a ZIP with a list of what changed, whatever was asked for.

    Same requester, filter, parts, cut-off and release: same bytes. Raises ExportFailed where counts do not agree or a
    stored file is not what was received.
    """
    _write_documents(gathered, progress)
    if (alone := lone_file(gathered.order)) is not None:
        progress.step("checking")
        check_parts(Folder(gathered.folder), gathered, progress.check)
        return gathered.folder / alone
    path = gathered.folder / _PACKAGE
    with path.open("wb") as file, ZipOut(file, gathered.cut_off) as package:
        for language in LANGUAGES:
            text = readme(_facts(gathered), language)
            package.write_bytes(f"README.{language}.txt", text.encode())
        for part in gathered.parts:
            if part in FILES:
                _add(package, gathered.folder / FILES[part], packed=part not in _COMPRESSED)
        if gathered.order.is_difference:
            _add_table(package, gathered.folder / CHANGES_NAME, CHANGES, gathered.changes)
        if ExportPart.ATTACHMENTS in gathered.parts:
            _add_attachments(package, gathered, progress)
    progress.step("checking")
    check_package(path, gathered, progress.check)
    return path


def lone_file(order: Order) -> str | None:
    """The name of the file where one part alone is asked for that is a single file, and nothing need stand beside it."""
    return FILES.get(order.parts[0]) if len(order.parts) == 1 and not order.is_difference else None


def check_package(path: Path, gathered: Gathered, check: Check) -> None:
    """Count the rows, lines and files of the finished package. Raises ExportFailed where they do not agree, and what `check` raises."""
    with zipfile.ZipFile(path) as package:
        check_parts(package, gathered, check)
        files = sum(name.startswith(FOLDER) for name in package.namelist())
        check_equal(FOLDER, len(gathered.packed_files), files)
        if gathered.order.is_difference:
            check_equal(
                CHANGES_NAME, len(gathered.changes), rows_of_csv(package, CHANGES_NAME, check)
            )
        if ExportPart.ATTACHMENTS in gathered.parts:
            check_equal(MANIFEST_NAME, files, rows_of_csv(package, MANIFEST_NAME, check))


def check_parts(finished: Finished, gathered: Gathered, check: Check) -> None:
    """Count what the finished files of the parts that were asked for hold. Raises ExportFailed."""
    tally, parts = gathered.tally, gathered.parts
    if ExportPart.WORKBOOK in parts:
        found = rows_of_sheets(finished, WORKBOOK, check)
        tables = sheets_of(is_difference=gathered.order.is_difference)
        check_equal("sheets", len(tables), len(found))
        for table, rows in zip(tables, found, strict=True):
            check_equal(f"sheet-{table.key}", tally.rows[table.key], rows)
    if ExportPart.CSV in parts:
        check_equal(TABLE, tally.taken.total(), rows_of_csv(finished, TABLE, check))
    if ExportPart.JSON in parts:
        _check_data(references_in_json(finished, DATA, check), gathered)
    for part in COMPILED.intersection(parts):
        check()
        with finished.open(FILES[part]) as file:
            check_documents(part, file, gathered.order.space.reference_prefix, tally)


def _check_data(references: list[str], gathered: Gathered) -> None:
    """Each post that must stand in `space.json` does, once; others are there only where these need them."""
    check_equal(DATA, len(references), len(set(references)))
    check_equal(DATA, len(gathered.references), len(gathered.references.intersection(references)))
    if gathered.order.is_whole and gathered.order.variant == ExportVariant.RESTRICTED:
        check_equal(DATA, gathered.tally.read.total(), len(references))


def _write_documents(gathered: Gathered, progress: Progress) -> None:
    """The compilation in Word and as PDF. Raises Taken where the export is ours no longer.

    A PDF that cannot be made is left out where other parts were asked for beside it: the package says so, and why.
    """
    writers = {ExportPart.DOCX: write_word, ExportPart.PDF: write_pdf}
    for part, write in writers.items():
        if part in gathered.order.parts:
            assert gathered.compilation is not None, "gathered where a part is made from it"
            progress.step(part.value)
            try:
                with (gathered.folder / FILES[part]).open("wb") as file:
                    write(gathered.compilation, file, progress.check)
            except DocumentNotMade as error:
                if gathered.order.parts == (part,):
                    raise ExportFailed(error.code) from error
                gathered.left_out[part] = error.code
                logger.error("%s without its PDF: %s", gathered.file_name, error.code)


def _add_attachments(package: ZipOut, gathered: Gathered, progress: Progress) -> None:
    """The files, and the list of them."""
    progress.step("files", units=len(gathered.packed_files))
    lines = []
    for stored in gathered.packed_files:
        member = _add_stored(package, stored)
        lines.append(ManifestLine(member, stored.reference, gathered.names[stored.path]))
        progress.advance()
    _add_table(package, gathered.folder / MANIFEST_NAME, MANIFEST, lines)


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


def _add_table(
    package: ZipOut, path: Path, columns: Sequence[Field[Row]], rows: Sequence[Row]
) -> None:
    with path.open("wb") as file:
        header = [column.key for column in columns]
        write_csv(file, header, ([column.value(row) for column in columns] for row in rows))
    _add(package, path)


def _title(space: Space, language: str) -> str:
    return one_line(text_in(space, "title", language).value) or space.slug


def _facts(gathered: Gathered) -> Facts:
    order, counts = gathered.order, gathered.counts
    return Facts(
        titles={language: _title(order.space, language) for language in LANGUAGES},
        slug=order.space.slug,
        variant=order.variant,
        wanted=order.wanted,
        windows=gathered.windows,
        cut_off=gathered.cut_off,
        every=counts["all"],
        taken=counts["in"],
        files=counts["files"],
        cut_cells=gathered.cut_cells,
        parts=gathered.parts,
        left_out=gathered.left_out,
        is_difference=order.is_difference,
    )
