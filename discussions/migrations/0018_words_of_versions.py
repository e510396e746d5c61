"""What versions are found by, in a table of its own that a trigger fills."""

from typing import ClassVar

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION keep_version_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO discussions_versionwords (version_id, words) VALUES (NEW.id, portal_words(
    coalesce(NEW.speaker_name, '') || ' ' || coalesce(NEW.speaker_organisation, '') || ' ' || NEW.body));
  RETURN NULL;
END $$;
CREATE TRIGGER discussions_version_words AFTER INSERT ON discussions_version
FOR EACH ROW EXECUTE FUNCTION keep_version_words();
INSERT INTO discussions_versionwords (version_id, words) SELECT id, portal_words(
  coalesce(speaker_name, '') || ' ' || coalesce(speaker_organisation, '') || ' ' || body)
FROM discussions_version;
"""
TRIGGER_BACK = """
DROP TRIGGER discussions_version_words ON discussions_version;
DROP FUNCTION keep_version_words();
"""


class Migration(migrations.Migration):
    """A table and its trigger."""

    dependencies: ClassVar = [
        ("discussions", "0017_what_followers_are_told"),
        ("kit", "0008_portal_words"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="VersionWords",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="discussions.version",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="version_words_found"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGER, TRIGGER_BACK),
    ]
