"""Bytes that no row names any more, or never did: those of a transaction that was killed."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

COLUMN: Final = "stored_as"
"""By this column, and no other, the rows of every application name bytes in the storage."""

KEPT_FOR: Final = 24 * 60 * 60
"""Seconds; no transaction that will still name them is as old."""


def naming_models() -> list[type[Model]]:
    """The models whose rows name bytes in the storage."""
    return [model for model in apps.get_models() if hasattr(model, COLUMN)]


def sweep_storage() -> int:
    """Remove files of the storage that are older than a day and that no row names. Returns how many."""
    removed = 0
    for folder in sorted(_folders()):
        old = {f"{folder.name}/{path.name}": path for path in _old_files(folder)}
        named = _named(list(old))
        for stored_as, path in old.items():
            if stored_as not in named:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _folders() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    if root.is_dir():
        yield from (path for path in root.iterdir() if path.is_dir() and not path.is_symlink())


def _old_files(folder: Path) -> Iterator[Path]:
    before = time.time() - KEPT_FOR
    for path in folder.iterdir():
        try:
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:  # swept by another worker, or renamed as it was finished
            continue


def _named(names: Sequence[str]) -> set[str]:
    """Those of the names that a row names; one statement, so that no row moves meanwhile."""
    if not names:
        return set()
    first, *others = (_naming(model, names) for model in naming_models())
    return set(first.union(*others, all=True))


def _naming(model: type[Model], names: Sequence[str]) -> QuerySet[Any, str]:
    rows: QuerySet[Any] = QuerySet(model)
    return rows.filter(stored_as__in=names).order_by().values_list(COLUMN, flat=True)
