"""Decisions from before they said it themselves: their letters knew whether they were on a correction."""

from typing import ClassVar

from django.db import migrations

# The facts of a notice hold no words; of who has no account there is none, and nobody to be told.
TAKE_OVER = """
ALTER TABLE moderation_decision DISABLE TRIGGER moderation_decision_append_only;
UPDATE moderation_decision decision SET on_correction = true
FROM accounts_notice notice
WHERE notice.kind = 'decision' AND notice.facts -> 'on_correction' = 'true'
  AND notice.facts -> 'decision' = to_jsonb(decision.id) AND NOT decision.on_correction;
ALTER TABLE moderation_decision ENABLE TRIGGER moderation_decision_append_only;
"""


class Migration(migrations.Migration):
    """Takes it over from the notices; undone, it stays."""

    dependencies: ClassVar = [
        ("moderation", "0009_export_index_held"),
        ("accounts", "0006_notice_addresses"),
    ]
    operations: ClassVar = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
