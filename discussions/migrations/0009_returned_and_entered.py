"""When a version was returned; what staff enter from outside is entered once by each form (PRODUCT, sections 4 and 5)."""

from typing import ClassVar

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND {new} = {old}
     {set_once} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was sent stays as it was sent (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def function(*set_once: str) -> str:
    """SQL of the trigger's function: `review` moves on, the columns named are set once, all else stays."""
    taken = "".join(f" - '{column}'" for column in ("review", *set_once))
    return FUNCTION.format(
        new=f"(to_jsonb(NEW){taken})",
        old=f"(to_jsonb(OLD){taken})",
        set_once="".join(
            f"AND (OLD.{column} IS NULL OR NEW.{column} = OLD.{column}) " for column in set_once
        ),
    )


class Migration(migrations.Migration):
    """A column, what may change of it, and a constraint."""

    dependencies: ClassVar = [("discussions", "0008_drafts_and_signatures")]
    operations: ClassVar = [
        migrations.AddField(
            "version",
            "returned_at",
            models.DateTimeField(
                help_text="When a moderator returned it; empty: never, or in an archive. Set once.",
                null=True,
            ),
        ),
        migrations.RunSQL(function("published_at", "returned_at"), function("published_at")),
        migrations.AddConstraint(
            "post",
            models.UniqueConstraint(
                fields=["outside_entered_by", "key"], name="post_entered_once"
            ),
        ),
    ]
