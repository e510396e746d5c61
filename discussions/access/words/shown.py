"""What a viewer is shown of a version: its exposure, its text, its speaker, its files."""

from dataclasses import dataclass
from enum import StrEnum

from discussions.enums import ScanState
from discussions.models import Attachment
from hub.kit.personal_data import Kind


class Exposure(StrEnum):
    """How much of a post a viewer meets."""

    TEXT = "text"  # its text and speaker
    STUB = "stub"  # its place in the thread, with state and reason
    LINE = "line"  # its line in the register alone


@dataclass(frozen=True)
class ShownText:
    """A text as a viewer may read it. `html` is canonical and safe to print; "" where all of it is masked.

    `mask_reason`: why all of it is masked. `withheld`: why moderators keep words of it from readers, a code for each
    passage in whose place a mask stands. `masked_data`: the same for the kinds of addresses and numbers.
    `sha256` is that of the text as sent; it is the hash of `html` only where the text `is_whole`.
    """

    html: str
    language: str
    sha256: str
    mask_reason: str | None = None
    masked_data: tuple[Kind, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is masked."""
        return self.mask_reason is None and not self.masked_data and not self.withheld


@dataclass(frozen=True)
class ShownSpeaker:
    """Who speaks, as a viewer may know it. `name` is never blank; codes are those of the enums."""

    name: str
    organisation: str = ""
    group: str | None = None
    country: str | None = None
    is_verified: bool = True
    is_withheld: bool = False
    is_known: bool = True


@dataclass(frozen=True)
class Snapshot:
    """The speaker as it was kept when the version was sent: null where nothing was, for archives."""

    name: str | None
    organisation: str | None
    group: str | None
    country: str | None
    capacity: str | None
    is_verified: bool


@dataclass(frozen=True)
class ShownFile:
    """A file as a viewer may know it. A masked one keeps name, size and why; it cannot be fetched.

    `mask_reason` is the code of moderators; `kept_because` the same for who has it all the same, its author. `scan`: the
    virus scanner keeps it from everybody, and no act of anybody opens it.
    """

    attachment: Attachment
    name: str
    mask_reason: str | None = None
    scan: ScanState | None = None
    kept_because: str | None = None

    @property
    def is_masked(self) -> bool:
        """Whether it is kept from the viewer."""
        return self.mask_reason is not None or self.scan is not None
