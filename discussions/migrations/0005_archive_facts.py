"""What an archive says and a round trip keeps: stated types and languages of files, speakers of any length."""

from typing import ClassVar

from django.db import migrations, models

STATED_TYPE = "The type that an imported archive stated; it is served as its own."
STATED_LANGUAGE = "The language that an imported archive stated of the file itself."


class Migration(migrations.Migration):
    """Three columns, two wider ones."""

    dependencies: ClassVar = [("discussions", "0004_uploads")]
    operations: ClassVar = [
        migrations.AddField(
            "attachment",
            "archive_media_type",
            models.TextField(blank=True, default="", help_text=STATED_TYPE),
        ),
        migrations.AddField(
            "documentfile",
            "archive_media_type",
            models.TextField(blank=True, default="", help_text=STATED_TYPE),
        ),
        migrations.AddField(
            "documentfile",
            "archive_language",
            models.CharField(max_length=50, null=True, help_text=STATED_LANGUAGE),
        ),
        migrations.AlterField("version", "speaker_name", models.TextField(null=True)),
        migrations.AlterField("version", "speaker_organisation", models.TextField(null=True)),
    ]
