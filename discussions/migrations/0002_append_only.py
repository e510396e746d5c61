"""What a stakeholder sent is neither changed nor erased; only the review of a version moves on (PRODUCT, section 4)."""

from typing import ClassVar

from django.db import migrations

VERSION = """
CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'review' - 'published_at') = (to_jsonb(OLD) - 'review' - 'published_at')
     AND (OLD.published_at IS NULL OR NEW.published_at = OLD.published_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was sent stays as it was sent (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER discussions_version_append_only BEFORE UPDATE OR DELETE ON discussions_version
FOR EACH ROW EXECUTE FUNCTION refuse_version_change();
"""
VERSION_BACK = """
DROP TRIGGER discussions_version_append_only ON discussions_version;
DROP FUNCTION refuse_version_change();
"""
TABLES = ("attachment", "documentfile", "windowchange", "promptwording", "postmove", "redaction")
DELETES = ("post", "endorsement", "cosignatory")


def triggers(tables: tuple[str, ...], event: str) -> str:
    """SQL that refuses an event on every row of some tables."""
    return "".join(
        f"CREATE TRIGGER discussions_{table}_append_only BEFORE {event} ON discussions_{table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        for table in tables
    )


def dropped(tables: tuple[str, ...]) -> str:
    """SQL that takes these triggers away."""
    return "".join(
        f"DROP TRIGGER discussions_{table}_append_only ON discussions_{table};" for table in tables
    )


class Migration(migrations.Migration):
    """Row triggers."""

    dependencies: ClassVar = [
        ("discussions", "0001_initial"),
        ("kit", "0002_record_append_only"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(VERSION, VERSION_BACK),
        migrations.RunSQL(triggers(TABLES, "UPDATE OR DELETE"), dropped(TABLES)),
        migrations.RunSQL(triggers(DELETES, "DELETE"), dropped(DELETES)),
    ]
