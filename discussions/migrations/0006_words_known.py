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
STANDINGS = ["on-time", "grace", "late"]
STATES = ["pending", "published", "returned", "rejected", "hidden", "merged", "withdrawn"]
REVIEWS = ["before-publishing", "after-publishing", "before-publishing-first-time"]
VERSION_REVIEWS = ["waiting", "approved", "returned", "rejected", "superseded"]
COLUMNS = [
    ("space", "space", "review", REVIEWS),
    ("spacerole", "space_role", "role", ["moderator", "observer"]),
    ("window", "window", "late_policy", ["refuse", "mark", "ask"]),
    ("post", "post", "name_withheld", ["no", "name", "name-and-organisation"]),
    ("post", "post", "standing", STANDINGS),
    ("post", "post", "state", STATES),
    ("post", "post", "reason", REASONS),
    ("post", "post", "outside_kind", ["mail", "letter", "meeting", "other"]),
    ("version", "version", "standing", STANDINGS),
    ("version", "version", "review", VERSION_REVIEWS),
    ("version", "version", "speaker_group", GROUPS),
    ("version", "version", "speaker_capacity", ["organisation", "personal"]),
    ("cosignatory", "co_signatory", "stakeholder_group", GROUPS),
    ("cosignatory", "co_signatory", "state", ["invited", "confirmed", "declined"]),
    ("endorsement", "endorsement", "kind", ["organisation", "person"]),
    ("endorsement", "endorsement", "stakeholder_group", GROUPS),
    ("redaction", "redaction", "target", ["text", "file"]),
    ("redaction", "redaction", "reason", REASONS),
    ("reason", "reason", "code", REASONS),
]


class Migration(migrations.Migration):
    """Constraints alone."""

    dependencies: ClassVar = [("discussions", "0005_archive_facts")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=models.Q((f"{column}__in", words)), name=f"{row}_{column}_known"
            ),
        )
        for model, row, column, words in COLUMNS
    ]
