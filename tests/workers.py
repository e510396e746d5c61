"""Redis as a broker, and workers that are really workers, for the tests that need them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from django.conf import settings as site
from django.db import connection

from hub.celery import app
from hub.environment import broker_url, redis_database
from tests.mail import Mailbox

PATIENCE = 30.0  # seconds
StartWorker = Callable[..., "subprocess.Popen[bytes]"]


def wait_until(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Fails after so many seconds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"it did not happen within {patience} s"
        time.sleep(0.05)


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


@pytest.fixture
def start_worker(own_broker: str, mailbox: Mailbox, settings: Any) -> Iterator[StartWorker]:
    """`start_worker()` starts a worker on this test's database, files, Redis and mail server, and answers its process.

    `redis_address` names another Redis, `more` gives further arguments.
    """
    processes: list[subprocess.Popen[bytes]] = []

    def start(
        *more: str, settings_module: str = "hub.settings", redis_address: str = own_broker
    ) -> "subprocess.Popen[bytes]":
        database = os.environ["DATABASE_URL"].rpartition("/")[0]
        processes.append(
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "hub.celery", "worker"),
                    *("--pool=solo", "--without-gossip", "--without-mingle"),
                    *("--without-heartbeat", "--loglevel=WARNING", *more),
                ],
                cwd=site.BASE_DIR,
                env={
                    **os.environ,
                    "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
                    "REDIS_URL": redis_address,
                    "CLAMAV_URL": settings.CLAMAV_URL,
                    "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
                    "STORAGE_URL": f"file://{settings.MEDIA_ROOT}",
                    "DJANGO_SETTINGS_MODULE": settings_module,
                    "C_FORCE_ROOT": "1",
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # beat is a child of its own: all of them end together
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
