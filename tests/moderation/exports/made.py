"""Finished exports without a worker, and browsers that are signed in."""

import io
from typing import Any

from discussions.models import Space
from hub.kit.clock import database_now
from hub.kit.storage import keep
from moderation.models import Export, ExportIndex
from tests.people import Actor


def finished(space: Space, by: Actor, content: bytes = b"PK package", **more: Any) -> Export:
    """A finished export of the public variant with these bytes, in which no text stands."""
    stored = keep(io.BytesIO(content))
    defaults: dict[str, Any] = {
        "state": "finished",
        "finished_at": database_now(),
        "cut_off": database_now(),
        "file_name": "RT-2026-03-01-public.zip",
        "stored_as": stored.stored_as,
        "size": stored.size,
        "sha256": stored.sha256,
        "counts": {"in": 3, "all": 4, "files": 2},
    }
    export = Export.objects.create(space=space, requested_by=by.user, **{**defaults, **more})
    ExportIndex.objects.create(export=export, posts={}, held={})
    return export
