"""Two organisations never have the same name in the same language; accents and case do not count."""

from typing import ClassVar

from django.db import migrations, models

NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_ru", "name_zh_hans")


class Migration(migrations.Migration):
    """Unique indexes on folded names."""

    dependencies: ClassVar = [
        ("accounts", "0002_notice_skipped"),
        ("kit", "0003_portal_fold"),
    ]
    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                models.Func(models.F(name), function="portal_fold"),
                condition=~models.Q(**{name: ""}),
                name=f"organisation_{name}_once",
                violation_error_message="There is an organisation of this name already.",
            ),
        )
        for name in NAMES
    ]
