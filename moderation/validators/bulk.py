"""Which posts a decision on many is about, and what was seen of each."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from moderation.validators.decisions import SeenPost

#: Posts of one decision; as many as stand on a page of the queue, and some more.
MOST: Final = 50
_UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SEEN: Final = re.compile(f"({_UUID}):({_UUID}):([0-9]{{1,15}})")


def seen_value(seen: SeenPost) -> str:
    """What a form carries of a post that was seen."""
    return f"{seen.post_id}:{seen.version_id}:{seen.decision_id}"


def seen_values(given: Iterable[str]) -> list[SeenPost]:
    """The posts that a form names, each once, however many; what is none counts as left out."""
    found: dict[UUID, SeenPost] = {}
    for value in given:
        match = _SEEN.fullmatch(value)
        if match is not None:
            seen = SeenPost(UUID(match[1]), UUID(match[2]), int(match[3]))
            found.setdefault(seen.post_id, seen)
    return list(found.values())
