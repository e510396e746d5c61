"""Files found by their id, with what decides on who may have them."""

from uuid import UUID

from discussions.models import Attachment, DocumentFile


def find_attachment(identifier: UUID) -> Attachment | None:
    """A file of a version, with its post and space; one statement."""
    attachments = Attachment.objects.select_related("version__post__space")
    return attachments.filter(pk=identifier).first()


def find_document_file(identifier: UUID) -> DocumentFile | None:
    """A file of a document, with its space; one statement."""
    files = DocumentFile.objects.select_related("document__space")
    return files.filter(pk=identifier).first()
