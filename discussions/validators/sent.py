"""What somebody sends, checked: the values that travel from a form to a service."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from discussions.enums import Capacity, NameWithheld


@dataclass(frozen=True)
class Speaker:
    """For whom somebody speaks. `organisation` is the id of one of theirs, None in personal capacity."""

    capacity: Capacity
    organisation: int | None = None


PERSONAL = Speaker(Capacity.PERSONAL)


@dataclass(frozen=True)
class SentFile:
    """A file of a text: the id of an upload, or of an attachment of the post that is being corrected.

    `name` "" keeps the name that it came with; `language` None: not said.
    """

    id: UUID
    name: str = ""
    language: str | None = None


@dataclass(frozen=True)
class NamedCoSignatory:
    """An organisation that a lead names: one of the portal (`organisation`, its id), or any other by name and address."""

    organisation: int | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Posted:
    """What a form said where the state of the portal decides what comes of it: the same form says the same later.

    `co_signatories`: the rows that were filled in, by folded name and address; one empty row where the form
    had the part and nothing in it, none where it had no such part.
    """

    name_withheld: str
    co_signatories: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SubmittedText:
    """A text as sent. `body` is canonical; `key` names the form that it was sent with.

    `files` stand in their order. `differs_from`: references of posts of which the sender has said
    that this text is another. `posted`: what the form itself said, None where there was none. `ends_draft`: its form knew the draft of the place, which ends with it;
    a form that says nothing of a draft leaves what is written there alone.
    """

    body: str
    language: str
    speaker: Speaker
    key: UUID
    files: tuple[SentFile, ...] = ()
    name_withheld: NameWithheld = NameWithheld.NO
    co_signatories: tuple[NamedCoSignatory, ...] = ()
    differs_from: tuple[str, ...] = ()
    ends_draft: bool = True
    posted: Posted | None = None

    def digest(self, place: str, files: Sequence[tuple[str, str, str | None]]) -> str:
        """SHA-256 of all that makes it this content at this place: the same digest, the same act.

        `files` are the hash, the name and the language of each. Of a form counts what it said, not
        what was made of it then (`posted`). What is said of similar posts is
        no part of the content.
        """
        posted = self.posted or Posted(self.name_withheld, ())
        named: Sequence[Sequence[int | str | None]] = posted.co_signatories
        if self.posted is None:
            named = [[one.organisation, one.name, one.email] for one in self.co_signatories]
        content = [
            place,
            hashlib.sha256(self.body.encode()).hexdigest(),
            self.language,
            self.speaker.capacity,
            self.speaker.organisation,
            posted.name_withheld,
            [list(row) for row in named],
            [list(file) for file in files],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@dataclass(frozen=True)
class IncomingFile:
    """A file that a form brought and that was recognised: its safe name, its type, its bytes."""

    name: str
    media_type: str
    content: BinaryIO
