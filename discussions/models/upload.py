"""Files on their way: accepted, kept on the server, not yet part of a version."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from discussions.models.file_scan import ScannedManager


class Upload(models.Model):
    """A file that a form brought, kept for a day for the person who sent it.

    A browser forgets the files of a form that is shown again, so they stay here for the next try.
    A version that takes one over gets an attachment with the same bytes; sweeping the upload then
    leaves the bytes alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="uploads")
    key = models.UUIDField(
        null=True, help_text="Of the try that brought it: sent twice, kept once."
    )
    name = models.CharField(_("name"), max_length=255)
    media_type = models.TextField(_("type"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(
        max_length=200, help_text="Where its bytes lie in the file storage."
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = ScannedManager["Upload"]()

    scan_state: str | None  # comes with every row that `objects` reads

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="upload_sent_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="upload_due"),
            models.Index(fields=["person", "created_at"], name="upload_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
