"""Effects after a commit. Safe to run twice."""

from typing import Final

from celery import shared_task
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts.services.notices import queue_notice
from discussions.enums import FileTextState
from discussions.models import FileText, News
from discussions.selectors.file_texts import MOST_ATTEMPTS, STALE, left_file_texts
from discussions.selectors.followers import next_to_be_told
from hub.kit import storage
from hub.kit.file_text import Ending, FileWords, words_in
from hub.kit.files import MEDIA_TYPES

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
