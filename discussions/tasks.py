"""Effects after a commit. Safe to run twice."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts.services.notices import queue_notice
from discussions.enums import FileTextState, ScanState
from discussions.models import FileScan, FileText, News, Space
from discussions.selectors.file_texts import MOST_ATTEMPTS, STALE, left_file_texts
from discussions.selectors.followers import next_to_be_told
from discussions.selectors.scans import (
    CLAIMED_FOR,
    bytes_with,
    posts_with,
    to_be_told,
    waiting_scans,
)
from hub.kit import storage
from hub.kit.file_text import Ending, FileWords, words_in
from hub.kit.files import MEDIA_TYPES
from hub.kit.record import write_record
from hub.kit.virus_check import HarmfulFile, NotScanned, check_for_viruses

_KINDS: Final = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}
_CODES: Final = {
    Ending.WHOLE: "",
    Ending.UNREADABLE: "unreadable",
    Ending.PROTECTED: "protected",
    Ending.MEMORY: "memory",
    Ending.TIME: "time",
    Ending.LENGTH: "length",
}

#: So many get their notices in one transaction.
BATCH: Final = 500

#: A scanner that is away is asked again after the first, then twice as long each time, up to the second.
_FIRST_WAIT: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(minutes=10)
_MOST_DOUBLINGS: Final = 10


@shared_task(name="discussions.tasks.tell_followers")
def tell_followers(news_id: int) -> None:
    """Write the notices of one piece of news, batch after batch, if it is due and nobody else does it.

    Who is stopped in the middle leaves what was told as told; the sweep goes on from there.
    """
    while _tell_some(news_id):
        pass


def _tell_some(news_id: int) -> bool:
    """One batch, in a transaction of its own; whether there may be more."""
    with transaction.atomic():
        rows = News.objects.select_for_update(skip_locked=True)
        news = rows.filter(pk=news_id, done_at=None, due_at__lte=Now()).first()
        if news is None:
            return False
        receivers = next_to_be_told(news, BATCH)
        queue_notice(
            kind=f"space-{news.kind}",
            act=f"news:{news.pk}",
            receivers=receivers,
            facts={"news": news.pk},
            in_bulk=True,
        )
        is_done = len(receivers) < BATCH
        told_up_to = receivers[-1] if receivers else news.told_up_to
        rows.filter(pk=news.pk).update(told_up_to=told_up_to, done_at=Now() if is_done else None)
        return not is_done


@shared_task(name="discussions.tasks.extract_file_text", time_limit=STALE.total_seconds())
def extract_file_text(sha256: str) -> None:
    """Take the words out of one file, if that is to be done and nobody else does it."""
    row = _claim(sha256)
    if row is None:
        return
    try:
        with storage.opened(row.stored_as) as file:
            found = words_in(file, _KINDS[row.media_type])
    except FileNotFoundError:
        _finish(row, FileTextState.FAILED, error="missing")
        return
    _keep(row, found)


def _claim(sha256: str) -> FileText | None:
    """The row, now ours: one update decides who reads the file. None where it is done, being read, or given up."""
    free = left_file_texts().filter(pk=sha256, attempts__lt=MOST_ATTEMPTS)
    claimed = free.update(attempts=F("attempts") + 1, claimed_at=Now())
    return FileText.objects.get(pk=sha256) if claimed else None


def _keep(row: FileText, found: FileWords) -> None:
    """What was read, be it a part; where nothing was and it was this machine's fault, it is tried again later."""
    error = _CODES[found.ending]
    if found.text.strip():
        _finish(row, FileTextState.DONE, extracted=found.text, error=error)
    elif not error:
        _finish(row, FileTextState.NOTHING)
    elif found.may_succeed_later and row.attempts < MOST_ATTEMPTS:
        _mine(row).update(error=error)  # until the claim is stale
    else:
        _finish(row, FileTextState.FAILED, error=error)


def _finish(row: FileText, state: FileTextState, *, extracted: str = "", error: str = "") -> None:
    _mine(row).update(state=state, extracted=extracted, error=error, finished_at=Now())


def _mine(row: FileText) -> QuerySet[FileText]:
    return FileText.objects.filter(
        pk=row.pk, state=FileTextState.WAITING, claimed_at=row.claimed_at
    )


# ---------------------------------------------------------------- files that came while the scanner was away


@shared_task(name="discussions.tasks.scan_file", time_limit=CLAIMED_FOR.total_seconds())
def scan_file(sha256: str) -> None:
    """Scan one file that waits, if that is due and nobody else does it. Without a scanner nothing is done."""
    row = _claim_scan(sha256) if settings.CLAMAV_URL else None
    if row is None:
        return
    found = _verdict(sha256)
    if found is None:
        wait = min(_FIRST_WAIT * 2 ** min(row.attempts - 1, _MOST_DOUBLINGS), _LONGEST_WAIT)
        _my_scan(row).update(due_at=Now() + wait)
        return
    _settle(row, found)
    if found == ScanState.INFECTED:
        tell_of_virus(sha256)


def tell_of_virus(sha256: str) -> None:
    """Tell the author of each text that has the file now, once, that nobody can fetch it and what to do next."""
    for post in to_be_told(sha256):
        if post.author is not None and post.author.user_id is not None:
            queue_notice(
                kind="virus-found",
                act=f"virus:{post.pk}:{sha256[:32]}",
                receivers=[post.author.user_id],
                facts={"post": str(post.pk)},
            )


def _claim_scan(sha256: str) -> FileScan | None:
    """The row, now ours: one update decides who scans. None where it is done, not due, or somebody scans it."""
    due = waiting_scans().filter(pk=sha256, due_at__lte=Now())
    claimed = due.update(attempts=F("attempts") + 1, due_at=Now() + CLAIMED_FOR)
    return FileScan.objects.get(pk=sha256) if claimed else None


def _verdict(sha256: str) -> ScanState | None:
    """What the scanner says of the bytes; None where it cannot be asked, or no bytes are here."""
    for stored_as in bytes_with(sha256):
        try:
            with storage.opened(stored_as) as file:
                check_for_viruses(file)
        except FileNotFoundError:  # its upload was swept meanwhile
            continue
        except HarmfulFile:
            return ScanState.INFECTED
        except NotScanned:
            return None
        return ScanState.CLEAN
    return None


def _settle(row: FileScan, found: ScanState) -> None:
    """Write down what was found, for the texts that have the file as well: their pages show it from now on."""
    with transaction.atomic():
        if not _my_scan(row).update(state=found, finished_at=Now()):
            return
        posts = posts_with(row.sha256)
        spaces = Space.objects.select_for_update(no_key=True).order_by("pk")
        held = list(spaces.filter(pk__in={post.space_id for post in posts}))
        Space.objects.filter(pk__in=[space.pk for space in held]).update(
            revision=F("revision") + 1
        )
        for post in posts:
            write_record(
                "virus-found" if found == ScanState.INFECTED else "file-checked",
                ("post", post.pk),
                by=None,
                space_id=post.space_id,
                detail={"sha256": row.sha256},
            )


def _my_scan(row: FileScan) -> QuerySet[FileScan]:
    """The row while it is ours: whoever claims it later counts one attempt more."""
    return waiting_scans().filter(pk=row.pk, attempts=row.attempts)
