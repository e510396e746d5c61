"""Documents of a space: draft revisions, notes, programmes, each with its files.

Locks: the document, then the space.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.errors import AlreadyMade, NotFound
from discussions.models import Document, DocumentFile, Space
from discussions.selectors.set_up import document_setting, spoken
from discussions.services.set_up import (
    check_complete,
    check_seen,
    is_new_order,
    lock_space,
    settle_change,
)
from discussions.validators.set_up import DocumentSetting, FileInLanguage
from hub.kit import storage
from hub.kit.bilingual import set_texts
from hub.kit.storage import StoredBytes

_ORDERED = "documents-ordered"


def add_document(
    *,
    by: Viewer,
    document: Document,
    setting: DocumentSetting,
    files: Sequence[FileInLanguage] = (),
) -> Document:
    """Add a document to its space, after the others, with the files that come with it.

    The same `archive_id` again, with the same setting and the same files, is the same document. Raises NotModerator,
    NotFound, NotComplete, and AlreadyMade where the document of that id is otherwise.
    """
    check_set_up(by, document.space_id)
    titles = spoken(dict(setting.titles))
    stored = _stored(files)
    with transaction.atomic():
        space = lock_space(document.space_id)
        earlier = space.documents.filter(archive_id=document.archive_id).first()
        if earlier is not None:
            return _added_before(earlier, replace(setting, titles=titles), stored)
        _check_titles(space, titles)
        highest = space.documents.aggregate(highest=Max("position"))["highest"]
        document.position = 1 if highest is None else highest + 1
        set_texts(document, "title", titles)
        document.label, document.issued_at = setting.label or None, setting.issued_at
        document.save()
        settle_change(by, space.pk, "document-added", ("document", document.pk))
        _add_files(by, document, stored)
        return document


def change_document(
    *,
    by: Viewer,
    document_id: int,
    setting: DocumentSetting,
    seen: str,
    files: Sequence[FileInLanguage] = (),
) -> Document:
    """Give a document other titles, another revision or day, and files that come with it; languages not named stay.

    `seen` is the stamp of the setting that the form was built on; it counts only where the setting changes: files alone
    overwrite nothing. Raises NotModerator, NotFound, NotComplete, ChangedMeanwhile.
    """
    stored = _stored(files)
    with transaction.atomic():
        document = _locked(by, document_id)
        present = document_setting(document)
        titles = spoken({**present.titles, **setting.titles})
        wanted = DocumentSetting(titles, setting.label, setting.issued_at)
        if wanted != present:
            check_seen(seen, present, ("document", document.pk))
            _check_titles(lock_space(document.space_id), titles)
            _set(document, present, wanted, by)
        _add_files(by, document, stored)
        return document


def order_documents(
    *, by: Viewer, space_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> None:
    """Put the documents of a space in another order; both orders are ids, `seen` the one that was shown.

    An order that stands already changes nothing. Raises NotModerator, NotFound, and ChangedMeanwhile where the documents
    or their order are no longer those that were shown.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        held = Document.objects.select_for_update(no_key=True).filter(space_id=space_id)
        list(held.order_by("pk"))
        space = lock_space(space_id)
        present = list(space.documents.order_by("position", "pk").values_list("pk", flat=True))
        if not is_new_order((space_id, _ORDERED), present, seen, wanted):
            return
        for position, identifier in enumerate(wanted, 1):
            Document.objects.filter(pk=identifier).update(position=position)
        subject, detail = ("space", space_id), {"was": present, "is": list(wanted)}
        settle_change(by, space_id, _ORDERED, subject, detail)


def _locked(by: Viewer, document_id: int) -> Document:
    document = Document.objects.select_for_update(no_key=True).filter(pk=document_id).first()
    if document is None:
        raise NotFound
    check_set_up(by, document.space_id)
    return document


def _added_before(
    earlier: Document, setting: DocumentSetting, stored: list[tuple[FileInLanguage, StoredBytes]]
) -> Document:
    """The document that this very form added before. Raises AlreadyMade where anything of it is otherwise."""
    there = set(earlier.files.values_list("sha256", "name", "language"))
    sent = {(kept.sha256, one.file.name, one.language) for one, kept in stored}
    if document_setting(earlier) != setting or there != sent:
        raise AlreadyMade(
            _(
                "This form was sent already, and the document that it added is not as you send it now."
                " Change that document, or add yours as another one."
            ),
            earlier.pk,
        )
    return earlier


def _set(
    document: Document, present: DocumentSetting, wanted: DocumentSetting, by: Viewer
) -> None:
    set_texts(document, "title", wanted.titles)
    document.label, document.issued_at = wanted.label or None, wanted.issued_at
    document.save()
    fields = [
        name
        for name in ("titles", "label", "issued_at")
        if getattr(wanted, name) != getattr(present, name)
    ]
    subject = ("document", document.pk)
    settle_change(by, document.space_id, "document-changed", subject, {"fields": fields})


def _check_titles(space: Space, titles: dict[str, str]) -> None:
    check_complete(
        space,
        titles,
        _(
            "Texts can be sent to this space, or will be once its window opens: the title of a document needs each"
            " required language. Missing: %(languages)s."
        ),
    )


def _stored(files: Sequence[FileInLanguage]) -> list[tuple[FileInLanguage, StoredBytes]]:
    """On the disk before any lock; what no row names in the end is swept."""
    return [(one, storage.keep(one.file.content)) for one in files]


def _add_files(
    by: Viewer, document: Document, stored: list[tuple[FileInLanguage, StoredBytes]]
) -> list[DocumentFile]:
    """After those that are there; needs the document locked."""
    files = list(document.files.order_by("position"))
    added = []
    for one, kept in stored:
        name, language = one.file.name, one.language
        same = (file for file in files if (file.sha256, file.name) == (kept.sha256, name))
        row = next((file for file in same if file.language == language), None)
        if row is None:
            row = _file_row(document, one, kept, files[-1].position + 1 if files else 0)
            files.append(row)
            detail = {"file": str(row.pk), "sha256": row.sha256}
            subject = ("document", document.pk)
            settle_change(by, document.space_id, "document-file-added", subject, detail)
        added.append(row)
    return added


def _file_row(
    document: Document, one: FileInLanguage, kept: StoredBytes, position: int
) -> DocumentFile:
    return DocumentFile.objects.create(
        id=uuid4(),
        document=document,
        position=position,
        name=one.file.name,
        language=one.language,
        media_type=one.file.media_type,
        size=kept.size,
        sha256=kept.sha256,
        stored_as=kept.stored_as,
    )
