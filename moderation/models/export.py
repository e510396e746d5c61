"""A package made for the co-facilitators."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from discussions.models import Space
from hub.kit.constraints import known_words
from moderation.enums import ExportState, ExportVariant


class Export(models.Model):
    """Asked for by the secretariat, made by a worker, kept with its hash, its filter, who made it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="exports")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(db_default=Now())
    variant = models.CharField(
        max_length=10, choices=ExportVariant.choices, default=ExportVariant.PUBLIC
    )
    filter = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    cut_off = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    stored_as = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            *known_words("export", variant=ExportVariant, state=ExportState),
            models.CheckConstraint(
                name="export_finished_whole",
                condition=~models.Q(state=ExportState.FINISHED)
                | models.Q(finished_at__isnull=False, size__isnull=False) & ~models.Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk} of {self.space_id}"
