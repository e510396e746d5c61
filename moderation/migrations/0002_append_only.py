"""Decisions are only ever added."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Row trigger against UPDATE and DELETE."""

    dependencies: ClassVar = [
        ("moderation", "0001_initial"),
        ("kit", "0002_record_append_only"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE TRIGGER moderation_decision_append_only BEFORE UPDATE OR DELETE ON moderation_decision "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            "DROP TRIGGER moderation_decision_append_only ON moderation_decision",
        )
    ]
