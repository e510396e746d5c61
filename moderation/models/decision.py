"""What a moderator decided, on which version, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from discussions.enums import ReasonCode
from discussions.models import Post, Version
from hub.kit.constraints import known_words
from moderation.enums import DecisionAct


class Decision(models.Model):
    """One decision; only ever added. `message` goes to the author, `internal_note` stays among staff."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=10, choices=DecisionAct.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason = models.CharField(max_length=20, choices=ReasonCode.choices, null=True)
    message = models.TextField(blank=True, default="")
    internal_note = models.TextField(blank=True, default="")
    other_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The survivor of a merge, or the post that it answers after a move.",
    )
    batch = models.UUIDField(null=True, help_text="Of decisions taken together on many posts.")
    on_correction = models.BooleanField(
        default=False,
        help_text="Whether readers went on seeing an earlier version, and do so whatever was decided.",
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *known_words("decision", act=DecisionAct, reason=ReasonCode),
            models.CheckConstraint(
                name="decision_with_reason",
                condition=~models.Q(
                    act__in=["return", "hide", "reject", "merge", "move", "redact"]
                )
                | models.Q(reason__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.post_id}"
