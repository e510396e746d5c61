"""Files of a form: kept on the server until a version takes them over, swept away after a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Sum

from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import ScanState
from discussions.errors import FileGone, TooManyUploads, TooMuchWaiting
from discussions.models import Attachment, DraftFile, Post, Upload
from discussions.selectors.scans import known_infected
from discussions.services.scans import await_scans
from discussions.validators.sent import IncomingFile, SentFile
from hub.kit import storage
from hub.kit.clock import database_now
from hub.kit.files import renamed
from hub.kit.refusals import Refusal
from hub.kit.virus_check import HarmfulFile, NotScanned, check_for_viruses, latest_answer

KEPT_FOR = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not kept, by its safe name, and why."""

    name: str
    refusal: Refusal


@dataclass(frozen=True)
class TakenIn:
    """What became of files: each is kept, in their order, or refused for a reason of its own."""

    uploads: list[Upload] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)


def take_in(*, by: Viewer, files: Sequence[IncomingFile]) -> TakenIn:
    """Keep the files of a form for a day for the person who sent them, on disk for good.

    What the virus scanner stops is refused, and leaves the others alone. Once it cannot be asked, the rest is kept and
    waits for it, closed to everybody (`discussions.access.scans`): its fault makes nobody late. No row is written, and
    so no lock held, before all are scanned and stored.
    Raises TooManyUploads from one who has sent as many files within an hour as their posts could
    hold, TooMuchWaiting, and OSError when the disk is full.
    """
    if not files:
        return TakenIn()
    check_signed_in(by)
    assert by.person_id is not None
    _check_rate(by.person_id)
    _check_room(by.person_id)
    harmful, unseen = _scan(files)
    stored = {
        number: _stored(by.person_id, file)
        for number, file in enumerate(files)
        if number not in harmful
    }
    harmful |= _without_infected(stored)
    for number in unseen - harmful:
        stored[number].scan_state = ScanState.WAITING
    return TakenIn(
        _saved(list(stored.values())),
        [RefusedFile(files[number].name, HarmfulFile()) for number in sorted(harmful)],
    )


def upload_file(*, by: Viewer, file: IncomingFile, key: UUID) -> Upload:
    """Keep one file that is sent ahead of its text; sent again under the same key it is the same upload.

    While the virus scanner cannot be asked it is kept too, and waits. Raises SignInFirst, TooManyUploads,
    TooMuchWaiting, HarmfulFile, and OSError when the disk is full.
    """
    check_signed_in(by)
    assert by.person_id is not None
    sent_before = Upload.objects.filter(person_id=by.person_id, key=key)
    upload = sent_before.first()
    if upload is not None:
        return upload
    _check_rate(by.person_id)
    _check_room(by.person_id)
    harmful, unseen = _scan([file])
    stored = {} if harmful else {0: _stored(by.person_id, file, key)}
    if harmful or _without_infected(stored):
        raise HarmfulFile
    upload = stored[0]
    if unseen:
        upload.scan_state = ScanState.WAITING
    try:
        _saved([upload])
    except IntegrityError:
        storage.forget(upload.stored_as)  # both tries arrived, the other one first
        return sent_before.get()
    return upload


def claim_files(
    person_id: int, wanted: Sequence[SentFile], post: Post | None = None
) -> list[Attachment]:
    """Attachments, not saved yet, for the files of a version, in their order.

    Each is an upload of the person, or an attachment of `post`, an earlier version of which had it.
    The uploads are held until the caller's transaction ends, so that no sweep takes their bytes, and
    stay for a day more, for a form that comes again.
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


def _scan(files: Sequence[IncomingFile]) -> tuple[set[int], set[int]]:
    """The places of the files that the virus scanner stops, and of those that it did not see.

    A scanner that is away is asked once, and all of them have one deadline.
    """
    late, harmful = latest_answer(), set[int]()
    for number, file in enumerate(files):
        try:
            check_for_viruses(file.content, late)
        except HarmfulFile:
            harmful.add(number)
        except NotScanned:
            return harmful, set(range(number, len(files)))
    return harmful, set()


def _without_infected(stored: dict[int, Upload]) -> set[int]:
    """Take out, with their bytes, the files in which a virus was found before: the scanner may be away now; their places."""
    if not settings.CLAMAV_URL:
        return set()
    infected = known_infected({upload.sha256 for upload in stored.values()})
    places = {number for number, upload in stored.items() if upload.sha256 in infected}
    for number in places:
        storage.forget(stored.pop(number).stored_as)
    return places


def _saved(uploads: list[Upload]) -> list[Upload]:
    """The uploads, saved; those that are to wait for the scanner do from the same moment on."""
    with transaction.atomic():
        await_scans(one.sha256 for one in uploads if one.scan_state == ScanState.WAITING)
        return Upload.objects.bulk_create(uploads)


def _stored(person_id: int, file: IncomingFile, key: UUID | None = None) -> Upload:
    """The upload of a file whose bytes are on the disk; not saved yet."""
    stored = storage.keep(file.content)
    upload = Upload(
        person_id=person_id,
        key=key,
        name=file.name,
        media_type=file.media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )
    upload.scan_state = None
    return upload


def _check_rate(person_id: int) -> None:
    now, limit = database_now(), settings.POSTS_PER_HOUR * settings.FILES_PER_POST
    recent = Upload.objects.filter(person_id=person_id, created_at__gt=now - _HOUR)
    latest = list(recent.order_by("-created_at").values_list("created_at", flat=True)[:limit])
    if len(latest) >= limit:
        raise TooManyUploads(max(1, ceil((latest[-1] + _HOUR - now).total_seconds())))


def _check_room(person_id: int) -> None:
    """Drafts keep their files without end, so what waits is bounded; it may pass the bound by one form. What was sent waits no more."""
    sent = Attachment.objects.filter(stored_as=OuterRef("stored_as"))
    waiting = Upload.objects.filter(~Exists(sent), person_id=person_id)
    if (waiting.aggregate(bytes=Sum("size"))["bytes"] or 0) >= settings.UPLOADS_WAITING_LIMIT:
        raise TooMuchWaiting


def _attachment(position: int, sent: SentFile, source: Attachment | Upload) -> Attachment:
    own = getattr(source, "language", None)
    attachment = Attachment(
        position=position,
        name=renamed(source.name, sent.name),
        media_type=source.media_type,
        size=source.size,
        sha256=source.sha256,
        stored_as=source.stored_as,
        language=sent.language or own,
    )
    attachment.scan_state = source.scan_state
    return attachment


def _held(person_id: int, wanted: Sequence[UUID]) -> dict[UUID, Upload]:
    if not wanted:
        return {}
    rows = Upload.objects.raw(
        "UPDATE discussions_upload SET created_at = statement_timestamp()"
        " WHERE person_id = %s AND id = ANY(%s) RETURNING *,"
        " (SELECT state FROM discussions_filescan AS scan"
        " WHERE scan.sha256 = discussions_upload.sha256) AS scan_state",
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
