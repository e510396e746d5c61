"""What texts are compared by, kept beside each version that was compared."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table."""

    dependencies: ClassVar = [("discussions", "0011_page_of_a_draft")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="TextSketch",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sketch",
                        serialize=False,
                        to="discussions.version",
                    ),
                ),
                (
                    "exact",
                    models.CharField(help_text="SHA-256 of all folded words.", max_length=64),
                ),
                ("size", models.PositiveIntegerField(help_text="How many words there are.")),
                (
                    "words",
                    models.BinaryField(help_text="Four bytes for each word, in their order."),
                ),
            ],
        ),
    ]
