"""What somebody sends, checked: the values that travel from a form to a service."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from discussions.enums import Capacity


@dataclass(frozen=True)
class Speaker:
    """For whom somebody speaks. `organisation` is the id of one of theirs, None in personal capacity."""

    capacity: Capacity
    organisation: int | None = None


PERSONAL = Speaker(Capacity.PERSONAL)


@dataclass(frozen=True)
class SubmittedText:
    """A text as sent. `body` is canonical; `key` names the form that it was sent with.

    `files` are ids of uploads of the same person, in their order; `keeps` the ids of attachments
    that a correction takes over from the version before it.
    """

    body: str
    language: str
    speaker: Speaker
    key: UUID
    files: tuple[UUID, ...] = ()
    keeps: tuple[UUID, ...] = ()

    def digest(self, place: str, file_hashes: Sequence[str]) -> str:
        """SHA-256 of all that makes it this content at this place: the same digest, the same act."""
        content = [
            place,
            hashlib.sha256(self.body.encode()).hexdigest(),
            self.language,
            self.speaker.capacity,
            self.speaker.organisation,
            list(file_hashes),
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@dataclass(frozen=True)
class IncomingFile:
    """A file that a form brought and that was recognised: its safe name, its type, its bytes."""

    name: str
    media_type: str
    content: BinaryIO
