"""The column of words takes its words alone."""

from typing import ClassVar

from django.db import migrations, models

PARTS = [
    "about-the-hub",
    "what-the-hub-displays",
    "peer-review-roster",
    "contact",
    "disclaimer",
    "kosovo-footnote",
]
COLUMNS = [
    ("frametext", "frame_text", "key", PARTS),
]


class Migration(migrations.Migration):
    """Constraints alone."""

    dependencies: ClassVar = [("kit", "0005_frame_words")]
    operations: ClassVar = [
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=models.Q((f"{column}__in", words)), name=f"{row}_{column}_known"
            ),
        )
        for model, row, column, words in COLUMNS
    ]
