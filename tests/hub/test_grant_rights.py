"""What the role of web server and workers may do in the database."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hub.kit.models import Record
from hub.kit.record import write_record
from hub.management.commands.grant_rights import APPEND_ONLY, NEVER_DELETED

pytestmark = pytest.mark.django_db

ROLE = os.environ.get("HUB_WEB_ROLE", "")


@pytest.fixture
def as_web() -> Iterator[Any]:
    """A cursor with the rights of web server and workers."""
    if not ROLE:
        pytest.skip("HUB_WEB_ROLE names no role: this database is not one of ours")
    call_command("grant_rights", role=ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(ROLE)}")
        yield cursor
        cursor.execute("RESET ROLE")


def refused(cursor: Any, statement: str) -> bool:
    """Whether the database says that the right is missing."""
    try:
        with transaction.atomic():
            cursor.execute(statement)
    except DatabaseError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def columns(table: str) -> str:
    """Any column of a table."""
    with connection.cursor() as cursor:
        return str(connection.introspection.get_table_description(cursor, table)[0].name)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_takes_rows_and_nothing_else(as_web: Any, table: str) -> None:
    assert refused(as_web, f"UPDATE {table} SET {columns(table)} = {columns(table)}")
    assert refused(as_web, f"DELETE FROM {table}")
    assert refused(as_web, f"TRUNCATE {table}")
    as_web.execute(f"SELECT has_table_privilege('{table}', 'INSERT')")
    assert as_web.fetchone() == (True,)


@pytest.mark.parametrize("table", NEVER_DELETED)
def test_what_is_never_deleted_is_changed_at_most(as_web: Any, table: str) -> None:
    assert refused(as_web, f"DELETE FROM {table}")
    assert refused(as_web, f"TRUNCATE {table}")
    assert not refused(as_web, f"UPDATE {table} SET {columns(table)} = {columns(table)}")


def test_it_owns_nothing(as_web: Any) -> None:
    assert refused(as_web, "DROP TABLE kit_record")
    assert refused(as_web, "ALTER TABLE kit_record DISABLE TRIGGER ALL")
    assert refused(as_web, "DELETE FROM django_migrations")


def test_everything_else_is_its_to_read_and_write(as_web: Any) -> None:
    as_web.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT'))"
    )
    assert as_web.fetchall() == [("django_migrations",)]


def guarded() -> dict[str, set[str]]:
    """Table by table, what its triggers refuse: of rows, "UPDATE" and "DELETE"; a trigger of its own counts as DELETE."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, f.proname = 'refuse_change' AND tgtype & 16 > 0, tgtype & 8 > 0"
            " FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid"
            " WHERE f.proname LIKE 'refuse%' AND NOT tgisinternal"
        )
        rows = cursor.fetchall()
    found: dict[str, set[str]] = {}
    for table, update, delete in rows:
        refused_acts = found.setdefault(table, set())
        refused_acts |= {act for act, is_so in (("UPDATE", update), ("DELETE", delete)) if is_so}
    return found


def test_every_table_with_a_trigger_against_change_is_in_its_list() -> None:
    tables = guarded()
    both = {table for table, acts in tables.items() if acts == {"UPDATE", "DELETE"}}
    assert both == set(APPEND_ONLY)
    assert set(tables) - both == set(NEVER_DELETED)


def test_a_role_that_does_not_exist_is_told() -> None:
    with pytest.raises(CommandError, match="no role 'nobody_at_all'"):
        call_command("grant_rights", role="nobody_at_all")


@pytest.mark.django_db(transaction=True)
def test_who_connects_as_web_and_worker_do_adds_to_the_record_and_changes_nothing_of_it() -> None:
    """Not a role that was put on, but a connection of its own, as the portal makes it."""
    if not ROLE:
        pytest.skip("HUB_WEB_ROLE names no role: this database is not one of ours")
    kept = write_record("publish", ("post", "x"), by=None)
    call_command("grant_rights", role=ROLE)
    given = connection.get_connection_params()
    places = {name: given[name] for name in ("host", "port", "dbname") if given.get(name)}
    web = psycopg2.connect(user=ROLE, **places)
    web.autocommit = True
    try:
        with web.cursor() as cursor:
            cursor.execute("SELECT current_user, session_user")
            assert cursor.fetchone() == (ROLE, ROLE)
            cursor.execute(
                "INSERT INTO kit_record (act, subject_type, subject_id, reason, detail)"
                " VALUES ('hide', 'post', 'x', '', '{}')"
            )
            for statement in (
                "UPDATE kit_record SET act = 'unhide'",
                "DELETE FROM kit_record",
                "TRUNCATE kit_record",
                "DROP TABLE kit_record",
                "ALTER TABLE kit_record DISABLE TRIGGER ALL",
                f"SET ROLE {given['user']}",
            ):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(statement)
    finally:
        web.close()
    assert list(Record.objects.order_by("pk").values_list("act", flat=True)) == [kept.act, "hide"]


@pytest.mark.django_db(transaction=True)
def test_even_the_owner_of_the_record_neither_changes_nor_deletes_an_entry() -> None:
    write_record("publish", ("post", "x"), by=None)
    for change in (lambda: Record.objects.update(act="hide"), Record.objects.all().delete):
        with pytest.raises(DatabaseError, match="only ever added"):
            change()
    assert Record.objects.get().act == "publish"
