"""A package made for the co-facilitators."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from discussions.models import Space
from hub.kit.constraints import known_words
from moderation.enums import ExportPart, ExportState, ExportVariant


class Export(models.Model):
    """Asked for by the secretariat, made by a worker, kept with its hash, its filter, who made it and when.

    `parts` are codes of ExportPart (none: the whole package), `since` an earlier export of the space of which this one
    tells the difference. `seconds_left` is the worker's estimate at its last heartbeat, null while it has none.
    """

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
    parts = models.JSONField(default=list)
    since = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    for_observers = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True, default="")
    seconds_left = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
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
            models.CheckConstraint(
                name="export_cancelled_whole",
                condition=models.Q(state=ExportState.CANCELLED, cancelled_by__isnull=False)
                | ~models.Q(state=ExportState.CANCELLED) & models.Q(cancelled_by__isnull=True),
            ),
            models.CheckConstraint(
                name="export_for_observers_public",
                condition=models.Q(for_observers=False) | models.Q(variant=ExportVariant.PUBLIC),
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk} of {self.space_id}"

    @property
    def chosen_parts(self) -> tuple[ExportPart, ...]:
        """What it is to hold, in the order of ExportPart."""
        return tuple(part for part in ExportPart if not self.parts or part.value in self.parts)
