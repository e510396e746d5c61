"""Names of files in a package: never a sender's own, never outside their folder, never one that is withheld."""

from collections.abc import Mapping, Sequence
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

FOLDER: Final = "attachments/"
WITHHELD: Final = "name-withheld"
_LONGEST: Final = 60
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
    *,
    is_whole: bool,
    parts: Sequence[ExportPart] = tuple(ExportPart),
) -> str:
    """`RT-2022-01-07-public.zip`: prefix, day of the cut-off (UTC), for whom, and whether a filter left something out.

    One part alone has its own ending; of several, but not all, the name tells which.
    """
    said = [space.reference_prefix, f"{in_zone(cut_off, 'UTC'):%Y-%m-%d}", variant]
    said += [] if is_whole else ["part"]
    if len(parts) == 1:
        return f"{'-'.join(said)}.{ENDINGS.get(parts[0], _ZIP)}"
    said += [] if len(parts) == len(ExportPart) else [part.value for part in parts]
    return f"{'-'.join(said)}.{_ZIP}"


def _entity(speaker: ShownSpeaker) -> str:
    if speaker.is_withheld:
        return WITHHELD
    return to_file_slug(speaker.organisation or speaker.name, _LONGEST)


def _ending(name: str) -> str:
    extension = extension_of(name)
    return f".{extension}" if extension else ""
