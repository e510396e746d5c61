"""What the clock does with discussions."""

from typing import Final

from celery import shared_task

from discussions.selectors.followers import due_news
from discussions.services.file_texts import resume_file_texts
from discussions.services.scans import resume_scans
from discussions.services.uploads import sweep_upload
from discussions.tasks import tell_followers
from hub.kit import storage_sweep

_AT_A_TIME: Final = 200


@shared_task(name="discussions.periodic.sweep_uploads")
def sweep_uploads() -> int:
    """Remove files of forms that were kept for a day and never sent, one by one. Returns how many."""
    swept = 0
    while swept < _AT_A_TIME and sweep_upload():
        swept += 1
    return swept


@shared_task(name="discussions.periodic.sweep_news")
def sweep_news() -> None:
    """What followers are to be told and were not: each piece of news that is due gets its notices."""
    for news_id in due_news(_AT_A_TIME):
        tell_followers(news_id)


@shared_task(name="discussions.periodic.sweep_file_texts")
def sweep_file_texts() -> None:
    """Texts of files that were left in the middle, or never begun, are taken out."""
    resume_file_texts()


@shared_task(name="discussions.periodic.sweep_scans")
def sweep_scans() -> None:
    """Files that came while the virus scanner was away are scanned, and authors told what it found."""
    resume_scans()


@shared_task(name="discussions.periodic.sweep_storage")
def sweep_storage() -> int:
    """Remove bytes that no row names, left by acts that were killed. Returns how many files."""
    return storage_sweep.sweep_storage()
