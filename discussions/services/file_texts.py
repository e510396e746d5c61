"""Which files wait for a worker to take their words out, for search."""

import logging
from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from discussions.enums import FileTextState
from discussions.models import Attachment, FileText
from discussions.selectors.file_texts import due_file_texts, given_up_file_texts, without_text
from discussions.tasks import extract_file_text
from hub.kit.file_text import READABLE
from hub.kit.files import MEDIA_TYPES

logger = logging.getLogger(__name__)

_FILE_TEXTS = 5203  # the first half of an advisory lock's name: rows of texts of files
_READABLE_TYPES = frozenset(MEDIA_TYPES[kind] for kind in READABLE)


def await_texts(files: Sequence[Attachment], *, wake: bool = True) -> None:
    """Note, in the caller's transaction, that the words of these files are wanted; never waits for anybody.

    Once for the same bytes, however many attachments have them: a row that another transaction is
    just writing is left to it (and to the sweep, should it fail), as waiting for it while holding
    locks could be waiting in a circle. After the commit a worker is woken for each.
    """
    by_hash = {file.sha256: file for file in files}
    wanted = [_row(by_hash[sha256]) for sha256 in _free_to_write(list(by_hash))]
    FileText.objects.bulk_create(wanted, ignore_conflicts=True)
    for row in wanted if wake else ():
        if row.state == FileTextState.WAITING:
            transaction.on_commit(partial(_wake, row.sha256))


def resume_file_texts() -> None:
    """Wake a worker for each text that is due; give up those begun too often; add what was missed."""
    await_texts(without_text(), wake=False)
    for sha256 in given_up_file_texts():
        FileText.objects.filter(pk=sha256, state=FileTextState.WAITING).update(
            state=FileTextState.FAILED, finished_at=Now(), error="given-up"
        )
    for sha256 in due_file_texts():
        _wake(sha256)


def _free_to_write(hashes: list[str]) -> list[str]:
    """Those for which no other transaction is writing a row at this moment."""
    if not hashes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256 FROM unnest(%s) AS sha256"
            " WHERE pg_try_advisory_xact_lock(%s, hashtext(sha256))",
            [hashes, _FILE_TEXTS],
        )
        return [sha256 for (sha256,) in cursor.fetchall()]


def _row(file: Attachment) -> FileText:
    row = FileText(sha256=file.sha256, stored_as=file.stored_as, media_type=file.media_type)
    if file.media_type not in _READABLE_TYPES:
        row.state, row.finished_at = FileTextState.NOTHING, Now()
    return row


def _wake(sha256: str) -> None:
    try:
        extract_file_text.delay(sha256)
    except OperationalError as error:
        logger.warning("worker not woken, the sweep will: %s", type(error).__name__)
