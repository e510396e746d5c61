"""What a moderator saw and said when deciding."""

import uuid
from dataclasses import dataclass
from typing import Final

from discussions.enums import ReasonCode
from moderation.enums import DecisionAct

#: What the form of the panel calls "reject, because it is late".
REFUSE_LATE: Final = "refuse-late"


@dataclass(frozen=True)
class SeenPost:
    """What the moderator had before them: the post, its latest version, the last decision on it (0: none yet)."""

    post_id: uuid.UUID
    version_id: uuid.UUID
    decision_id: int = 0


@dataclass(frozen=True)
class DecisionWords:
    """Why. `message` goes to the author; `internal_note` stays among staff; `batch` is of decisions taken together."""

    reason: ReasonCode | None = None
    message: str = ""
    internal_note: str = ""
    batch: uuid.UUID | None = None


@dataclass(frozen=True)
class Occasion:
    """What can be decided when a form is shown. `reads`: the language of the author's account, by its code.

    "": the author has no account, and is not written to. None: there are several authors.
    """

    acts: frozenset[DecisionAct]
    reads: str | None = None


NO_WORDS = DecisionWords()
