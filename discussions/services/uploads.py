"""Files of a form: kept on the server until a version takes them over, swept away after a day."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction

from discussions.access.viewer import Viewer, check_signed_in
from discussions.errors import FileGone, TooManyPosts
from discussions.models import Attachment, Post, Upload
from discussions.validators.sent import IncomingFile
from hub.kit import storage
from hub.kit.clock import database_now

KEPT_FOR = timedelta(days=1)
_HOUR = timedelta(hours=1)
File = TypeVar("File", Attachment, Upload)


def keep_uploads(*, by: Viewer, files: Sequence[IncomingFile]) -> list[Upload]:
    """Keep the files for a day for the person who sent them, in their order; on disk for good.

    Raises TooManyPosts from one who has sent as many files within an hour as their posts could
    hold, and OSError when the disk is full.
    """
    if not files:
        return []
    check_signed_in(by)
    assert by.person_id is not None
    _check_rate(by.person_id)
    return [_keep(by.person_id, file) for file in files]


def claim_files(
    person_id: int, uploads: Sequence[UUID], keeps: Sequence[UUID] = (), post: Post | None = None
) -> list[Attachment]:
    """Attachments, not saved yet, for the files of a version: those kept from an earlier one of the post first.

    The uploads are held until the caller's transaction ends, so that no sweep takes their bytes.
    Raises FileGone for one that is not (any more) this person's, or not of the post.
    """
    sources: list[Attachment | Upload] = [*_kept(post, keeps), *_held(person_id, uploads)]
    return [
        Attachment(
            position=position,
            name=source.name,
            media_type=source.media_type,
            size=source.size,
            sha256=source.sha256,
            stored_as=source.stored_as,
            language=getattr(source, "language", None),
        )
        for position, source in enumerate(sources)
    ]


def sweep_upload() -> bool:
    """Remove one upload that is older than a day, with its bytes unless a version has them; was there one?"""
    with transaction.atomic():
        due = (
            Upload.objects.select_for_update(skip_locked=True)
            .filter(created_at__lt=database_now() - KEPT_FOR)
            .order_by("created_at")
            .first()
        )
        if due is None:
            return False
        due.delete()
        if not Attachment.objects.filter(stored_as=due.stored_as).exists():
            transaction.on_commit(partial(storage.forget, due.stored_as))
    return True


def _keep(person_id: int, file: IncomingFile) -> Upload:
    stored = storage.keep(file.content)
    return Upload.objects.create(
        person_id=person_id,
        name=file.name,
        media_type=file.media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )


def _check_rate(person_id: int) -> None:
    recent = Upload.objects.filter(person_id=person_id, created_at__gt=database_now() - _HOUR)
    if recent.count() >= settings.POSTS_PER_HOUR * settings.FILES_PER_POST:
        raise TooManyPosts(int(_HOUR.total_seconds()))


def _held(person_id: int, wanted: Sequence[UUID]) -> list[Upload]:
    if not wanted:
        return []
    rows = Upload.objects.raw(
        "SELECT * FROM discussions_upload WHERE person_id = %s AND id = ANY(%s) FOR SHARE",
        [person_id, list(wanted)],
    )
    found = {row.pk: row for row in rows}
    return [_taken(found, identifier) for identifier in wanted]


def _kept(post: Post | None, wanted: Sequence[UUID]) -> list[Attachment]:
    if post is None or not wanted:
        return []
    rows = Attachment.objects.filter(version__post=post, pk__in=wanted)
    found = {row.pk: row for row in rows}
    return [_taken(found, identifier) for identifier in wanted]


def _taken(found: dict[UUID, File], identifier: UUID) -> File:
    if identifier not in found:
        raise FileGone
    return found[identifier]
