from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_export_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportindex",
            name="held",
            field=models.JSONField(null=True),
        ),
    ]
