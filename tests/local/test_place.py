"""The folder that holds all data: private, with room, held by one launcher, with short sockets."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub.local import place as place_module
from hub.local.place import LONGEST_SOCKET_PATH, PROJECT, Place
from hub.local.refusal import Refusal


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(place: Place) -> None:
    first = place.secret_key()
    assert len(first) >= 50
    assert place.secret_key() == first
    assert _mode(place.root / "secret_key") == 0o600


def test_a_secret_key_that_was_cut_off_while_being_written_is_made_again(place: Place) -> None:
    (place.root / "secret_key").write_text("")
    (place.root / "secret_key.new").write_text("half")
    assert len(place.secret_key()) >= 50


def test_two_places_have_different_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        ready = Place(tmp_path / name)
        ready.make_ready()
        keys.add(ready.secret_key())
    assert len(keys) == 2


def test_mails_files_and_logs_are_private(place: Place) -> None:
    for folder in (place.mail, place.media, place.log, place.redis):
        assert _mode(folder) == 0o700


def test_a_short_plain_path_keeps_its_sockets_in_the_place(tmp_path: Path) -> None:
    short = Place(Path(os.path.realpath("/tmp")) / f"hub-test-{os.getpid()}")
    short.make_ready()
    try:
        assert short.socket_folder("postgres") == short.run / "postgres"
    finally:
        subprocess.run(["rm", "-rf", str(short.root)], check=True)


@pytest.mark.parametrize("name", ["a folder with spaces", "long" * 30, "été"])
def test_the_path_of_a_socket_is_short_and_plain_wherever_the_place_lies(
    tmp_path: Path, name: str
) -> None:
    ready = Place(tmp_path / name)
    ready.make_ready()
    folder = ready.socket_folder("postgres")
    try:
        longest = folder / ".s.PGSQL.5432.lock"
        assert len(os.fsencode(longest)) <= LONGEST_SOCKET_PATH
        assert " " not in str(folder)
        assert str(folder).isascii()
        assert _mode(folder) == 0o700
        assert ready.socket_folder("postgres") == folder
    finally:
        ready.leave()
    assert not folder.exists()


def test_a_socket_folder_that_is_a_link_of_somebody_else_is_refused(
    place: Place, tmp_path: Path
) -> None:
    folder = place.socket_folder("redis")
    folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(Refusal, match="belongs to somebody else"):
            place.socket_folder("redis")
    finally:
        folder.unlink()


def test_a_full_disk_is_said_in_one_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_module, "ROOM_NEEDED", 1 << 62)
    with pytest.raises(Refusal, match=r"^The disk that holds .* is full: make room .*\.$"):
        place.make_ready()


def test_a_place_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Refusal, match=r"var cannot be used: File exists\.$"):
        Place(tmp_path / "var").make_ready()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_a_place_that_cannot_be_read_is_said_in_one_sentence(place: Place) -> None:
    place.log.chmod(0)
    try:
        with pytest.raises(Refusal, match=r"log cannot be read or written by this user: .*\.$"):
            place.make_ready()
    finally:
        place.log.chmod(0o700)


def test_a_second_launcher_is_told_which_process_holds_the_place(place: Place) -> None:
    code = (
        "import sys, time; from pathlib import Path; from hub.local.place import Place;"
        "Place(Path(sys.argv[1])).take(); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(place.root)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert place.holder() == holder.pid
        with pytest.raises(Refusal, match=f"already in use by process {holder.pid}:"):
            place.take()
    finally:
        holder.kill()
        holder.communicate()
    place.take()


def test_a_place_is_free_again_when_its_launcher_was_killed(place: Place) -> None:
    code = (
        "import os, sys; from pathlib import Path; from hub.local.place import Place;"
        "Place(Path(sys.argv[1])).take(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(place.root)], cwd=PROJECT, check=False)
    assert place.holder() is None
    place.take()
