"""Makes the virtual environment and installs the locked dependencies into it, then runs a command.

    python3 hub/local/bootstrap.py run|dev [ARGUMENT ...]

The arguments are given to the Python of the environment. This file is run by the machine's own
Python, whatever its age, before anything is installed: it uses the standard library alone, and no
syntax younger than Python 3.6, so that an old one reaches the sentence that says so.
"""

import errno
import fcntl
import hashlib
import json
import os
import subprocess
import sys

OLDEST = (3, 11)
PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVIRONMENT = os.path.join(PROJECT, ".venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")
STAMP = os.path.join(ENVIRONMENT, "installed.json")
LOCKS = {name: os.path.join(PROJECT, "requirements", name + ".lock") for name in ("run", "dev")}
UV_LOCK = os.path.join(PROJECT, "requirements", "uv.lock")
FULL_DISK_WORDS = "No space left on device"


class Refusal(Exception):
    """One clear sentence; the command ends with it and exit code 1."""


def main(arguments: "list[str]") -> None:
    """Install what `arguments[0]` names where it lacks, then become the rest of the command."""
    wanted = arguments[0]
    check_python()
    with open(LOCKS[wanted]) as lock:
        # Two commands typed at once: the second waits for the first to have installed.
        fcntl.flock(lock, fcntl.LOCK_EX)
        install(wanted)
    if len(arguments) > 1:
        os.chdir(PROJECT)
        os.execv(PYTHON, [PYTHON, *arguments[1:]])


def check_python() -> None:
    """Refuse a Python that is too old."""
    if sys.version_info < OLDEST:
        raise Refusal(
            f"Python 3.11 or newer is needed, and this is {python_version()}: install a newer one,"
            " then name it, as in: make PYTHON=python3.12 run"
        )


def install(wanted: str) -> None:
    """Bring the environment to the lock file, unless the stamp says that it is there already."""
    state = read_stamp()
    usable = os.path.exists(PYTHON) and state.get("python") == python_version()
    # What tests need holds all that running needs: never take it away again.
    if usable and state.get("lock") == "dev":
        wanted = "dev"
    if usable and state.get("lock") == wanted and state.get("hash") == hash_of(LOCKS[wanted]):
        return
    if not usable:
        check_venv()
    say(f"Installing the dependencies ({wanted}.lock). This may take a minute or two.")
    if not usable:
        make_environment()
        write_stamp({"python": python_version()})
    install_lock(LOCKS[wanted])
    write_stamp({"python": python_version(), "lock": wanted, "hash": hash_of(LOCKS[wanted])})


def check_venv() -> None:
    """Refuse a Python that cannot make virtual environments."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - only whether it is there
        import venv  # noqa: F401, PLC0415 - only whether it is there
    except ImportError as error:
        raise Refusal(
            "This Python has no venv module: install it (on Debian and Ubuntu: apt-get install"
            " python3-venv), then start again."
        ) from error


def make_environment() -> None:
    """Make the virtual environment anew."""
    done, output = run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])
    if not done:
        raise Refusal("The virtual environment .venv could not be made:\n" + output)


def install_lock(lock: str) -> None:
    """Install exactly what the lock names, each file checked by its hash: with uv, else pip."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    output = ""
    if run([*pip, "--require-hashes", "-r", UV_LOCK])[0]:
        uv = [PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes"]
        done, output = run([*uv, "--python", PYTHON, lock])
        if done:
            return
    done, more = run([*pip, "--require-hashes", "-r", lock])
    if not done:
        raise Refusal("The dependencies could not be installed.\n" + output + more)


def run(command: "list[str]") -> "tuple[bool, str]":
    """Run a command in silence; answer whether it went well, and the end of what it said."""
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    if result.returncode != 0 and FULL_DISK_WORDS in result.stdout:
        raise full_disk()
    return result.returncode == 0, "\n".join(result.stdout.splitlines()[-15:]) + "\n"


def full_disk() -> Refusal:
    """The sentence for a disk without room."""
    return Refusal(f"The disk that holds {PROJECT} is full: make room on it, then start again.")


def python_version() -> str:
    """The exact version of the Python that the environment is made with."""
    return ".".join(str(part) for part in sys.version_info[:3])


def hash_of(path: str) -> str:
    """The SHA-256 of a lock file."""
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


def read_stamp() -> "dict[str, str]":
    """What was last installed in full; nothing where that is unknown."""
    try:
        with open(STAMP) as stream:
            state = json.load(stream)
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_stamp(state: "dict[str, str]") -> None:
    """Note what is installed, in one step."""
    with open(STAMP + ".new", "w") as stream:
        json.dump(state, stream)
    os.replace(STAMP + ".new", STAMP)


def say(line: str) -> None:
    """Tell the person who waits."""
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sys.exit(str(full_disk()))
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit(f"{error.filename or PROJECT} cannot be written by this user.")
        raise
    except KeyboardInterrupt:
        sys.exit(130)
