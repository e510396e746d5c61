"""As whom PostgreSQL runs: never as root, whoever starts the portal and wherever it lies."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hub.local.identity import identity_for, ourselves
from hub.local.refusal import Refusal

TRUE = Path(shutil.which("true") or "/bin/true")
AS_ROOT = os.geteuid() == 0


def _who_writes(identity_of: Path, folder: Path) -> int:
    """The user as whom a program started so runs; it leaves a file in `folder`."""
    identity = identity_for(identity_of, folders=[folder])
    answer = subprocess.run(
        ["sh", "-c", "id -u && touch left"],
        cwd=folder,
        preexec_fn=identity.become,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (folder / "left").exists()
    return int(answer.stdout)


def test_a_program_runs_as_somebody_who_is_not_root_and_writes_in_its_folder(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    assert _who_writes(TRUE, folder) != 0


@pytest.mark.skipif(not AS_ROOT, reason="only root has folders that are closed to its servers")
def test_a_checkout_below_a_folder_closed_to_others_is_reached(tmp_path: Path) -> None:
    closed = tmp_path / "home of root"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0o700)
    program = closed / "program"
    shutil.copy(TRUE, program)
    assert _who_writes(program, closed / "data") != 0


@pytest.mark.skipif(not AS_ROOT, reason="only root becomes somebody else")
def test_root_is_told_when_there_is_no_way(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="PostgreSQL does not run as root, and here root cannot"):
        identity_for(tmp_path / "no such program", folders=[tmp_path])


@pytest.mark.skipif(AS_ROOT, reason="root becomes somebody else")
def test_a_user_with_a_name_stays_who_it_is(tmp_path: Path) -> None:
    assert identity_for(TRUE, folders=[tmp_path]).owner == ourselves().owner
