"""What a reader told the moderators about a post, or its author against a decision."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models import Person
from discussions.enums import ReasonCode, ReportKind, ReportOutcome
from discussions.models.post import Post
from discussions.models.version import Version
from hub.kit.constraints import known_words


class Report(models.Model):
    """A report by a signed-in reader, or an appeal by the author of what was rejected; open until staff close it.

    One open at a time per person, post and kind. `words` are for staff alone.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=ReasonCode.choices, null=True)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=ReportOutcome.choices, null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *known_words("report", kind=ReportKind, reason=ReasonCode, outcome=ReportOutcome),
            models.UniqueConstraint(
                fields=["post", "by_person", "kind"],
                condition=models.Q(closed_at__isnull=True),
                name="report_open_once",
            ),
            models.CheckConstraint(
                name="report_with_reason",
                condition=models.Q(kind=ReportKind.APPEAL) | models.Q(reason__isnull=False),
            ),
            models.CheckConstraint(
                name="report_closed_whole",
                condition=models.Q(
                    closed_at__isnull=True, closed_by__isnull=True, outcome__isnull=True
                )
                | models.Q(
                    closed_at__isnull=False, closed_by__isnull=False, outcome__isnull=False
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["post"],
                condition=models.Q(closed_at__isnull=True),
                name="report_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.post_id}"
