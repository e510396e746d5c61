"""What the clock does with accounts."""

from typing import Final

from celery import shared_task

from accounts.mailers.deliver import Outcome, deliver
from accounts.selectors.notices import due_notices

_AT_A_TIME: Final = 100


@shared_task(name="accounts.periodic.sweep_notices")
def sweep_notices() -> int:
    """Send what was not delivered: each due notice, claimed one by one. Returns how many were sent.

    Stops at the first one that the server cannot take now: it would not take the others either, and each has its own
    time to come back.
    """
    sent = 0
    for notice_id in due_notices(_AT_A_TIME):
        outcome = deliver(notice_id)
        if outcome is Outcome.POSTPONED:
            break
        sent += outcome is Outcome.SENT
    return sent
