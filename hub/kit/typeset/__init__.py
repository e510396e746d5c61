"""Documents as PDF, from a template of ours and data: typst, in a process of its own.

That process has a limit of memory and of time, and takes with it what typst keeps of a document. People's words reach
the template as data alone (JSON in `sys.inputs.facts`), never as markup or code.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal
from hub.kit.release import release

_TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "pdf"
_CHILD: Final = Path(__file__).with_name("child.py")
#: The packages that carry our fonts: Latin, Greek, Cyrillic; Arabic.
_FONTS: Final = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_SECONDS: Final = 30
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

#: Processes of this one at once: each takes a processor and much memory.
_AT_ONCE: Final = BoundedSemaphore(2)
_LONGEST_WAIT: Final = 10.0  # seconds
_KEPT_FOR: Final = 24 * 3600  # seconds


class TypesettingBusy(Refusal):
    """As many documents are being made as may be at once."""

    code = "typesetting-busy"
    status = 503
    retry_after = 10
    message = _("Many documents are being made at this moment. Try again in a few seconds.")


class TypesettingFailed(Exception):
    """The template and its data do not go together, or took too long: a fault of ours."""


def typeset(template: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/pdf/<template>.typ`: tagged, the same bytes for the same facts and fonts.

    It is PDF/UA-1, except where a letter is in none of the fonts (Chinese, where no font for it is installed). The
    template dates the document by its facts. Raises TypesettingFailed, and TypesettingBusy after ten seconds in which
    others were at it.
    """
    return _set(_order(template, facts), template)


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


def _order(template: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": str(_TEMPLATES),
        "template": str(_TEMPLATES / f"{template}.typ"),
        "fonts": [str(folder) for folder in font_folders(settings.FONT_FOLDERS)],
        "facts": json.dumps(facts, ensure_ascii=False),
    }


def _set(order: Mapping[str, Any], template: str) -> bytes:
    if not _AT_ONCE.acquire(timeout=_LONGEST_WAIT):
        raise TypesettingBusy
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(order).encode(),
            capture_output=True,
            env=_environment(),
            timeout=_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise TypesettingFailed(template) from error
    finally:
        _AT_ONCE.release()
    return done.stdout


def _environment() -> dict[str, str]:
    """Nothing of ours, no secret above all. One thread: its memory must not grow with the machine's processors."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "RAYON_NUM_THREADS": "1"}


def font_folders(more: Sequence[str]) -> list[Path]:
    """Where the fonts lie: our own, then those of the machine that are there."""
    found = [find_spec(name) for name in _FONTS]
    own = [Path(spec.origin).parent / "files" for spec in found if spec and spec.origin]
    return own + [Path(folder) for folder in more if Path(folder).is_dir()]
