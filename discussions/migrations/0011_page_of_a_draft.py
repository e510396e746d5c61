"""Which open page saved a draft last: it may go on although the answer never reached it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column."""

    dependencies: ClassVar = [("discussions", "0010_file_texts")]
    operations: ClassVar = [
        migrations.AddField(
            "draft",
            "saved_page",
            models.UUIDField(
                help_text="The open page that saved it last; empty: without script.", null=True
            ),
        ),
    ]
