"""The archive of a space taken out from the shell, with all that the secretariat may see."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.db.models import Max

from discussions.access.viewer import Viewer, looking_behind
from discussions.errors import NotFound
from discussions.exports.archive import Variant, write_archive
from discussions.exports.snapshot import one_snapshot
from discussions.models import Space
from hub.kit.models import Record
from hub.kit.record import write_record

ACT = "export_space"


def export_space(slug: str, output: Path) -> None:
    """Write the archive of a space, restricted variant, to a file: whole or not at all, readable by its owner alone.

    One record says that it was done: withheld names and addresses are in it. Raises NotFound, and OSError when the file
    cannot be written.
    """
    descriptor, unfinished = tempfile.mkstemp(dir=output.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "w+b") as out:
            space_id = _write(slug, cast(BinaryIO, out))
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
        write_record(
            ACT,
            ("space", space_id),
            by=None,
            space_id=space_id,
            detail={"variant": str(Variant.RESTRICTED), "sha256": digest},
        )
        Path(unfinished).replace(output)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _write(slug: str, out: BinaryIO) -> int:
    with one_snapshot():
        space = Space.objects.filter(slug=slug).first()
        if space is None:
            raise NotFound
        write_archive(
            space,
            out,
            viewer=looking_behind(Viewer(is_secretariat=True)),
            exported_at=_last_change(space),
        )
        return space.pk


def _last_change(space: Space) -> datetime:
    """The instant of the last record of the space; exports change nothing, so that two give the same bytes."""
    records = Record.objects.filter(space_id=space.pk).exclude(act=ACT)
    last: datetime | None = records.aggregate(last=Max("at"))["last"]
    return last or space.created_at
