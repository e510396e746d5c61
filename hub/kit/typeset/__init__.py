"""Documents as PDF, from a template of ours and data: typst, in a process of its own.

That process has a limit of memory and of time, and takes with it what typst keeps of a document. People's words reach
the template as data alone (JSON in `sys.inputs.facts`), never as markup or code.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.conf import settings

_TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "pdf"
_CHILD: Final = Path(__file__).with_name("child.py")
#: The packages that carry our fonts: Latin, Greek, Cyrillic; Arabic.
_FONTS: Final = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_SECONDS: Final = 30
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class TypesettingFailed(Exception):
    """The template and its data do not go together, or took too long: a fault of ours."""


def typeset(template: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/pdf/<template>.typ`: tagged, the same bytes for the same facts and fonts.

    It is PDF/UA-1, except where a letter is in none of the fonts (Chinese, where no font for it is installed). The
    template dates the document by its facts. Raises TypesettingFailed.
    """
    order = {
        "root": str(_TEMPLATES),
        "template": str(_TEMPLATES / f"{template}.typ"),
        "fonts": [str(folder) for folder in font_folders(settings.FONT_FOLDERS)],
        "facts": json.dumps(facts, ensure_ascii=False),
    }
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
