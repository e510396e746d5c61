"""The words in a file, taken out by a process of its own that cannot do much else (PRODUCT, section 5).

The process (`python -m hub.kit.file_text KIND`, the file as its input) has 512 MB and 60 seconds, opens no other file
and is given none of this one's environment: a file that is made to do harm ends it and nothing more.
"""

import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO, Final

MOST_BYTES: Final = 1024**2  # of UTF-8
MOST_MEMORY: Final = 512 * 1024**2
MOST_SECONDS: Final = 60
#: Kinds in which words are looked for. Pictures hold none; doc, xls and ppt have no small reader that is any good.
READABLE: Final = frozenset(
    {"pdf", "docx", "odt", "rtf", "xlsx", "ods", "pptx", "odp", "csv", "txt"}
)

_ROOT: Final = Path(__file__).resolve().parents[3]


class Ending(IntEnum):
    """How the process ended, as its exit status; any other status is that of a file that cannot be read."""

    WHOLE = 0
    UNREADABLE = 1
    PROTECTED = 3  # by a password
    MEMORY = 4
    TIME = 5
    LENGTH = 6  # there was more than MOST_BYTES


@dataclass(frozen=True)
class FileWords:
    """`text` is NFC without control characters, at most MOST_BYTES long; `ending` says whether it is all of it."""

    text: str
    ending: Ending

    @property
    def may_succeed_later(self) -> bool:
        """Whether there was too little of this machine, and not of the file."""
        return self.ending in {Ending.MEMORY, Ending.TIME}


def words_in(file: BinaryIO, kind: str, *, seconds: float = MOST_SECONDS) -> FileWords:
    """What can be read in a file on the disk, whose kind is one of READABLE; waits for so many seconds at most.

    Where the time, the memory or the length is up, it is what was read until then.
    """
    process = subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-m", "hub.kit.file_text", kind],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"LANG": "C.UTF-8"},
    )
    try:
        output, _nothing = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _nothing = process.communicate()
    return FileWords(output[:MOST_BYTES].decode("utf-8", "ignore"), _ending(process.returncode))


def _ending(status: int) -> Ending:
    """A status below nought is the signal that ended it: its own alarm, or ours."""
    if status < 0:
        return Ending.TIME
    return Ending(status) if status in set(Ending) else Ending.UNREADABLE
