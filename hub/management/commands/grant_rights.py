"""`manage.py grant_rights --role ROLE`: what the role of web and worker may do, which owns nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

#: Tables to which rows are only ever added: their triggers refuse a change, and so does the right.
APPEND_ONLY = (
    "kit_record",
    "discussions_attachment",
    "discussions_documentfile",
    "discussions_windowchange",
    "discussions_promptwording",
    "discussions_postmove",
    "moderation_decision",
)
#: Rows that change but are never deleted; the trigger of some says how alone they may change.
NEVER_DELETED = (
    "discussions_post",
    "discussions_version",
    "discussions_endorsement",
    "discussions_cosignatory",
    "discussions_redaction",
    "discussions_report",
)


class Command(BaseCommand):
    """Grants every table but those of the migrations, and less where rows are only ever added."""

    help = "Grants the role of web server and workers what it needs, and no more."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--role", required=True, help="a role that exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, in one transaction; may be run again. Raises CommandError for an unknown role."""
        role = options["role"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                raise CommandError(f"There is no role {role!r} in this database cluster.")
            quoted = connection.ops.quote_name(role)
            statements = [
                f"GRANT USAGE ON SCHEMA public TO {quoted}",
                f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
                f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}",
                *(f"REVOKE UPDATE, DELETE ON {table} FROM {quoted}" for table in APPEND_ONLY),
                *(f"REVOKE DELETE ON {table} FROM {quoted}" for table in NEVER_DELETED),
            ]
            cursor.execute("; ".join(statements))
