"""Names of files in a package: never a sender's own, never outside their folder, never one that is withheld."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from discussions.access.words import ShownFile, ShownSpeaker
from discussions.models import Document, DocumentFile, Space
from hub.kit.bilingual import text_in
from hub.kit.files import extension_of
from hub.kit.instants import in_zone
from hub.kit.tables import safe_member_path
from hub.kit.text import to_file_slug
from moderation.enums import ExportPart
from moderation.exports.wanted import ExportFilter

FOLDER: Final = "attachments/"
WITHHELD: Final = "name-withheld"
_LONGEST: Final = 60
#: Letters of the mark of a filter: 24 bits tell those of one space apart.
_MARK: Final = 6
_ZIP: Final = "zip"
#: How the name of a part ends that is one file.
ENDINGS: Final[Mapping[ExportPart, str]] = {
    ExportPart.DOCX: "docx",
    ExportPart.PDF: "pdf",
    ExportPart.WORKBOOK: "xlsx",
    ExportPart.CSV: "csv",
    ExportPart.JSON: "json",
}


def attachment_path(
    reference: str, speaker: ShownSpeaker, version: int | None, number: int, file: ShownFile
) -> str:
    """`attachments/RT2-0047_Entity-name_1.pdf`; with `version` that of an earlier or later one (`…_v1_1.pdf`).

    The reference and the numbers make it unique, whatever the case: a slug holds no underscore.
    """
    parts = [reference, _entity(speaker), *([f"v{version}"] if version else []), str(number)]
    return safe_member_path(f"{FOLDER}{'_'.join(parts)}{_ending(file.name)}")


def document_path(document: Document, file: DocumentFile) -> str:
    """`attachments/document-1_Title_en_1.pdf`: a file of a document of the space; the number makes it unique."""
    title = to_file_slug(text_in(document, "title", file.language or "en").value, _LONGEST)
    language = to_file_slug(file.language or "und", _LONGEST)
    parts = [f"document-{document.pk}", title, language, str(file.position + 1)]
    return safe_member_path(f"{FOLDER}{'_'.join(parts)}{_ending(file.name)}")


def package_name(
    space: Space,
    cut_off: datetime,
    variant: str,
    wanted: ExportFilter,
    parts: Sequence[ExportPart] = tuple(ExportPart),
) -> str:
    """`RT-2022-01-07-180259Z-public-en.zip`: no two exports of a space that differ have the same name.

    Prefix, cut-off (UTC, to the second), for whom, the cut-off of the earlier export of which it is the difference
    (`since-…`), whether a filter left something out (`part-` and a mark of that filter), language of the frame, and
    which parts it holds unless it is all of them or its ending tells. A difference is always a package: what is gone
    stands in a file of its own.
    """
    said = [space.reference_prefix, _instant(cut_off), variant]
    said += [f"since-{_instant(wanted.changed_since)}"] if wanted.changed_since else []
    of_all_times = replace(wanted, changed_since=None)
    said += [] if of_all_times.is_whole else [f"part-{_mark(of_all_times)}"]
    said.append(wanted.language)
    is_alone = len(parts) == 1 and wanted.changed_since is None
    has_own_ending = is_alone and parts[0] in ENDINGS
    if not has_own_ending and len(parts) < len(ExportPart):
        said += [part.value for part in parts]
    ending = ENDINGS[parts[0]] if has_own_ending else _ZIP
    return f"{'-'.join(said)}.{ending}"


def _instant(at: datetime) -> str:
    return f"{in_zone(at, 'UTC'):%Y-%m-%d-%H%M%SZ}"


def _mark(wanted: ExportFilter) -> str:
    """The same for the same filter, another for another, whatever the language of the frame."""
    chosen = json.dumps({**wanted.to_json(), "language": ""}, sort_keys=True)
    return hashlib.sha256(chosen.encode()).hexdigest()[:_MARK]


def _entity(speaker: ShownSpeaker) -> str:
    if speaker.is_withheld:
        return WITHHELD
    return to_file_slug(speaker.organisation or speaker.name, _LONGEST)


def _ending(name: str) -> str:
    extension = extension_of(name)
    return f".{extension}" if extension else ""
