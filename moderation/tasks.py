"""Effects after a commit. Safe to run twice."""

from typing import Final
from uuid import UUID

from celery import shared_task

from moderation.exports.make import make

#: Far more than the largest package takes: what still runs then hangs, and the sweep begins it again.
_LONGEST_SECONDS: Final = 2 * 60 * 60


@shared_task(name="moderation.tasks.make_export", time_limit=_LONGEST_SECONDS)
def make_export(export_id: str) -> None:
    """Make one export, if it is to be made and nobody else makes it."""
    make(UUID(export_id))
