"""Files that were taken while the virus scanner was away, each by its hash, until they are scanned."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions.datetime import Now

STATES = [
    ("waiting", "not checked for viruses yet"),
    ("clean", "checked for viruses"),
    ("infected", "a virus was found in it"),
]
IS_WAITING = models.Q(state="waiting")


class Migration(migrations.Migration):
    """A table, and an index by which its rows meet the files."""

    dependencies: ClassVar = [("discussions", "0019_redaction_of_a_file_left_out")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FileScan",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_default=Now())),
                ("due_at", models.DateTimeField(db_default=Now())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "scan of a file",
                "verbose_name_plural": "scans of files",
                "indexes": [
                    models.Index(condition=IS_WAITING, fields=["due_at"], name="file_scan_due"),
                    models.Index(
                        condition=models.Q(state="infected"),
                        fields=["finished_at"],
                        name="file_scan_infected",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["waiting", "clean", "infected"]),
                        name="file_scan_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="waiting", finished_at__isnull=True)
                        | (~IS_WAITING & models.Q(finished_at__isnull=False)),
                        name="file_scan_finished",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["sha256"], name="attachment_hash"),
        ),
    ]
