"""Files of a version."""

from typing import ClassVar

from django.db import models

from discussions.models.document import StoredFile
from discussions.models.file_scan import ScannedManager
from discussions.models.version import Version


class Attachment(StoredFile):
    """A file that came with a version; a trigger refuses UPDATE and DELETE."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="attachments")

    objects = ScannedManager["Attachment"]()

    scan_state: str | None  # comes with every row that `objects` reads

    class Meta(StoredFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="attachment_position"),
        ]
        indexes: ClassVar = [
            # Versions may share bytes; before bytes are swept away this is asked.
            models.Index(fields=["stored_as"], name="attachment_bytes"),
            # When a virus was found in bytes, or none, all files that have them are asked for.
            models.Index(fields=["sha256"], name="attachment_hash"),
        ]
