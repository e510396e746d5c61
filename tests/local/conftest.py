"""What the tests of the launcher share: a folder of their own, and nothing given by the caller."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.local.place import Place
from hub.local.process import MARK

SETTINGS = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "HUB_SERVERS", "HUB_WEB_ROLE", "PORT"),
    *("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"),
    *("STORAGE_URL", "STATIC_ROOT", "DEMONSTRATION", "HUB_TESTING", MARK),
)


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make test` names its servers and settings; the launcher under test makes its own."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A ready place in a folder whose path has a space in it."""
    ready = Place(tmp_path / "a folder")
    ready.make_ready()
    yield ready
    for server in ("postgres", "redis"):
        shutil.rmtree(ready.socket_folder(server))
