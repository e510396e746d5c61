"""The append-only trail of every act (PRODUCT, section 2, "Record")."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Record(models.Model):
    """One act: who did what, on what, when and why, by ids, codes and hashes; never texts, names or addresses.

    Rows are only ever added: a trigger refuses UPDATE and DELETE, and the role of web and worker lacks both rights.
    An act that changes what readers see of a space writes its row once it holds the space's: what is committed later
    never bears an earlier instant than what an export has seen (PRODUCT, section 7, "cut-off").
    """

    at = models.DateTimeField(
        db_default=Now(),
        help_text="UTC; when the row was written, not when its transaction began.",
    )
    act = models.CharField(max_length=50)
    actor_id = models.BigIntegerField(
        null=True, help_text="The user; empty: the clock or the shell."
    )
    space_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=30, blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="record_subject"),
            models.Index(fields=["space_id", "id"], name="record_space"),
            models.Index(fields=["actor_id", "id"], name="record_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type} {self.subject_id}"
