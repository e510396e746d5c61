"""What the clock does with discussions."""

from typing import Final

from celery import shared_task

from discussions.services.uploads import sweep_upload

_AT_A_TIME: Final = 200


@shared_task(name="discussions.periodic.sweep_uploads")
def sweep_uploads() -> int:
    """Remove files of forms that were kept for a day and never sent, one by one. Returns how many."""
    swept = 0
    while swept < _AT_A_TIME and sweep_upload():
        swept += 1
    return swept
