"""Effects after a commit. Safe to run twice."""

from contextlib import suppress
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError

from moderation.exports.make import make
from moderation.exports.working import LONGEST_SECONDS
from moderation.selectors.exports import next_waiting


@shared_task(name="moderation.tasks.make_export", time_limit=LONGEST_SECONDS)
def make_export(export_id: str) -> None:
    """Make one export, if it is to be made, nobody else makes it and there is room; then wake a worker for the next."""
    if make(UUID(export_id)) and (waiting := next_waiting()) is not None:
        with suppress(OperationalError):  # the sweep finds it
            make_export.delay(str(waiting))
