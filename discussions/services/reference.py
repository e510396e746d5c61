"""The next reference of a space (PRODUCT, section 2: gapless and unique, taken last)."""

from django.db import connection
from django.db.models import F

from discussions.models import Space


def issue_number(space_id: int) -> int:
    """The number of the next reference, in the caller's transaction; raises the revision with it.

    One update of the space's counter: its row stays locked until the transaction ends, so this comes
    last of all that may wait or be refused. A transaction that is rolled back issues nothing.
    """
    return issue_numbers(space_id, 1)


def issue_numbers(space_id: int, count: int) -> int:
    """The same for the next `count` references, which follow each other; the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE discussions_space SET last_number = last_number + %s, revision = revision + 1"
            " WHERE id = %s RETURNING last_number",
            [count, space_id],
        )
        (number,) = cursor.fetchone()
    return int(number) - count + 1


def raise_revision(space_id: int) -> None:
    """Tell cached pages that what the public sees of the space has changed."""
    Space.objects.filter(pk=space_id).update(revision=F("revision") + 1)
