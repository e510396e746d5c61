"""When what is said of somebody who speaks last changed: exports say it, and are of one instant (PRODUCT, section 7)."""

from typing import ClassVar

from django.db import migrations, models

TABLES = ("person", "membership", "organisation")
#: However it is changed; a row that is saved as it was has not. A new membership changes what is said of its person.
TRIGGERS = """
CREATE FUNCTION portal_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER accounts_{table}_changed BEFORE UPDATE ON accounts_{table} FOR EACH ROW "
    "WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION portal_note_change();"
    for table in TABLES
)
MEMBERSHIP = (
    "CREATE TRIGGER accounts_membership_made BEFORE INSERT ON accounts_membership "
    "FOR EACH ROW EXECUTE FUNCTION portal_note_change();"
)
BACK = (
    "DROP TRIGGER accounts_membership_made ON accounts_membership;"
    + "".join(f"DROP TRIGGER accounts_{table}_changed ON accounts_{table};" for table in TABLES)
    + "DROP FUNCTION portal_note_change();"
)


class Migration(migrations.Migration):
    """A column each, and the trigger that keeps it."""

    dependencies: ClassVar = [("accounts", "0006_notice_addresses")]
    operations: ClassVar = [
        *(
            migrations.AddField(
                model_name=table,
                name="changed_at",
                field=models.DateTimeField(
                    editable=False,
                    help_text="Kept by the database; empty where nothing changed since it was made.",
                    null=True,
                ),
            )
            for table in TABLES
        ),
        migrations.RunSQL(TRIGGERS + MEMBERSHIP, BACK),
    ]
