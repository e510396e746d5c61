"""What part of the record is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class RecordQuery:
    """What is asked of the record; what is empty leaves nothing out.

    `post_id` and `space_id` are those that the viewer may read the record of. `since` and `until` are UTC, `until` not
    included. `acts` are codes.
    """

    space_id: int | None = None
    post_id: UUID | None = None
    person: str = ""
    acts: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
