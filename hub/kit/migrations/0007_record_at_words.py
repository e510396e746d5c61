"""Says rightly which instant a record bears; nothing changes in the database."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Words alone."""

    dependencies: ClassVar = [("kit", "0006_words_known")]
    operations: ClassVar = [
        migrations.AlterField(
            "record",
            "at",
            models.DateTimeField(
                db_default=Now(),
                help_text="UTC; when the row was written, not when its transaction began.",
            ),
        ),
    ]
