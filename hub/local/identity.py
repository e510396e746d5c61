"""As whom PostgreSQL runs.

PostgreSQL refuses to run as root, and its ``initdb`` as a user whom the machine has no name for.
When root starts the portal, PostgreSQL is run by the user ``nobody``: plainly where that user can
reach the folders; with the one capability that lets it through closed parent folders (a checkout in
a home folder of mode 0700) where it cannot. Where changing the user is not possible, and for users
without a name, it runs inside a user namespace of its own that maps nobody: there the same user is
seen as ``nobody``, and still owns the same files. Each way is tried before it is used.
"""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.local.refusal import Refusal

_OVERFLOW_USER: Final = 65534
_PR_SET_KEEPCAPS: Final = 8
_PR_SET_SECUREBITS: Final = 28
_SECBIT_NO_SETUID_FIXUP: Final = 4
_PR_CAP_AMBIENT: Final = 47
_PR_CAP_AMBIENT_RAISE: Final = 2
_CAP_DAC_OVERRIDE: Final = 1
_CAPABILITY_VERSION_3: Final = 0x20080522
_CLONE_NEWUSER: Final = 0x10000000


def _user_nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return _OVERFLOW_USER


NOBODY: Final = _user_nobody()
"""The number of the user ``nobody`` on this machine."""


@dataclass(frozen=True)
class Identity:
    """A way to run a program: `become` is called in the new process, before the program."""

    name: str
    owner: int
    become: Callable[[], None]


def _stay() -> None:
    """The user who started the portal is good as it is."""


def ourselves() -> Identity:
    """Run as the user who started the portal."""
    return Identity(name="this user", owner=os.geteuid(), become=_stay)


def identity_for(program: Path, *, folders: list[Path]) -> Identity:
    """The first identity that may run `program` and write in each of `folders`.

    The folders are given to it. Raises Refusal when the user is root and no way is open.
    """
    ways = _ways_of_root() if os.geteuid() == 0 else _ways_of_others()
    for identity in ways:
        if _works(identity, program, folders):
            return identity
    raise Refusal(
        "PostgreSQL does not run as root, and here root cannot become another user who reaches"
        f" {program} and {folders[0].parent}: start as an ordinary user, or set DATABASE_URL to a"
        " server that runs."
    )


def _ways_of_root() -> Iterator[Identity]:
    libc = ctypes.CDLL(None, use_errno=True)
    yield Identity("nobody", NOBODY, lambda: _become_user(NOBODY))
    if sys.platform == "linux":
        yield Identity("nobody, let through", NOBODY, lambda: _become_let_through(libc, NOBODY))
        yield _in_namespace(libc)


def _ways_of_others() -> Iterator[Identity]:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        if sys.platform == "linux":
            yield _in_namespace(ctypes.CDLL(None, use_errno=True))
    yield ourselves()


def _in_namespace(libc: ctypes.CDLL) -> Identity:
    return Identity("a user in a namespace", os.geteuid(), lambda: _enter_namespace(libc))


def _become_user(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _become_let_through(libc: ctypes.CDLL, user: int) -> None:
    """Become `user`, keeping one capability over the change of user and of program.

    Without the secure bit, which may be denied, access(2) would still answer as for plain `user`;
    the trial tells whether that matters.
    """
    libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    _call(libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0))
    _become_user(user)
    word = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(word, word, word, 0, 0, 0)
    _call(libc.capset(header, sets))
    _call(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0))


def _enter_namespace(libc: ctypes.CDLL) -> None:
    _call(libc.unshare(_CLONE_NEWUSER))


def _call(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _works(identity: Identity, program: Path, folders: list[Path]) -> bool:
    def become_and_write() -> None:
        identity.become()
        if os.geteuid() == 0 or not os.access(program, os.X_OK):
            raise PermissionError
        for folder in folders:
            trial = folder / ".trial"
            trial.unlink(missing_ok=True)
            trial.touch()
            trial.unlink()

    try:
        for folder in folders:
            os.chown(folder, identity.owner, -1)
        subprocess.run(
            [program, "--version"],
            preexec_fn=become_and_write,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd="/",
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
