"""Where a moderator puts a post."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Destination:
    """What the post shall answer, by ids: a question, the space as a whole (neither), or another post of the space.

    For a post the question is that post's own, whatever is said here.
    """

    space: int
    prompt: int | None = None
    parent: uuid.UUID | None = None
