"""An index of the words of versions and of who speaks in them."""

from typing import ClassVar

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
from django.db import migrations, models

_JOINTS = "'/@.-_–—·’‘“”«»\u00a0\u202f\u2011"
_TEMPLATE = (
    "to_tsvector('simple'::regconfig, translate(regexp_replace("
    "portal_fold(left(%(expressions)s, 100000)), '<[^>]*>', ' ', 'g'), "
    f"'{_JOINTS.replace(chr(39), chr(39) * 2)}', '{' ' * len(_JOINTS)}'))"
)


def _text(column: str) -> django.db.models.functions.comparison.Coalesce:
    return django.db.models.functions.comparison.Coalesce(
        models.F(column), models.Value(""), output_field=models.TextField()
    )


class Migration(migrations.Migration):
    """One index."""

    dependencies: ClassVar = [
        ("discussions", "0017_what_followers_are_told"),
        ("kit", "0003_portal_fold"),
    ]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="version",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    _text("speaker_name"),
                    _text("speaker_organisation"),
                    _text("body"),
                    arg_joiner=" || ' ' || ",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                    template=_TEMPLATE,
                ),
                name="version_words",
            ),
        ),
    ]
