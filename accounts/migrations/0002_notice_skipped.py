"""A notice that has nothing to say any more is told apart from one that was sent."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more state."""

    dependencies: ClassVar = [("accounts", "0001_initial")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("claimed", "Being sent"),
                    ("sent", "Sent"),
                    ("skipped", "Nothing to say any more"),
                    ("failed", "Given up"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
