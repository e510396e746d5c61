"""Columns of words take their words alone."""

from typing import ClassVar

from django.db import migrations, models

REASONS = [
    "duplicate",
    "off-topic",
    "personal-data",
    "disrespectful",
    "spam",
    "not-authorised",
    "unreadable-file",
    "too-long",
    "wrong-prompt",
    "late",
    "legal",
    "other",
]
ACTS = ["publish", "return", "hide", "unhide", "reject"]
COLUMNS = [
    ("decision", "decision", "act", ACTS),
    ("decision", "decision", "reason", REASONS),
    ("export", "export", "variant", ["public", "restricted"]),
    ("export", "export", "state", ["waiting", "running", "finished", "failed"]),
]


class Migration(migrations.Migration):
    """Constraints alone."""

    dependencies: ClassVar = [("moderation", "0002_append_only")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=models.Q((f"{column}__in", words)), name=f"{row}_{column}_known"
            ),
        )
        for model, row, column, words in COLUMNS
    ]
