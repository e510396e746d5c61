"""The outbox: rows in the transaction of the act."""

import time

import pytest
import redis
from django.db import transaction

from accounts.models import Notice
from accounts.services.notices import queue_notice
from tests.people import stakeholder, stranger


def queue(*receivers: int, act: str = "reply:1") -> None:
    """Queue a notice of one act."""
    queue_notice(kind="hello", act=act, receivers=receivers, facts={"post": 1})


@pytest.mark.django_db
def test_each_receiver_is_told_by_mail_and_on_the_site() -> None:
    one, other = stakeholder().user.pk, stranger().user.pk
    queue(one, other, one)
    rows = Notice.objects.values_list("receiver_id", "channel", "state", "kind", "facts")
    assert sorted(rows, key=str) == sorted(
        [
            (receiver, channel, state, "hello", {"post": 1})
            for receiver in (one, other)
            for channel, state in (("mail", "waiting"), ("site", "sent"))
        ],
        key=str,
    )
    assert Notice.objects.filter(channel="site", sent_at=None).count() == 0


@pytest.mark.django_db
def test_the_same_act_tells_once_however_often_it_is_queued() -> None:
    one, other = stakeholder().user.pk, stranger().user.pk
    queue(one)
    queue(one, other)
    assert Notice.objects.filter(channel="mail").count() == 2
    queue(one, act="reply:2")
    assert Notice.objects.filter(channel="mail", receiver_id=one).count() == 2


@pytest.mark.django_db
def test_nobody_to_tell_is_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # the fixture is callable
        queue()


@pytest.mark.django_db
@pytest.mark.parametrize("receivers", [1, 3])
def test_statements_do_not_grow_with_the_receivers(
    django_assert_num_queries: object, receivers: int
) -> None:
    from tests.people import actor

    ids = [actor(f"{n}@test.example", f"Person {n}").user.pk for n in range(receivers)]
    with django_assert_num_queries(4):  # type: ignore[operator]  # savepoint, rows, ids, release
        queue(*ids)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_broker")
def test_an_act_that_is_undone_tells_nobody(own_redis: str) -> None:
    one = stakeholder().user.pk
    with transaction.atomic():
        queue(one)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    with redis.Redis.from_url(own_redis) as broker:
        assert broker.llen("celery") == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_broker")
def test_the_worker_is_woken_after_the_commit_once_per_mail(own_redis: str) -> None:
    one, other = stakeholder().user.pk, stranger().user.pk
    with redis.Redis.from_url(own_redis) as broker:
        with transaction.atomic():
            queue(one, other)
            assert broker.llen("celery") == 0
        assert broker.llen("celery") == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_redis")
def test_without_redis_the_act_is_done_at_once_and_the_rows_wait() -> None:
    one, other = stakeholder().user.pk, stranger().user.pk
    began = time.monotonic()
    queue(one, other)
    assert time.monotonic() - began < 3
    assert Notice.objects.filter(channel="mail", state="waiting").count() == 2
