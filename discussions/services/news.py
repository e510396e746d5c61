"""What those who follow a space are to be told: a row in the transaction of the act, notices afterwards (PRODUCT, 8).

However many follow, an act writes one row. `discussions.tasks.tell_followers` writes their notices in batches; its
message only wakes it early, the sweep finds what is due.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from discussions.access.viewer import Viewer
from discussions.enums import NewsKind
from discussions.models import News, Space
from discussions.tasks import tell_followers

logger = logging.getLogger(__name__)

#: So long additions of one kind are gathered: five questions that are put one by one are one letter.
GATHERED: Final = timedelta(minutes=10)


def announce(*, space_id: int, kind: NewsKind, facts: dict[str, Any], by: Viewer) -> None:
    """Let the followers and moderators of a space be told at once, in the caller's transaction; `facts` holds ids alone.

    A space that is not public tells nobody of anything.
    """
    if _is_public(space_id):
        news = News.objects.create(space_id=space_id, kind=kind, facts=facts, by_id=by.user_id)
        transaction.on_commit(partial(_wake, news.pk))


def announce_addition(*, space_id: int, kind: NewsKind, identifier: int, by: Viewer) -> None:
    """Let them be told of a question or document that was added, together with what is added soon after."""
    if not _is_public(space_id):
        return
    waiting = News.objects.select_for_update().filter(
        space_id=space_id, kind=kind, by=by.user_id, done_at=None, due_at__gt=Now()
    )
    news = waiting.order_by("pk").first()
    if news is None:
        facts, due_at = {"added": [identifier]}, Now() + GATHERED
        News.objects.create(
            space_id=space_id, kind=kind, facts=facts, by_id=by.user_id, due_at=due_at
        )
    elif identifier not in news.facts["added"]:
        news.facts["added"].append(identifier)
        news.save(update_fields=["facts"])


def _is_public(space_id: int) -> bool:
    return Space.objects.filter(pk=space_id, published_at__lte=Now()).exists()


def _wake(news_id: int) -> None:
    try:
        tell_followers.delay(news_id)
    except OperationalError as error:
        logger.warning("worker not woken, the sweep will: %s", type(error).__name__)
