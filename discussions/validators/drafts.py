"""What somebody is writing, as it travels from a form to a service: nothing of it need be complete."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from discussions.enums import NameWithheld
from discussions.validators.sent import PERSONAL, NamedCoSignatory, SentFile, Speaker

#: For so long after a save somebody counts as still writing.
STILL_WRITING: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class DraftPlace:
    """Where a draft is to be sent: a prompt, the space as a whole (ids of neither), a reply, or a correction.

    `parent` is the post that is answered, `corrected` the one that is corrected; at most one of the
    last three is set.
    """

    space: int
    prompt: int | None = None
    parent: UUID | None = None
    corrected: UUID | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The same by the names of the draft's columns."""
        return {
            "space_id": self.space,
            "prompt_id": self.prompt,
            "parent_id": self.parent,
            "corrected_id": self.corrected,
        }

    @property
    def code(self) -> str:
        """The place in a word, for scripts."""
        if self.corrected is not None:
            return f"correct:{self.corrected}"
        if self.parent is not None:
            return f"post:{self.parent}"
        return f"prompt:{self.prompt}" if self.prompt is not None else f"space:{self.space}"


@dataclass(frozen=True)
class DraftContent:
    """A text that is being written. `body` is canonical, perhaps ""; `key` is that of its form.

    `is_shared`: colleagues of the organisation that it speaks for may edit it. `page` names the page
    in the browser that saves, None where that does not say; `is_last`: that page is gone, nothing newer
    can come from it.
    """

    body: str
    language: str
    key: UUID
    speaker: Speaker = PERSONAL
    files: tuple[SentFile, ...] = ()
    name_withheld: NameWithheld = NameWithheld.NO
    co_signatories: tuple[NamedCoSignatory, ...] = ()
    is_shared: bool = False
    page: UUID | None = None
    is_last: bool = False


@dataclass(frozen=True)
class OtherWriter:
    """Somebody else who saved the same draft within the last minutes."""

    name: str
    saved_at: datetime
