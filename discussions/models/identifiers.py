"""Ids that stay the same over export and import."""

import uuid
from typing import Any

from django.db import models


def new_archive_id() -> str:
    """An id for what was made here; an import keeps the archive's own instead."""
    return str(uuid.uuid4())


class ArchiveIdField(models.CharField[str, str]):
    """The id under which something stands in an archive of its space: unique per space, never a primary key."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("default", new_archive_id)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what CharField takes

    def deconstruct(self) -> Any:
        """A plain CharField without default for migrations, which import none of our code."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.CharField", args, kwargs
