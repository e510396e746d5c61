"""One snapshot of the database for everything that an export reads (PRODUCT, section 7)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """What is read inside is as of one instant: a read-only transaction of the level REPEATABLE READ.

    Inside another transaction, whose level stands already, it is that one's.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
