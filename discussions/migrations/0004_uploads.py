"""Files that forms brought and that wait for the next try; an index on the bytes that versions share."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table and an index."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("discussions", "0003_reasons"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("media_type", models.TextField(verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stored_as",
                    models.CharField(
                        help_text="Where its bytes lie in the file storage.", max_length=200
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="accounts.person",
                    ),
                ),
            ],
            options={"verbose_name": "upload", "verbose_name_plural": "uploads"},
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["stored_as"], name="attachment_bytes"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["created_at"], name="upload_due"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["person", "created_at"], name="upload_of_person"),
        ),
    ]
