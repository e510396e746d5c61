"""Documents as PDF, from a template of ours and data: typst, in a process of its own.

That process has a limit of memory and of time, and takes with it what typst keeps of a document. People's words reach
the template as data alone (JSON in `sys.inputs.facts`), never as markup or code.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache as cache_calls
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal
from hub.kit.release import release

_TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "pdf"
_CHILD: Final = Path(__file__).with_name("child.py")
#: The packages that carry our fonts, with their folders: Latin, Greek, Cyrillic, of the portal and of people; Arabic;
#: Chinese, Japanese, Korean; emoji, symbols and twenty more scripts. Of two that have the same family the first is taken.
_FONTS: Final = {
    "fontpkg_noto_sans": "files",
    "fontpkg_source_serif_4": "files",
    "fontpkg_amiri": "files",
    "justmytype_intl_cjk": "fonts",
    "manimgx_fonts": "",
}
_SECONDS: Final = 30
_MOST_MEMORY: Final = 1024**3  # bytes
#: For documents of thousands of pages, made by a worker for one reader.
_LONG_SECONDS: Final = 900
#: How the child ends where the fault is none of size.
_DO_NOT_GO_TOGETHER: Final = 3
_SECONDS_BETWEEN_CHECKS: Final = 0.5
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

#: Processes of this one at once: each takes a processor and much memory.
_AT_ONCE: Final = BoundedSemaphore(2)
_LONGEST_WAIT: Final = 10.0  # seconds
_KEPT_FOR: Final = 24 * 3600  # seconds
_LONGEST_WORD: Final = 30  # letters
_LEAST_ROOM: Final = 3
_LONG_WORD: Final = re.compile(r"[!-\u009f\u00a1-\u024f]{30,}")
#: Latin, Greek and Cyrillic letters with their marks: others are short words, or may be broken anywhere. The space
#: that does not break parts words too.
_WORD: Final = r"[!-\u009f\u00a1-\u052f\u1e00-\u1fff]{%d,}"
#: A letter with its marks. Nothing in it can be read in two ways, and nothing is tried twice: people write a hundred marks
#: on a letter.
_LETTER: Final = r"(?: [^/?&=._\-\u0300-\u036f] [\u0300-\u036f]*+ | [\u0300-\u036f]++ )"
#: Long words are best broken after these signs; what stands between them, and at the end, stays whole where it has the
#: room, else it may be broken after each few letters.
_PIECES: Final = rf"""
    {_LETTER}{{0,%(room)d}}+ [/?&=._-]++
    | {_LETTER}{{1,%(room)d}}+ $
    | (?: . [\u0300-\u036f]*+ ){{1,%(few)d}}+
"""
_BREAK_HERE: Final = "\u200b"


class TypesettingBusy(Refusal):
    """As many documents are being made as may be at once."""

    code = "typesetting-busy"
    status = 503
    retry_after = 10
    message = _("Many documents are being made at this moment. Try again in a few seconds.")


class TypesettingFailed(Exception):
    """The template and its data do not go together, or took too long: a fault of ours."""


class TypesettingTooLarge(TypesettingFailed):
    """A long document needs more memory or time than it may have."""


def typeset(template: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/pdf/<template>.typ`: tagged, the same bytes for the same facts and fonts.

    It is PDF/UA-1: of a character that is in none of the fonts the name stands in brackets ("[egyptian hieroglyph a001]").
    The template dates the document by its facts. Raises TypesettingFailed, and TypesettingBusy after ten seconds in which
    others were at it.
    """
    return _set(_order(template, facts), template)


