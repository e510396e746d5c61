"""When the last of the refused attempts of a day was counted: an export that counts them is of that instant or later."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more."""

    dependencies: ClassVar = [("discussions", "0020_scans_of_files")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="refusedattempt",
            name="last_at",
            field=models.DateTimeField(
                null=True, help_text="When the last was counted; empty where it is not known."
            ),
        )
    ]
