"""The process that reads one file: limits first, then the words, piece by piece, to its output."""

import os
import re
import resource
import signal
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from hub.kit.file_text import MOST_BYTES, MOST_MEMORY, MOST_SECONDS, Ending

#: From then on no further piece is begun, so that what was read is handed over in time.
_ENOUGH_SECONDS: Final = MOST_SECONDS * 3 // 4
_MOST_OPEN: Final = 64
_NOT_IN_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES: Final = re.compile(r"[^\S\n]{2,}|[^\S\n\t ]")
_ENDS_OF_LINES: Final = re.compile(r"[^\S\n]*(?:\r\n?|\n)")
_EMPTY_LINES: Final = re.compile(r"\n\s*\n\s*")

Reader = Callable[[BinaryIO], Iterator[str]]


def main(kind: str) -> Ending:
    """Write the words of the file to the output and say how that ended."""
    limit_this_process()
    try:
        return write(reader_of(kind)(sys.stdin.buffer))
    except MemoryError:
        return Ending.MEMORY
    except PermissionError:
        return Ending.PROTECTED


def limit_this_process() -> None:
    """Memory, processor, real time, and no file to write: set before anything is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_OPEN, _MOST_OPEN))
    signal.alarm(MOST_SECONDS)
    os.nice(5)


def reader_of(kind: str) -> Reader:
    """The reader of a kind; only its library is loaded."""
    if kind == "pdf":
        from hub.kit.file_text.pdf import words_of_pdf  # noqa: PLC0415 - large; other kinds need it not

        return words_of_pdf
    if kind == "rtf":
        from hub.kit.file_text.rtf import words_of_rtf  # noqa: PLC0415 - as above

        return words_of_rtf
    if kind in {"csv", "txt"}:
        from hub.kit.file_text.plain import words_of_text  # noqa: PLC0415 - as above

        return words_of_text
    from hub.kit.file_text.office import words_of_office  # noqa: PLC0415 - as above

    return lambda file: words_of_office(file, kind)


def write(pieces: Iterator[str]) -> Ending:
    """Write the pieces as UTF-8 until there are no more, or enough, or it is late."""
    late, left = time.monotonic() + _ENOUGH_SECONDS, MOST_BYTES
    for piece in pieces:
        content = tidy(piece).encode()
        written = content[:left].decode("utf-8", "ignore").encode()
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        if len(written) < len(content):
            return Ending.LENGTH
        left -= len(written)
        if time.monotonic() > late:
            return Ending.TIME
    return Ending.WHOLE


def tidy(text: str) -> str:
    """NFC, without control characters and runs of white space."""
    text = _ENDS_OF_LINES.sub("\n", _NOT_IN_TEXT.sub("", text))
    return unicodedata.normalize("NFC", _EMPTY_LINES.sub("\n\n", _SPACES.sub(" ", text)))


if __name__ == "__main__":
    # Nothing is tidied up after this: a huge tree of objects would take its time.
    ending = main(sys.argv[1])
    sys.stdout.buffer.flush()
    os._exit(ending)
