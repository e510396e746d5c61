"""Documents of a space: draft revisions, notes, programmes."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from discussions.models.identifiers import ArchiveIdField
from discussions.models.space import Space


class Document(models.Model):
    """A document with its title per language; `label` names the revision of a draft text."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="documents")
    archive_id = ArchiveIdField()
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.TextField(_("title"), default="", blank=True)
    other_languages = models.JSONField(default=dict, blank=True, editable=False)
    label = models.TextField(_("revision"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "archive_id"], name="document_archive_id"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk} of {self.space_id}"


class StoredFile(models.Model):
    """A file as it was sent: never changed, served only through the access check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=255)
    language = models.CharField(_("language"), max_length=50, null=True)
    media_type = models.TextField(_("type"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(
        max_length=200, help_text="Where its bytes lie in the file storage."
    )
    archive_path = models.TextField(
        blank=True, default="", help_text="Where an imported archive had it."
    )
    archive_media_type = models.TextField(
        blank=True,
        default="",
        help_text="The type that an imported archive stated; it is served as its own.",
    )

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return str(self.pk)


class DocumentFile(StoredFile):
    """A document's file in one language."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    archive_language = models.CharField(
        max_length=50,
        null=True,
        help_text="The language that an imported archive stated of the file itself.",
    )

    class Meta(StoredFile.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "position"], name="document_file_position"
            ),
        ]
