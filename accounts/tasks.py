"""Effects after a commit. Safe to run twice."""

from celery import shared_task

from accounts.mailers.deliver import deliver


@shared_task(name="accounts.tasks.deliver_notice")
def deliver_notice(notice_id: int) -> None:
    """Send one notice by mail, if it is due and nobody else is sending it."""
    deliver(notice_id)
