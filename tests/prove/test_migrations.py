"""All migrations are undone, and done again, on a database of their own."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings

pytestmark = pytest.mark.prove

OURS = ("moderation", "discussions", "accounts", "kit")


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of an empty database on the server of the tests."""
    name = f"undone_{uuid.uuid4().hex[:12]}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def migrate(address: str, *where: str) -> None:
    """`manage.py migrate` as the owner of a database."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", *where],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def ours(address: str) -> set[str]:
    """What our migrations made in a database: tables, triggers and functions."""
    connection = psycopg2.connect(address)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " UNION SELECT trigger_name FROM information_schema.triggers"
            " UNION SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
            " WHERE nspname = 'public' AND proname ~ '^(refuse|portal)_'"
        )
        names = {name for (name,) in cursor.fetchall()}
    connection.close()
    return {
        name
        for name in names
        if name.startswith((*(f"{one}_" for one in OURS), "refuse_", "portal_"))
    }


def test_all_of_them_can_be_undone_and_done_again(empty_database: str) -> None:
    migrate(empty_database)
    whole = ours(empty_database)
    assert {"discussions_post", "kit_record_append_only", "refuse_change", "portal_fold"} <= whole
    for label in OURS:
        migrate(empty_database, label, "zero")
    assert ours(empty_database) == set()
    migrate(empty_database)
    assert ours(empty_database) == whole
