"""The rows of a draft: locked, compared, written and deleted; who may do so is asked before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now

from accounts.models import Membership
from discussions.access.drafts import name_of_draft_file, shareable_organisations
from discussions.access.viewer import Viewer
from discussions.enums import Capacity
from discussions.models import Attachment, Draft, DraftFile, Upload
from discussions.selectors.drafts import files_of_draft, of_place
from discussions.validators.drafts import DraftContent, DraftPlace
from discussions.validators.sent import SentFile
from hub.kit.clock import database_now


def lock_draft(identifier: UUID | None) -> Draft | None:
    """The draft as it is now, held until the end.

    Who saved it last is read afterwards: joined here, a draft that somebody else saved during the
    wait would seem to be gone.
    """
    if identifier is None:
        return None
    return Draft.objects.select_for_update().filter(pk=identifier).first()


def lock_draft_at(person_id: int, place: DraftPlace) -> Draft | None:
    """The same for the draft of a place; its author's lock is held, so none is made meanwhile."""
    return lock_draft(of_place(person_id, place).values_list("pk", flat=True).first())


def holds_already(draft: Draft, content: DraftContent) -> bool:
    """Whether the draft says all this already."""
    return _same_columns(draft, _columns(draft, content)) and _same_files(draft, content)


def holds_nothing_else(draft: Draft, content: DraftContent) -> bool:
    """Whether all that would be sent of the draft is in the content too; who may edit it is no part of that."""
    columns = _columns(draft, content)
    del columns["shared_with_id"]
    named = columns.pop("co_signatories")
    return (
        _same_columns(draft, columns)
        and all(one in named for one in draft.co_signatories)
        and _has_files(draft, content)
    )


def left_out(content: DraftContent) -> int:
    """How many of the files are too many: a draft holds as many as a post."""
    return max(0, len(content.files) - settings.FILES_PER_POST)


def write_draft(draft: Draft, by: Viewer, content: DraftContent) -> int:
    """Save the content as the next revision, by the person and from the page that say it; how many of its files are gone?"""
    for column, value in _columns(draft, content).items():
        setattr(draft, column, value)
    assert by.person_id is not None
    draft.revision += 1
    draft.saved_at = database_now()
    draft.saved_by_id = by.person_id
    draft.saved_page = content.page
    draft.save()
    return _write_files(draft, by, _wanted(content))


def delete_draft(draft: Draft) -> None:
    """The draft and what it says of its files; the files stay for a day more, for a form that comes again."""
    Upload.objects.filter(in_drafts__draft=draft).update(created_at=Now())
    DraftFile.objects.filter(draft=draft).delete()
    draft.delete()


def _columns(draft: Draft, content: DraftContent) -> dict[str, Any]:
    organisation = _own_organisation(draft.author_id, content)
    return {
        "body": content.body,
        "language": content.language,
        "capacity": content.speaker.capacity,
        "organisation_id": organisation,
        "name_withheld": content.name_withheld,
        "co_signatories": [
            {"organisation": one.organisation, "name": one.name, "email": one.email}
            for one in content.co_signatories
        ],
        "shared_with_id": _shared_with(draft.author_id, content, organisation),
    }


def _own_organisation(person_id: int, content: DraftContent) -> int | None:
    """The organisation that is chosen, unless its author no longer speaks for it."""
    chosen = content.speaker.organisation
    own = Membership.objects.filter(person=person_id, organisation=chosen, ended_at__isnull=True)
    return chosen if chosen is not None and own.exists() else None


def _shared_with(person_id: int, content: DraftContent, organisation: int | None) -> int | None:
    """Colleagues are let in for the organisation that the text speaks for, where staff confirmed the membership."""
    if not content.is_shared or content.speaker.capacity != Capacity.ORGANISATION:
        return None
    confirmed = shareable_organisations(person_id).filter(organisation=organisation)
    return organisation if confirmed.exists() else None


def _wanted(content: DraftContent) -> Sequence[SentFile]:
    return content.files[: settings.FILES_PER_POST]


def _same_columns(draft: Draft, columns: dict[str, Any]) -> bool:
    return all(getattr(draft, name) == columns[name] for name in columns)


def _same_files(draft: Draft, content: DraftContent) -> bool:
    """The same in the same order; a file that has the name it came with is the same whether or not that is said."""
    rows, wanted = files_of_draft(draft), _wanted(content)
    return len(rows) == len(wanted) and all(map(_is_same_file, rows, wanted))


def _has_files(draft: Draft, content: DraftContent) -> bool:
    """Whether every file of the draft is among those of the content, in whatever order."""
    wanted = {file.id: file for file in _wanted(content)}
    return all(
        (one := wanted.get(row.upload_id or row.attachment_id or row.draft_id)) is not None
        and _is_same_file(row, one)
        for row in files_of_draft(draft)
    )


def _is_same_file(row: DraftFile, wanted: SentFile) -> bool:
    source = row.upload or row.attachment
    assert source is not None
    return (source.pk, name_of_draft_file(row), row.language) == (
        wanted.id,
        wanted.name or source.name,
        wanted.language,
    )


def _write_files(draft: Draft, by: Viewer, wanted: Sequence[SentFile]) -> int:
    """The files in their order. Those that are not (any more) to be had are left out, and counted."""
    uploads = _uploads(draft, by, [file.id for file in wanted])
    attachments = _attachments(draft, by, [file.id for file in wanted])
    rows = [
        DraftFile(
            draft=draft,
            position=position,
            name=file.name,
            language=file.language,
            upload_id=file.id if file.id in uploads else None,
            attachment_id=file.id if file.id in attachments else None,
        )
        for position, file in enumerate(wanted)
        if file.id in uploads | attachments
    ]
    DraftFile.objects.filter(draft=draft).delete()
    DraftFile.objects.bulk_create(rows)
    return len(wanted) - len(rows)


def _uploads(draft: Draft, by: Viewer, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the ids that are uploads for this draft, held so that no sweep takes them.

    What a colleague adds is given to the author, who alone sends it.
    """
    if not ids:
        return set()
    held = Upload.objects.raw(
        "SELECT id FROM discussions_upload WHERE id = ANY(%s) AND (person_id = %s"
        " OR id IN (SELECT upload_id FROM discussions_draftfile WHERE draft_id = %s)) FOR SHARE",
        [list(ids), by.person_id, draft.pk],
    )
    found = {upload.pk for upload in held}
    if by.person_id is not None and not by.is_author(draft.author_id):
        given = Upload.objects.filter(pk__in=found, person_id=by.person_id)
        given.update(person_id=draft.author_id, key=None)
    return found


def _attachments(draft: Draft, by: Viewer, ids: Sequence[UUID]) -> set[UUID]:
    """Those that are files of the post that is corrected; for a colleague, of the draft."""
    if draft.corrected_id is None or not ids:
        return set()
    own = Attachment.objects.filter(version__post=draft.corrected_id, pk__in=ids)
    if not by.is_author(draft.author_id):
        own = own.filter(in_drafts__draft=draft)
    return set(own.values_list("pk", flat=True))
