"""A redaction stays as it was written but for being lifted, once; reports are closed, never erased."""

from typing import ClassVar

from django.db import migrations

LIFTED = """
CREATE FUNCTION refuse_redaction_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'lifted_at') = (to_jsonb(OLD) - 'lifted_at') AND OLD.lifted_at IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a redaction is only ever lifted, once' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER discussions_redaction_append_only ON discussions_redaction;
CREATE TRIGGER discussions_redaction_append_only BEFORE UPDATE OR DELETE ON discussions_redaction
FOR EACH ROW EXECUTE FUNCTION refuse_redaction_change();
CREATE TRIGGER discussions_report_append_only BEFORE DELETE ON discussions_report
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
LIFTED_BACK = """
DROP TRIGGER discussions_report_append_only ON discussions_report;
DROP TRIGGER discussions_redaction_append_only ON discussions_redaction;
CREATE TRIGGER discussions_redaction_append_only BEFORE UPDATE OR DELETE ON discussions_redaction
FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_redaction_change();
"""


class Migration(migrations.Migration):
    """Row triggers."""

    dependencies: ClassVar = [("discussions", "0013_decisions_of_moderators")]
    operations: ClassVar = [migrations.RunSQL(LIFTED, LIFTED_BACK)]
