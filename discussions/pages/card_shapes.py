"""The shapes of what templates draw of a post, and what all cards of a page share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from discussions.access.viewer import Viewer
from discussions.models import Space
from discussions.pages.texts import FileLine, Prose
from discussions.pages.windows import Status


@dataclass(frozen=True)
class Setting:
    """What all cards of a page share. `moderators` are people; `reasons` the words for the codes."""

    space: Space
    viewer: Viewer
    language: str
    at: datetime
    moderators: frozenset[int]
    reasons: Mapping[str, str]

    def reason(self, code: str | None) -> str:
        """The words for a code; "" without one."""
        return self.reasons.get(code, "") if code else ""


@dataclass(frozen=True)
class Byline:
    """Who speaks (components/byline.html)."""

    name: str
    organisation: str
    group: str
    country: str
    initials: str
    is_moderator: bool
    is_withheld: bool
    is_unverified: bool
    language: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `url` "" where they do not, and `refusal` says why."""

    text: str
    url: str
    is_main: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Answered:
    """What a reply answers: its speaker, or its reference where that is not public."""

    name: str
    url: str


@dataclass(frozen=True)
class Signature:
    """Who signs or endorses with an author, and what a reader should know of it (components/signatures.html)."""

    name: str
    notes: list[str]


@dataclass(frozen=True)
class EndorsingGroup:
    """The organisations of one stakeholder group that endorse a post."""

    group: str
    names: list[Signature]


@dataclass(frozen=True)
class EarlierVersion:
    """An earlier wording that readers may still look at; `compare_url` shows what changed since."""

    number: int
    sent: str
    url: str
    compare_url: str


@dataclass(frozen=True)
class PostCard:
    """A post with its text (components/post.html)."""

    reference: str
    parent: str
    state: str
    level: int
    url: str
    speaker: Byline
    text: Prose
    files: list[FileLine]
    sent_at: datetime
    sent: str
    language_name: str
    standing: Status | None
    answers: Answered | None
    joint_with: list[Signature]
    version: int
    corrected: str
    versions: list[EarlierVersion]
    endorsements: list[EndorsingGroup]
    personal_endorsements: list[Signature]
    notes: list[str]
    actions: list[Link]
    files_url: str = ""
    moderate: list[Link] = field(default_factory=list)
    is_stub: bool = False

    @property
    def endorsing_organisations(self) -> int:
        """How many organisations endorse it."""
        return sum(len(group.names) for group in self.endorsements)


@dataclass(frozen=True)
class Stub:
    """The place of a post whose text is not public (components/stub.html)."""

    reference: str
    parent: str
    state: str
    date: str
    reason: str
    other: str
    other_url: str
    language: str
    url: str
    is_stub: bool = True


@dataclass(frozen=True)
class AncestorLine:
    """A post above those of this page, in one line (components/ancestor.html)."""

    reference: str
    url: str
    name: str
    opening: str
    language: str


Entry = PostCard | Stub
