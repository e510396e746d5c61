"""Archives for every reader leave withheld files out: their redactions mask nothing that is here."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies: ClassVar = [("discussions", "0018_words_of_versions")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="redaction",
            name="is_left_out",
            field=models.BooleanField(
                default=False,
                help_text="Of a file that an archive for every reader leaves out: nothing that is here is masked by it.",
            ),
        ),
    ]
