import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0007_decision_on_correction"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportIndex",
            fields=[
                (
                    "export",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="index",
                        serialize=False,
                        to="moderation.export",
                    ),
                ),
                ("posts", models.JSONField()),
            ],
        ),
    ]
