"""The words in attached files, for search; a file that is sent twice by one try is kept once."""

from typing import ClassVar

from django.db import migrations, models

STATES = [
    ("waiting", "waiting"),
    ("done", "done"),
    ("nothing", "nothing in it to read"),
    ("failed", "failed"),
]
IS_WAITING = models.Q(state="waiting")


class Migration(migrations.Migration):
    """A table, a column and its key."""

    dependencies: ClassVar = [("discussions", "0009_returned_and_entered")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                (
                    "stored_as",
                    models.CharField(help_text="Where bytes with this hash lie.", max_length=200),
                ),
                ("media_type", models.TextField()),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("extracted", models.TextField(blank=True, default="")),
                ("error", models.CharField(blank=True, default="", max_length=30)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "text of a file",
                "verbose_name_plural": "texts of files",
                "indexes": [
                    models.Index(
                        fields=["claimed_at"], name="file_text_due", condition=IS_WAITING
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="file_text_state_known",
                        condition=models.Q(state__in=[word for word, _label in STATES]),
                    ),
                    models.CheckConstraint(
                        name="file_text_finished",
                        condition=models.Q(state="waiting", finished_at__isnull=True)
                        | (~models.Q(state="waiting") & models.Q(finished_at__isnull=False)),
                    ),
                    models.CheckConstraint(
                        name="file_text_only_when_done",
                        condition=models.Q(state="done") | models.Q(extracted=""),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="upload",
            name="key",
            field=models.UUIDField(
                help_text="Of the try that brought it: sent twice, kept once.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(fields=["person", "key"], name="upload_sent_once"),
        ),
    ]
