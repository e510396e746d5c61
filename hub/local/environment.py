"""The settings of a portal on this machine, as environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from hub.local.place import Place
from hub.local.postgres import WEB
from hub.local.process import MARK

DEFAULT_PORT: Final = 8000
TEST_PORT: Final = 8000
TEST_MAIL_PORT: Final = 1025


@dataclass(frozen=True)
class Addresses:
    """Where the servers are. `owner` is the database as the role that migrates it."""

    database: str
    owner: str
    redis: str

    def named(self, database: str) -> "Addresses":
        """The same servers, another database on them."""
        return replace(
            self,
            database=f"{self.database.rpartition('/')[0]}/{database}",
            owner=f"{self.owner.rpartition('/')[0]}/{database}",
        )


def portal_environment(
    place: Place, *, addresses: Addresses, port: int, mail_port: int
) -> dict[str, str]:
    """The environment of every process of the portal: what the caller set wins over our choice."""
    ours = {
        "SECRET_KEY": place.secret_key(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DEFAULT_FROM_EMAIL": "Migration Network Hub <hub@example.org>",
        "STORAGE_URL": f"file://{quote(str(place.media))}",
        "STATIC_ROOT": str(place.root / "static"),
        "DEMONSTRATION": "1",
    }
    given = {name: value for name, value in os.environ.items() if value}
    return {
        **ours,
        **given,
        "PORT": str(port),
        "DATABASE_URL": addresses.database,
        "DATABASE_OWNER_URL": addresses.owner,
        "REDIS_URL": addresses.redis,
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "PYTHONUNBUFFERED": "1",
        MARK: str(place.root),
    }


def environment_of_tests(place: Place, *, addresses: Addresses, port: int) -> dict[str, str]:
    """The environment of tests and checks: the database as its owner, who may become `hub_web`."""
    return {
        **portal_environment(place, addresses=addresses, port=port, mail_port=TEST_MAIL_PORT),
        "DATABASE_URL": addresses.owner,
        "HUB_WEB_ROLE": WEB,
        "HUB_TESTING": "1",
        "DEMONSTRATION": "0",
    }


def given_database(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The database that the caller named, and the same as its owner; None when there is none."""
    database = environment.get("DATABASE_URL", "")
    if not database:
        return None
    return database, environment.get("DATABASE_OWNER_URL", "") or database
