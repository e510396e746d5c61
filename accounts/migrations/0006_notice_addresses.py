"""Letters to addresses without an account: a co-signatory, an entity whose input staff entered."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables and columns."""

    dependencies: ClassVar = [
        ("accounts", "0005_words_known"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="notice",
            name="address",
            field=models.EmailField(
                blank=True,
                default="",
                help_text="Of someone without an account; then there is no receiver.",
                max_length=254,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="language",
            field=models.CharField(
                blank=True, default="", help_text="Of the letter to an address.", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="receiver",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receiver__isnull", True)),
                fields=("act", "address"),
                name="notice_once_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("language", ""), ("receiver__isnull", False)),
                    models.Q(
                        ("channel", "mail"),
                        ("receiver__isnull", True),
                        models.Q(("address", ""), _negated=True),
                        models.Q(("language", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_to_somebody",
            ),
        ),
    ]
