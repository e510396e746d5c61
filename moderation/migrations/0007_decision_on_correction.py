"""A decision says itself whether it was on a correction of a text that readers went on seeing."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more."""

    dependencies: ClassVar = [("moderation", "0006_exports_in_parts_and_links")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="decision",
            name="on_correction",
            field=models.BooleanField(
                default=False,
                help_text="Whether readers went on seeing an earlier version, and do so whatever was decided.",
            ),
        )
    ]
