"""Which release of the portal this is: the same on every host that runs the same files."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

_FOLDERS: Final = ("accounts", "discussions", "moderation", "hub", "templates", "static", "locale")
_SUFFIXES: Final = {".py", ".html", ".txt", ".css", ".js", ".svg", ".po"}


def release() -> str:
    """A name that changes whenever code, templates, looks or translations do; taken once per process."""
    return _fingerprint(Path(settings.BASE_DIR))


@cache
def _fingerprint(project: Path) -> str:
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((project / folder).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                digest.update(f"{path.relative_to(project)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
