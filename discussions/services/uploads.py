"""Files of a form: kept on the server until a version takes them over, swept away after a day."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from discussions.access.viewer import Viewer, check_signed_in
from discussions.errors import FileGone, TooManyPosts
from discussions.models import Attachment, DraftFile, Post, Upload
from discussions.validators.sent import IncomingFile, SentFile
from hub.kit import storage
from hub.kit.clock import database_now

KEPT_FOR = timedelta(days=1)
_HOUR = timedelta(hours=1)


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
    person_id: int, wanted: Sequence[SentFile], post: Post | None = None
) -> list[Attachment]:
    """Attachments, not saved yet, for the files of a version, in their order.

    Each is an upload of the person, or an attachment of `post`, an earlier version of which had it.
    The uploads are held until the caller's transaction ends, so that no sweep takes their bytes.
    Raises FileGone for one that is not (any more) this person's, or not of the post.
    """
    ids = [file.id for file in wanted]
    found: dict[UUID, Attachment | Upload] = {**_held(person_id, ids), **_kept(post, ids)}
    return [
        _attachment(position, file, _taken(found, file.id)) for position, file in enumerate(wanted)
    ]


def identities(files: Sequence[Attachment]) -> list[tuple[str, str, str | None]]:
    """Hash, name and language of each file, for the digest of a text."""
    return [(file.sha256, file.name, file.language) for file in files]


def sweep_upload() -> bool:
    """Remove one upload that is older than a day and in no draft, with its bytes unless a version has them; was there one?"""
    with transaction.atomic():
        due = (
            Upload.objects.select_for_update(skip_locked=True)
            .filter(~Exists(DraftFile.objects.filter(upload=OuterRef("pk"))))
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


def _attachment(position: int, sent: SentFile, source: Attachment | Upload) -> Attachment:
    own = getattr(source, "language", None)
    return Attachment(
        position=position,
        name=sent.name or source.name,
        media_type=source.media_type,
        size=source.size,
        sha256=source.sha256,
        stored_as=source.stored_as,
        language=sent.language or own,
    )


def _held(person_id: int, wanted: Sequence[UUID]) -> dict[UUID, Upload]:
    if not wanted:
        return {}
    rows = Upload.objects.raw(
        "SELECT * FROM discussions_upload WHERE person_id = %s AND id = ANY(%s) FOR SHARE",
        [person_id, list(wanted)],
    )
    return {row.pk: row for row in rows}


def _kept(post: Post | None, wanted: Sequence[UUID]) -> dict[UUID, Attachment]:
    if post is None or not wanted:
        return {}
    return {row.pk: row for row in Attachment.objects.filter(version__post=post, pk__in=wanted)}


def _taken(found: dict[UUID, Attachment | Upload], identifier: UUID) -> Attachment | Upload:
    if identifier not in found:
        raise FileGone
    return found[identifier]
