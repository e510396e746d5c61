"""What the tests of the outbox share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site

from hub.celery import app
from hub.environment import broker_url, redis_database
from tests.accounts.letters import MAILERS


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hashing that is meant to be slow is no part of what these tests tell."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def _letters(settings: Any) -> None:
    """Notices of the kinds of tests/accounts/letters.py."""
    settings.NOTICE_MAILERS = MAILERS


@pytest.fixture
def use_broker() -> Iterator[Callable[[str], None]]:
    """`use_broker(address)`: messages to workers go there until the test ends."""
    before = app.conf.broker_url

    def use(address: str) -> None:
        app.conf.broker_url = address
        app._pool = None
        app.amqp._producer_pool = None

    yield use
    use(before)


@pytest.fixture
def own_redis(worker_id: str) -> str:
    """A database of the real Redis that no other test uses at the same time, emptied."""
    import redis

    number = 8 + int(worker_id.removeprefix("gw") if worker_id != "master" else 0) % 8
    address = redis_database(site.REDIS_URL, number)
    with redis.Redis.from_url(address) as emptied:
        emptied.flushdb()
    return address


@pytest.fixture
def no_redis(use_broker: Callable[[str], None]) -> None:
    """Redis is away: nobody listens there."""
    use_broker("redis://127.0.0.1:1/0")


@pytest.fixture
def own_broker(use_broker: Callable[[str], None], own_redis: str) -> str:
    """Messages to workers go to a database of the real Redis of this test's own."""
    use_broker(broker_url(own_redis))
    return own_redis
