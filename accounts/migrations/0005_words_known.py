"""Columns of words take their words alone."""

from typing import ClassVar

from django.db import migrations, models

GROUPS = [
    "member-state",
    "un-entity",
    "intergovernmental",
    "civil-society",
    "migrants-diaspora",
    "faith-based",
    "local-authority",
    "private-sector",
    "trade-union",
    "parliamentarian",
    "nhri",
    "red-cross-red-crescent",
    "academia",
    "media",
    "women-children-youth",
    "other",
    "individual",
]
COLUMNS = [
    ("organisation", "organisation", "stakeholder_group", GROUPS),
    ("person", "person", "stakeholder_group", GROUPS),
    ("notice", "notice", "channel", ["mail", "site"]),
    ("notice", "notice", "state", ["waiting", "claimed", "sent", "skipped", "failed"]),
]


class Migration(migrations.Migration):
    """Constraints alone."""

    dependencies: ClassVar = [("accounts", "0004_membership_confirmed")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=models.Q((f"{column}__in", words)), name=f"{row}_{column}_known"
            ),
        )
        for model, row, column, words in COLUMNS
    ]
