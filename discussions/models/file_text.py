"""The words in attached files, for search."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from discussions.enums import FileTextState
from hub.kit.constraints import known_words


class FileText(models.Model):
    """What can be read in a file, once for all attachments with the same bytes.

    A worker takes it out (discussions/tasks.py) and claims the row by `claimed_at`. `extracted` is at
    most 1 MiB of UTF-8. It says as much as the file does: nothing reads it but
    `discussions.access.words`, for a viewer. `error` is a code, also where only a part was read.
    """

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    stored_as = models.CharField(max_length=200, help_text="Where bytes with this hash lie.")
    media_type = models.TextField()
    state = models.CharField(
        max_length=10, choices=FileTextState.choices, default=FileTextState.WAITING
    )
    extracted = models.TextField(blank=True, default="")
    error = models.CharField(max_length=30, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        constraints: ClassVar = [
            *known_words("file_text", state=FileTextState),
            models.CheckConstraint(
                name="file_text_finished",
                condition=models.Q(state=FileTextState.WAITING, finished_at__isnull=True)
                | (~models.Q(state=FileTextState.WAITING) & models.Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="file_text_only_when_done",
                condition=models.Q(state=FileTextState.DONE) | models.Q(extracted=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["claimed_at"],
                name="file_text_due",
                condition=models.Q(state=FileTextState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"text of {self.sha256[:12]}"
