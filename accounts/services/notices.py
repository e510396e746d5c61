"""The outbox: what someone is to be told is a row in the transaction of the act it tells of (PRODUCT, section 8)."""

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from celery import Task
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from accounts.enums import NoticeChannel, NoticeState
from accounts.models import Notice
from accounts.tasks import deliver_notice, deliver_notices

logger = logging.getLogger(__name__)

#: Mails of one message to the worker; a receipt waits at most for so many of those that went to very many.
_IN_ONE_GO: Final = 25


def queue_notice(
    *,
    kind: str,
    act: str,
    receivers: Iterable[int],
    facts: dict[str, Any],
    in_bulk: bool = False,
) -> None:
    """Write a notice for each receiver (ids of users), by mail and on the site, in the caller's transaction.

    The same act tells the same person once per channel, however often it is queued. `facts` holds ids alone. After
    the commit the worker is woken; when it cannot be, the sweep finds the rows. `in_bulk`: to very many, whose mails
    go in a queue of their own, so that a receipt that is sent meanwhile does not wait behind them.
    """
    wanted = sorted(set(receivers))
    if not wanted:
        return
    with transaction.atomic():
        Notice.objects.bulk_create(
            [
                notice
                for receiver in wanted
                for notice in (
                    Notice(
                        kind=kind,
                        act=act,
                        receiver_id=receiver,
                        channel=NoticeChannel.MAIL,
                        facts=facts,
                    ),
                    Notice(  # on the site a notice has arrived as soon as it is there
                        kind=kind,
                        act=act,
                        receiver_id=receiver,
                        channel=NoticeChannel.SITE,
                        facts=facts,
                        state=NoticeState.SENT,
                        sent_at=Now(),
                    ),
                )
            ],
            ignore_conflicts=True,
        )
        waiting = Notice.objects.filter(
            act=act,
            receiver_id__in=wanted,
            channel=NoticeChannel.MAIL,
            state=NoticeState.WAITING,
        )
        wake = _wake_in_bulk if in_bulk else _wake
        transaction.on_commit(partial(wake, list(waiting.values_list("pk", flat=True))))


def queue_letter(
    *, kind: str, act: str, address: str, language: str, facts: dict[str, Any]
) -> None:
    """Write a notice for an address without an account, by mail alone, in the caller's transaction.

    The same act writes to the same address once. `language` is that of the letter.
    """
    with transaction.atomic():
        Notice.objects.bulk_create(
            [
                Notice(
                    kind=kind,
                    act=act,
                    address=address,
                    language=language,
                    channel=NoticeChannel.MAIL,
                    facts=facts,
                )
            ],
            ignore_conflicts=True,
        )
        waiting = Notice.objects.filter(act=act, address=address, state=NoticeState.WAITING)
        transaction.on_commit(partial(_wake, list(waiting.values_list("pk", flat=True))))


def _wake(notice_ids: Sequence[int]) -> None:
    _send_each(deliver_notice, notice_ids)


def _wake_in_bulk(notice_ids: Sequence[int]) -> None:
    chunks = range(0, len(notice_ids), _IN_ONE_GO)
    _send_each(deliver_notices, [notice_ids[at : at + _IN_ONE_GO] for at in chunks])


def _send_each(task: Task[Any, None], messages: Sequence[Any]) -> None:
    for message in messages:
        try:
            task.delay(message)
        except OperationalError as error:
            logger.warning("worker not woken, the sweep will: %s", type(error).__name__)
            return
