"""The part of `make` that runs before anything is installed: the environment and its lock."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hub.local.place import PROJECT

LOCKS = ("run", "dev", "uv")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, working on a project of its own whose installer only notes what it is told."""
    spec = importlib.util.spec_from_file_location("bootstrap", PROJECT / "hub/local/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    locks = {name: tmp_path / f"{name}.lock" for name in LOCKS}
    for name, lock in locks.items():
        lock.write_text(name)
    environment = tmp_path / ".venv"
    monkeypatch.setattr(module, "PROJECT", str(tmp_path))
    monkeypatch.setattr(module, "ENVIRONMENT", str(environment))
    monkeypatch.setattr(module, "PYTHON", str(environment / "bin" / "python"))
    monkeypatch.setattr(module, "STAMP", str(environment / "installed.json"))
    monkeypatch.setattr(module, "LOCKS", {n: str(locks[n]) for n in ("run", "dev")})
    monkeypatch.setattr(module, "UV_LOCK", str(locks["uv"]))
    module.commands = []
    module.failing = ()

    def run(command: list[str]) -> tuple[bool, str]:
        module.commands.append(" ".join(command))
        if "-m venv" in module.commands[-1]:
            (environment / "bin").mkdir(parents=True, exist_ok=True)
            (environment / "bin" / "python").write_text("")
        return not any(word in module.commands[-1] for word in module.failing), "what it said\n"

    monkeypatch.setattr(module, "run", run)
    return module


def _installed(module: Any) -> list[str]:
    """What the commands since the last look made or installed, by name."""
    names = [re.split(r"[ /]", command)[-1] for command in module.commands]
    module.commands.clear()
    return names


def test_the_first_start_makes_the_environment_and_installs_and_the_second_does_nothing(
    bootstrap: Any,
) -> None:
    bootstrap.install("run")
    assert _installed(bootstrap) == [".venv", "uv.lock", "run.lock"]
    bootstrap.install("run")
    assert _installed(bootstrap) == []


def test_a_changed_lock_is_installed_without_making_the_environment_anew(
    bootstrap: Any,
) -> None:
    bootstrap.install("run")
    Path(bootstrap.LOCKS["run"]).write_text("changed")
    bootstrap.commands.clear()
    bootstrap.install("run")
    assert _installed(bootstrap) == ["uv.lock", "run.lock"]


def test_another_python_makes_the_environment_anew(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.install("run")
    bootstrap.commands.clear()
    monkeypatch.setattr(bootstrap, "python_version", lambda: "3.99.0")
    bootstrap.install("run")
    assert _installed(bootstrap) == [".venv", "uv.lock", "run.lock"]


def test_running_never_takes_away_what_tests_need(bootstrap: Any) -> None:
    bootstrap.install("run")
    bootstrap.install("dev")
    bootstrap.commands.clear()
    bootstrap.install("run")
    assert _installed(bootstrap) == []
    Path(bootstrap.LOCKS["dev"]).write_text("changed")
    bootstrap.install("run")
    assert _installed(bootstrap) == ["uv.lock", "dev.lock"]


def test_an_installation_that_was_cut_off_is_finished_by_the_next_start(
    bootstrap: Any,
) -> None:
    bootstrap.failing = ("run.lock",)
    with pytest.raises(bootstrap.Refusal, match=r"(?s)could not be installed.*what it said"):
        bootstrap.install("run")
    bootstrap.commands.clear()
    bootstrap.failing = ()
    bootstrap.install("run")
    assert _installed(bootstrap) == ["uv.lock", "run.lock"]


@pytest.mark.parametrize("without", ["uv.lock", "uv pip sync"])
def test_pip_installs_where_uv_cannot_be_had_or_fails(bootstrap: Any, without: str) -> None:
    bootstrap.failing = (without,)
    bootstrap.install("run")
    assert "pip install --quiet" in bootstrap.commands[-1]
    assert "--require-hashes" in bootstrap.commands[-1]
    assert bootstrap.commands[-1].endswith("run.lock")


def test_a_stamp_that_cannot_be_read_counts_as_none(bootstrap: Any) -> None:
    bootstrap.install("run")
    Path(bootstrap.STAMP).write_text("{half")
    bootstrap.commands.clear()
    bootstrap.install("run")
    assert _installed(bootstrap) == [".venv", "uv.lock", "run.lock"]


def _start(*lines: str) -> subprocess.CompletedProcess[str]:
    """Run the script as `make` does, after `lines` have changed what it finds."""
    program = [*lines, "import runpy, sys", "sys.argv = ['bootstrap.py', 'run']"]
    program.append("runpy.run_path('hub/local/bootstrap.py', run_name='__main__')")
    return subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_told_so_in_one_sentence() -> None:
    answer = _start("import sys", "sys.version_info = (3, 9, 2)")
    assert answer.returncode == 1
    assert answer.stderr.startswith("Python 3.11 or newer is needed, and this is 3.9.2")
    assert answer.stderr.count("\n") == 1


def test_a_python_without_venv_is_told_what_to_install(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(bootstrap.Refusal, match=r"no venv module: .* python3-venv\), then start"):
        bootstrap.install("run")


def test_a_full_disk_while_installing_is_said_in_one_sentence(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with pytest.raises(bootstrap.Refusal, match=r"^The disk that holds .* is full"):
        bootstrap.run(["sh", "-c", "echo 'OSError: No space left on device'; exit 1"])


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    lock = (PROJECT / "requirements" / f"{name}.lock").read_text()
    assert not re.search(r"https?:|file:|index", lock)
    packages = re.findall(r"^[a-z0-9][^\n]*(?:\n    [^\n]*)*", lock, flags=re.MULTILINE)
    assert packages
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


def test_what_tests_need_holds_the_same_versions_as_what_runs() -> None:
    versions = {}
    for name in ("run", "dev"):
        lock = (PROJECT / "requirements" / f"{name}.lock").read_text()
        versions[name] = set(re.findall(r"^[a-z0-9][^ ]*==[^ ;]*", lock, flags=re.MULTILINE))
    assert versions["run"] <= versions["dev"]


def test_the_stamp_of_this_environment_says_what_is_installed() -> None:
    stamp = json.loads((PROJECT / ".venv" / "installed.json").read_text())
    assert stamp["lock"] == "dev"