def typeset_long(
    template: str,
    facts: Mapping[str, Any],
    file: BinaryIO,
    check: Callable[[], None],
    *,
    memory: int,
) -> None:
    """The same for a document of thousands of pages, written into a file on disk.

    It may take minutes and as much `memory` (bytes), and waits for no others: for workers alone. `check` is asked twice a second
    whether to go on; what it raises ends the work.
    """
    order = {**_order(template, facts), "memory": memory}
    with tempfile.TemporaryFile() as source:
        source.write(json.dumps(order).encode())
        source.seek(0)
        end = monotonic() + _LONG_SECONDS
        with subprocess.Popen(
            _command(), stdin=source, stdout=file, env=_environment()
        ) as process:
            try:
                while process.poll() is None and monotonic() < end:
                    check()
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(timeout=_SECONDS_BETWEEN_CHECKS)
            finally:
                process.kill()
    if process.returncode == _DO_NOT_GO_TOGETHER:
        raise TypesettingFailed(template)
    if process.returncode:
        raise TypesettingTooLarge(template)


def typeset_once(template: str, facts: Mapping[str, Any]) -> bytes:
    """The same, kept for a day: the document is made again when its facts, its template or the release are others."""
    order = _order(template, facts)
    path = Path(order["template"])
    look = path.read_bytes() if path.is_file() else b""
    said = json.dumps([release(), order], sort_keys=True).encode()
    key = f"pdf:{hashlib.sha256(said + look).hexdigest()}"
    document: bytes | None = cache.get(key)
    if document is None:
        document = _set(order, template)
        cache.set(key, document, _KEPT_FOR)
    return document


def breakable(text: str, room: int = _LONGEST_WORD) -> str:
    """A text with a mark (U+200B) where words that may be longer than the room for them may go on in the next line.

    `room` is in letters, rather too small than too large: the template breaks a marked word only where no whole line
    has the room for it. Where it is that of a page typst knows by itself where addresses may be broken.
    """
    if room >= _LONGEST_WORD:
        return _LONG_WORD.sub(_broken, text)
    room = max(room, _LEAST_ROOM)
    piece, word = _pieces(room), re.compile(_WORD % room)
    return word.sub(lambda found: _BREAK_HERE.join(piece.findall(found[0])), text)


def _broken(word: re.Match[str]) -> str:
    if "://" in word[0]:
        return word[0]
    return _BREAK_HERE.join(_pieces(_LONGEST_WORD).findall(word[0]))


@cache_calls
def _pieces(room: int) -> re.Pattern[str]:
    numbers = {"room": max(room - 1, 1), "few": max(room // 3, 1)}
    return re.compile(_PIECES % numbers, re.VERBOSE)


def _order(template: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": str(_TEMPLATES),
        "template": str(_TEMPLATES / f"{template}.typ"),
        "fonts": [str(folder) for folder in font_folders(settings.FONT_FOLDERS)],
        "facts": json.dumps(facts, ensure_ascii=False),
        "memory": _MOST_MEMORY,
    }


def _set(order: Mapping[str, Any], template: str) -> bytes:
    if not _AT_ONCE.acquire(timeout=_LONGEST_WAIT):
        raise TypesettingBusy
    try:
        return _run(order, template, _SECONDS)
    finally:
        _AT_ONCE.release()


def _command() -> list[str]:
    return [sys.executable, "-I", str(_CHILD)]


def _run(order: Mapping[str, Any], template: str, seconds: int) -> bytes:
    try:
        done = subprocess.run(
            _command(),
            input=json.dumps(order).encode(),
            capture_output=True,
            env=_environment(),
            timeout=seconds,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise TypesettingFailed(template) from error
    return done.stdout


def _environment() -> dict[str, str]:
    """Nothing of ours, no secret above all. One thread: its memory must not grow with the machine's processors."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "RAYON_NUM_THREADS": "1"}


def font_folders(more: Sequence[str]) -> list[Path]:
    """Where the fonts lie: our own, then those of the machine that are there."""
    found = [(find_spec(name), folder) for name, folder in _FONTS.items()]
    own = [Path(spec.origin).parent / folder for spec, folder in found if spec and spec.origin]
    return own + [Path(folder) for folder in more if Path(folder).is_dir()]
