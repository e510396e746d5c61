"""The state of everything that the index of spaces shows, in one small statement."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_INDEX = """
SELECT statement_timestamp(),
       md5(coalesce(string_agg(id || ':' || revision, ',' ORDER BY id), '')),
       (SELECT max(changed_at) FROM kit_frametext)
FROM discussions_space WHERE published_at <= statement_timestamp()
"""


@dataclass(frozen=True)
class IndexStamp:
    """`at` is the database's clock; `revision` differs as soon as any published space differs."""

    at: datetime
    revision: str
    frame: str


def index_stamp() -> IndexStamp:
    """What the index looks like now."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX)
        at, revision, frame = cursor.fetchone()
    return IndexStamp(at, revision, frame.isoformat() if frame else "")
