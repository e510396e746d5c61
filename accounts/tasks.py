"""Effects after a commit. Safe to run twice."""

from celery import shared_task

from accounts.mailers.deliver import Outcome, deliver


@shared_task(name="accounts.tasks.deliver_notice")
def deliver_notice(notice_id: int) -> None:
    """Send one notice by mail, if it is due and nobody else is sending it."""
    deliver(notice_id)


@shared_task(name="accounts.tasks.deliver_notices")
def deliver_notices(notice_ids: list[int]) -> None:
    """Send these notices one by one, in the queue of what goes to very many.

    Stops at the first that the server cannot take now: each has its own time to come back, the sweep finds the others.
    """
    for notice_id in notice_ids:
        if deliver(notice_id) is Outcome.POSTPONED:
            return
