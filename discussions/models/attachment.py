"""Files of a version."""

from typing import ClassVar

from django.db import models

from discussions.models.document import StoredFile
from discussions.models.version import Version


class Attachment(StoredFile):
    """A file that came with a version; a trigger refuses UPDATE and DELETE."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="attachments")

    class Meta(StoredFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="attachment_position"),
        ]
        indexes: ClassVar = [
            # Versions may share bytes; before bytes are swept away this is asked.
            models.Index(fields=["stored_as"], name="attachment_bytes"),
        ]
