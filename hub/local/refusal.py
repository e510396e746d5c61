"""Why a command cannot go on, in one sentence for the person who typed it."""

import errno
from pathlib import Path

FULL_DISK_WORDS = "No space left on device"
DENIED_WORDS = "Permission denied"


class Refusal(Exception):
    """One clear sentence; the command ends with it, without a traceback, and exit code 1.

    `hopeless`: trying again at once cannot help.
    """

    def __init__(self, sentence: str, *, hopeless: bool = False) -> None:
        super().__init__(sentence)
        self.hopeless = hopeless


def full_disk(folder: Path) -> Refusal:
    """The sentence for a disk that has no room left for `folder`."""
    return Refusal(
        f"The disk that holds {folder} is full: make room on it, then start again.", hopeless=True
    )


def denied(where: Path) -> Refusal:
    """The sentence for a file or folder that somebody else holds."""
    return Refusal(
        f"{where} cannot be read or written by this user: give it, and all in it, back to the user"
        " who runs the portal, then start again.",
        hopeless=True,
    )


def refusal_for(error: OSError, folder: Path) -> Refusal:
    """The sentence for what the operating system would not do in `folder`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full_disk(folder)
    where = Path(error.filename or folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return denied(where)
    return Refusal(f"{where} cannot be used: {error.strerror or error}.")
