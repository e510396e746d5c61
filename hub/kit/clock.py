"""Time. Where an instant decides something it is the database's; elsewhere it is `now()`, which tests may freeze."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """This process's clock, UTC. Only for what decides nothing (labels, file names, waiting times)."""
    return datetime.now(UTC)


def transaction_now() -> datetime:
    """PostgreSQL's `now()`: the instant at which the current transaction began, UTC, the same however long it waits."""
    return _ask("SELECT now()")


def database_now() -> datetime:
    """PostgreSQL's `clock_timestamp()`: this very moment by the database's clock, UTC."""
    return _ask("SELECT clock_timestamp()")


def _ask(statement: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (instant,) = cursor.fetchone()
    return instant.astimezone(UTC)  # type: ignore[no-any-return]  # a cursor gives Any
