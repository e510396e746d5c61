"""How many attempts a window refused on a day: a count, without their text (PRODUCT, section 4)."""

from datetime import UTC

from django.db import connection, transaction

from hub.kit.clock import database_now


def count_refused_attempt(space_id: int, code: str) -> None:
    """Add one to the day's count (UTC), in a short transaction of its own after the rollback."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO discussions_refusedattempt (space_id, day, code, attempts, last_at)"
            " VALUES (%s, %s, %s, 1, clock_timestamp()) ON CONFLICT (space_id, day, code)"
            " DO UPDATE SET attempts = discussions_refusedattempt.attempts + 1,"
            " last_at = clock_timestamp()",
            [space_id, database_now().astimezone(UTC).date(), code],
        )
