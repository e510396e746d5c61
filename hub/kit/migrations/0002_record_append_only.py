"""The record takes new rows and nothing else (PRODUCT, section 2, "Record")."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER kit_record_append_only BEFORE UPDATE OR DELETE ON kit_record
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    """Row trigger against UPDATE and DELETE."""

    dependencies: ClassVar = [("kit", "0001_record")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER kit_record_append_only ON kit_record"),
    ]
