"""What the tests of the launcher share: a folder of their own, and no server named by the caller."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.local.place import Place


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make test` names its servers in the environment; the launcher under test starts its own."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "HUB_SERVERS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A ready place in a folder whose path has a space in it."""
    ready = Place(tmp_path / "a folder")
    ready.make_ready()
    yield ready
    for server in ("postgres", "redis"):
        shutil.rmtree(ready.socket_folder(server))
