"""The portal as it is really served, for tests: gunicorn with its own settings, beside a Redis of its own.

`portal` serves the test's database on a free port, as the role that owns nothing where there is
one. What a browser or a program sends is sent over HTTP.
"""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from hub.local.environment import Addresses, portal_environment
from hub.local.place import Place
from hub.local.process import Service, Supervisor
from hub.local.redis_server import prepare_redis
from hub.local.run import Portal, listen, portal_services, prepare
from tests.cutting_proxy import Wire, cutting_proxy

WEB, WORKER, MAIL = "the web server", "the worker", "the mail sink"


@dataclass(frozen=True)
class ServedPortal:
    """Where it answers, and where the mails go that its worker sends."""

    port: int
    mails: Path
    start: Callable[[str], object]

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class _Ground:
    """What all tests share: migrated, static files collected, Redis running."""

    place: Place
    addresses: Addresses


def _addresses(redis: str) -> Addresses:
    """The database of the tests, as its owner and as the role of the web server."""
    owner = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    role, parts = os.environ.get("HUB_WEB_ROLE", ""), urlsplit(owner)
    if not role or parts.password:
        return Addresses(database=owner, owner=owner, redis=redis)
    web = parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}").geturl()
    return Addresses(database=web, owner=owner, redis=redis)


def _environment(ground: _Ground, web: int, mail: int) -> dict[str, str]:
    """Of a real portal: not of one that is being tested."""
    place = ground.place
    made = portal_environment(place, addresses=ground.addresses, port=web, mail_port=mail)
    return {
        **made,
        "HUB_TESTING": "0",
        "DEMONSTRATION": "0",
        "SITE_URL": f"http://127.0.0.1:{web}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "STORAGE_URL": f"file://{place.media}",
        "STATIC_ROOT": str(place.root / "static"),
    }


@pytest.fixture(scope="session")
def portal_ground(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[_Ground]:
    """Prepared once, as `make run` prepares it."""
    place = Place(tmp_path_factory.mktemp("portal"))
    place.make_ready()
    supervisor = Supervisor(print)
    service, address = prepare_redis(place, durable=False, said=[])
    supervisor.start(service)
    with django_db_blocker.unblock():
        ground = _Ground(place, _addresses(address))
    prepare(Portal(place, _environment(ground, 1, 1)), ground.addresses, lambda: False)
    yield ground
    supervisor.stop()
    place.leave()


@pytest.fixture
def portal(
    portal_ground: _Ground, transactional_db: None, settings: Any
) -> Iterator[ServedPortal]:
    """It answers. `portal.start(WORKER)` starts another of its processes; all end with the test."""
    place = portal_ground.place
    settings.MEDIA_ROOT = str(place.media)
    _empty(place)
    supervisor = Supervisor(print)
    with listen(0) as web, listen(0) as mail:
        ports = web.getsockname()[1], mail.getsockname()[1]
        served = Portal(place, _environment(portal_ground, *ports))
        services = _services(served, web, mail)
        supervisor.start(services[WEB])
        yield ServedPortal(ports[0], place.mail, lambda name: supervisor.start(services[name]))
        supervisor.stop()


@pytest.fixture
def wire(portal: ServedPortal) -> Iterator[Wire]:
    """A wire to the portal that breaks where the test says."""
    with cutting_proxy(portal.port) as wire:
        yield wire


def _services(served: Portal, web: socket.socket, mail: socket.socket) -> dict[str, Service]:
    given = os.environ.pop("EMAIL_URL", None)  # or the launcher would start no sink of its own
    try:
        services = portal_services(served, web=web, mail=mail)
    finally:
        if given is not None:
            os.environ["EMAIL_URL"] = given
    return {service.name: service for service in services}


def _empty(place: Place) -> None:
    """Nothing of an earlier test: neither files nor mails."""
    for folder in (place.media, place.mail):
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
