"""Setting up a space: what its moderators and the secretariat change of it beside questions and windows."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.models import Document, DocumentFile
from discussions.services.reference import raise_revision
from discussions.validators.sent import IncomingFile
from hub.kit import storage
from hub.kit.record import write_record


def settle_change(
    by: Viewer,
    space_id: int,
    act: str,
    subject: tuple[str, object],
    detail: dict[str, Any] | None = None,
) -> None:
    """What every change of a space leaves, in the caller's transaction: one record, and a raised revision.

    `detail` says which fields were changed, never what they hold. Raises NotModerator.
    """
    check_set_up(by, space_id)
    raise_revision(space_id)
    write_record(act, subject, by=by.user_id, space_id=space_id, detail=detail)


def add_document_file(
    *, by: Viewer, document: Document, file: IncomingFile, language: str
) -> DocumentFile:
    """Add a file to a document; it is never changed or removed. Raises NotModerator."""
    check_set_up(by, document.space_id)
    stored = storage.keep(file.content)
    with transaction.atomic():
        highest = document.files.aggregate(highest=Max("position"))["highest"]
        added = DocumentFile.objects.create(
            id=uuid4(),
            document=document,
            position=0 if highest is None else highest + 1,
            name=file.name,
            language=language,
            media_type=file.media_type,
            size=stored.size,
            sha256=stored.sha256,
            stored_as=stored.stored_as,
        )
        settle_change(
            by,
            document.space_id,
            "document-file-added",
            ("document", document.pk),
            {"file": str(added.pk), "sha256": added.sha256},
        )
    return added
