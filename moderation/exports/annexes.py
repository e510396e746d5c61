"""The columns of the tables beside those of posts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import StakeholderGroup
from discussions.access.words import ShownSpeaker
from discussions.enums import CoSignatoryState, EndorserKind, PostState, ReasonCode, Standing
from discussions.models import CoSignatory, Endorsement
from hub.kit.tables import Cell, Member
from moderation.enums import LeftOut
from moderation.exports.changes import KIND_WORDS, Change
from moderation.exports.fields import Codes, Field, label_of, named_country, named_language
from moderation.exports.lines import FileLine, PostLine, VersionLine
from moderation.exports.what_changed import WHAT


@dataclass(frozen=True)
class LateLine:
    """An input that came late, or a late version of one that came in time; no version: its text is not shown."""

    post: PostLine
    version: VersionLine | None
    is_correction: bool


@dataclass(frozen=True)
class OtherLine:
    """A version of a post that is no more, or not yet, the one by which it counts."""

    post: PostLine
    version: VersionLine


@dataclass(frozen=True)
class Contributor:
    """Who spoke, as the reader may know it, and how often."""

    speaker: ShownSpeaker
    submissions: int
    replies: int
    late: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class CountLine:
    """One number and what it counts; `part` groups them."""

    key: str
    part: str
    item: str
    number: int


@dataclass(frozen=True)
class ManifestLine:
    """A file of the package with the post that it came with; documents of the space have no reference."""

    member: Member
    reference: str
    name: str


@dataclass(frozen=True)
class Endorsed:
    """An endorsement and what it endorses."""

    post: PostLine
    by: Endorsement


@dataclass(frozen=True)
class Signed:
    """A co-signatory and what it was asked to sign."""

    post: PostLine
    by: CoSignatory


_LATE_WORDS: Final = Codes({"input": _("Whole input"), "version": _("Late version")})
_GROUPS = label_of(StakeholderGroup)
_STANDINGS = label_of(Standing)


_REFERENCE_TITLE = _("Reference")
_REFERENCE_MEANING = _("Of the submission or reply")
_NARROW, _WIDE = 9, 32


def _number(post: PostLine, version_id: UUID | None) -> int | None:
    """The number of a version of the post, without asking the database."""
    numbers = (row.number for row in post.post.versions.all() if row.pk == version_id)
    return next(numbers, None)


def _reference(take: Callable[[Any], Cell]) -> Field[Any]:
    return Field("reference", _REFERENCE_TITLE, _REFERENCE_MEANING, take, 12)


ENDORSEMENTS: tuple[Field[Endorsed], ...] = (
    _reference(lambda r: r.post.reference),
    Field("by", _("Endorsed by"), _("Name of the organisation or person"), lambda r: r.by.endorser_name, _WIDE),
    Field("kind", _("Kind"), _("organisation or person: the two are counted apart"), lambda r: r.by.kind, 14, label_of(EndorserKind)),
    Field("stakeholder_group", _("Stakeholder group"), _("Code of the stakeholder group"), lambda r: r.by.stakeholder_group, 20, _GROUPS),
    Field("at", _("Endorsed (UTC)"), _("When, in UTC"), lambda r: r.by.at, 19),
    Field("reservation", _("Reservation"), _("What the endorsement does not cover"), lambda r: r.by.reservation, 60),
    Field("version", _("Version"), _("Number of the version that was endorsed, or confirmed since; empty where it is not known"), lambda r: _number(r.post, r.by.version_id), _NARROW),
    Field("verified", _("Verified"), _("Whether staff have checked the organisation and who speaks for it"), lambda r: r.by.is_verified, _NARROW),
    Field("withdrawn_at", _("Taken back (UTC)"), _("When it was taken back, in UTC; such ones are in the restricted variant alone"), lambda r: r.by.withdrawn_at, 19),
)  # fmt: skip

CO_SIGNATORIES: tuple[Field[Signed], ...] = (
    _reference(lambda r: r.post.reference),
    Field("organisation", _("Organisation"), _("Named in the joint submission"), lambda r: r.by.organisation_name, _WIDE),
    Field("stakeholder_group", _("Stakeholder group"), _("Code of the stakeholder group"), lambda r: r.by.stakeholder_group, 20, _GROUPS),
    Field("state", _("Answer"), _("invited, confirmed or declined"), lambda r: r.by.state, 16, label_of(CoSignatoryState)),
    Field("answered_at", _("Answered (UTC)"), _("When, in UTC; empty where it is not known"), lambda r: r.by.answered_at, 19),
    Field("version", _("Version"), _("Number of the version that the answer speaks of; empty where it is not known"), lambda r: _number(r.post, r.by.version_id), _NARROW),
    Field("verified", _("Verified"), _("Whether it is known that the answer is the organisation's; empty while there is none"), lambda r: r.by.is_verified if r.by.state != CoSignatoryState.INVITED else None, _NARROW),
)  # fmt: skip

ATTACHMENTS: tuple[Field[FileLine], ...] = (
    _reference(lambda r: r.reference),
    Field("version", _("Version"), _("Number of the version with which the file came"), lambda r: r.version, _NARROW),
    Field("current", _("Current"), _("Whether that is the version that the other sheets hold"), lambda r: r.is_current, _NARROW),
    Field("number", pgettext_lazy("rank", "Number"), _("Place among the files of that version, from 1"), lambda r: r.number, _NARROW),
    Field("name", _("Original name"), _("As the sender named it; a withheld name leaves a number alone"), lambda r: r.shown.name, _WIDE),
    Field("media_type", _("Type"), _("Media type, by the content of the file"), lambda r: r.shown.attachment.media_type, 24),
    Field("size", _("Bytes"), _("Size in bytes"), lambda r: r.shown.attachment.size, 12),
    Field("sha256", "SHA-256", _("Of the file as received, as on the receipt; empty where moderators withhold it: a small file could be found by trying"), lambda r: r.shown.attachment.sha256 if r.shown.mask_reason is None else "", 20),
    Field("path", _("Path"), _("Where it lies in this package; empty where it is left out"), lambda r: r.path_in_package, 48),
    Field("left_out", _("Left out because"), _("Code of moderators' reason; not-scanned or virus where it is the virus scanner's; not-asked-for: without files; empty where it is in this package"), lambda r: r.left_out, 24, label_of(ReasonCode, LeftOut)),
)  # fmt: skip

CONTRIBUTORS: tuple[Field[Contributor], ...] = (
    Field("organisation", _("Organisation"), _("For whom, as shown with the input"), lambda r: r.speaker.organisation, _WIDE),
    Field("name", _("Name"), _("Who spoke; withheld names share one row for each group and organisation shown"), lambda r: r.speaker.name, 24),
    Field("stakeholder_group", _("Stakeholder group"), _("Code of the stakeholder group"), lambda r: r.speaker.group, 20, _GROUPS),
    Field("country", _("Country"), _("ISO 3166-1 code of the country"), lambda r: r.speaker.country, 16, named_country),
    Field("submissions", _("Submissions"), _("How many submissions in this export"), lambda r: r.submissions, 12),
    Field("replies", _("Replies"), _("How many replies in this export"), lambda r: r.replies, _NARROW),
    Field("late", _("Late"), _("How many of both came late"), lambda r: r.late, _NARROW),
    Field("first_at", _("First (UTC)"), _("When the first of them was received, in UTC"), lambda r: r.first, 19),
    Field("last_at", _("Last (UTC)"), _("When the last of them was received, in UTC"), lambda r: r.last, 19),
)  # fmt: skip

LATE: tuple[Field[LateLine], ...] = (
    _reference(lambda r: r.post.reference),
    Field("what", _("What came late"), _("input: the whole input; version: a late version of an input that was in time"), lambda r: "version" if r.is_correction else "input", 14, _LATE_WORDS),
    Field("version", _("Version"), _("Number of the version that this row holds"), lambda r: r.version.number if r.version else None, _NARROW),
    Field("received_at", _("Received (UTC)"), _("When it was received, in UTC"), lambda r: r.version.received_at if r.is_correction and r.version else r.post.post.received_at, 19),
    Field("closes_at", _("Closed (UTC)"), _("When its window closed, as it stands at the cut-off, in UTC"), lambda r: r.post.window.closes_at if r.post.window else None, 19),
    Field("name", _("Name"), _("Who speaks"), lambda r: r.version.speaker.name if r.version else None, 24),
    Field("organisation", _("Organisation"), _("For whom"), lambda r: r.version.speaker.organisation if r.version else None, _WIDE),
    Field("language", _("Language"), _("ISO 639 code of the language of the text"), lambda r: r.version.language if r.version else None, 12, named_language),
    Field("text", _("Text"), _("As plain text; empty where readers of this export may not see it"), lambda r: r.version.text if r.version else None, 80),
)  # fmt: skip

OTHER_VERSIONS: tuple[Field[OtherLine], ...] = (
    _reference(lambda r: r.post.reference),
    Field("version", _("Version"), _("Number of the version that this row holds"), lambda r: r.version.number, _NARROW),
    Field("current_version", _("Version that counts"), _("Number of the version that the sheets of submissions and replies hold"), lambda r: r.post.current.number if r.post.current else None, _NARROW),
    Field("received_at", _("Received (UTC)"), _("When that version was received, in UTC"), lambda r: r.version.received_at, 19),
    Field("standing", _("In time"), _("How it stood to the deadline when it was received: on-time, grace, late"), lambda r: r.version.standing, 12, _STANDINGS),
    Field("language", _("Language"), _("ISO 639 code of the language of the text"), lambda r: r.version.language, 12, named_language),
    Field("text", _("Text"), _("As plain text; empty where readers of this export may not see it"), lambda r: r.version.text, 80),
    Field("text_sha256", _("SHA-256 of the text"), _("Of the text as received (HTML, UTF-8), as on the receipt"), lambda r: r.version.sha256, 20),
)  # fmt: skip

CHANGES: tuple[Field[Change], ...] = (
    _reference(lambda r: r.reference),
    Field("prompt", _("Question"), _("Number of the question now; 0: to the space as a whole; empty where it left the space"), lambda r: r.prompt, _NARROW),
    Field("entity", _("Organisation or name"), _("Who speaks, as readers of this export may know; empty where they may not"), lambda r: r.entity, _WIDE),
    Field("change", pgettext_lazy("column", "Change"), _("Since the earlier export: new, changed or gone"), lambda r: r.kind.value, 14, Codes(KIND_WORDS)),
    Field("what", _("What changed"), _("Codes of what differs, or why it is gone"), lambda r: " ".join(r.what), 60, WHAT),
    Field("state", _("State now"), _("At the cut-off: pending, published, returned, rejected, hidden, merged, withdrawn; empty where it left the space"), lambda r: r.state, 18, label_of(PostState)),
)  # fmt: skip

COUNTS: tuple[Field[CountLine], ...] = (
    Field("part", _("Part"), _("What is counted here"), lambda r: r.part, 40),
    Field("item", _("Item"), _("Of that, which"), lambda r: r.item, 48),
    Field("number", _("Number"), _("How many"), lambda r: r.number, 12),
    Field("key", _("Code"), _("The same line in every language"), lambda r: r.key, 28),
)  # fmt: skip

MANIFEST: tuple[Field[ManifestLine], ...] = (
    Field("path", _("Path"), _("Where the file lies in this package"), lambda r: r.member.path),
    Field("reference", _("Reference"), _("Of the input with which it came; empty for a document of the space"), lambda r: r.reference),
    Field("original_name", _("Original name"), _("As the sender named it; a withheld name leaves a number alone"), lambda r: r.name),
    Field("size", _("Bytes"), _("Size in bytes"), lambda r: r.member.size),
    Field("sha256", "SHA-256", _("Of the file"), lambda r: r.member.sha256),
)  # fmt: skip
