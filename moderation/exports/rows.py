"""The columns of a post: the workbook, the CSV file and the data dictionary are all made from them."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import StakeholderGroup
from discussions.access.words import ShownSpeaker
from discussions.enums import (
    CoSignatoryState,
    EndorserKind,
    OutsideKind,
    PostState,
    ReasonCode,
    Standing,
)
from hub.kit.tables import Cell
from moderation.exports.changes import KIND_WORDS
from moderation.exports.fields import Codes, Field, label_of, named_country, named_language
from moderation.exports.lines import PostLine, VersionLine
from moderation.exports.what_changed import WHAT


def _current(take: Callable[[VersionLine], Cell]) -> Callable[[PostLine], Cell]:
    return lambda line: take(line.current) if line.current else None


def _speaker(take: Callable[[ShownSpeaker], Cell]) -> Callable[[PostLine], Cell]:
    return _current(lambda version: take(version.speaker))


_STATES = label_of(PostState)
_STANDINGS = label_of(Standing)
_GROUPS = label_of(StakeholderGroup)
_REASONS = label_of(ReasonCode)
_WIDE, _NARROW = 32, 9

_REFERENCE = Field[PostLine](
    "reference", _("Reference"), _("Under which the input was received; it never changes"),
    lambda r: r.reference, 12,
)  # fmt: skip
_THREAD = (
    Field[PostLine](
        "thread", _("Thread"), _("Reference of the submission under which it stands"),
        lambda r: r.thread, 12,
    ),
    Field[PostLine](
        "parent", _("In reply to"), _("Reference of what it answers; empty for a submission"),
        lambda r: r.parent, 12,
    ),
    Field[PostLine](
        "depth", _("Depth"), _("0 is a submission, 1 answers one, 2 answers a reply, and so on"),
        lambda r: r.post.depth, _NARROW,
    ),
)  # fmt: skip
_PLACE_AND_STATE = (
    Field[PostLine](
        "prompt", _("Question"), _("Number of the question; 0: to the space as a whole"),
        lambda r: r.prompt, _NARROW,
    ),
    Field[PostLine](
        "received_at", _("Received (UTC)"), _("When the first version was received, in UTC"),
        lambda r: r.post.received_at, 19,
    ),
    Field[PostLine](
        "standing", _("In time"), _("How it stood to the deadline when it was received: on-time, grace, late"),
        lambda r: r.post.standing, 12, _STANDINGS,
    ),
    Field[PostLine](
        "state", _("State"), _("At the cut-off: pending, published, returned, rejected, hidden, merged, withdrawn"),
        lambda r: r.post.state, 14, _STATES,
    ),
    Field[PostLine](
        "state_since", _("Since (UTC)"), _("When it came into that state, in UTC"),
        lambda r: r.post.state_since, 19,
    ),
    Field[PostLine](
        "reason", _("Reason"), _("Code of the reason for that state"),
        lambda r: r.post.reason, 14, _REASONS,
    ),
    Field[PostLine](
        "merged_into", _("Merged with"), _("Reference of the input with which it was merged"),
        lambda r: r.survivor, 12,
    ),
)  # fmt: skip
_WORDS = (
    Field[PostLine](
        "name", _("Name"), _("Who speaks, as shown when it was sent; or that the name is withheld"),
        _speaker(lambda s: s.name), 24,
    ),
    Field[PostLine](
        "organisation", _("Organisation"), _("For whom, as shown when it was sent"),
        _speaker(lambda s: s.organisation), _WIDE,
    ),
    Field[PostLine](
        "stakeholder_group", _("Stakeholder group"), _("Code of the stakeholder group"),
        _speaker(lambda s: s.group), 20, _GROUPS,
    ),
    Field[PostLine](
        "country", _("Country"), _("ISO 3166-1 code of the country"),
        _speaker(lambda s: s.country), 16, named_country,
    ),
    Field[PostLine](
        "verified", _("Verified"), _("Whether staff had checked the organisation"),
        _speaker(lambda s: s.is_verified), _NARROW,
    ),
    Field[PostLine](
        "name_withheld", _("Name withheld"), _("Whether the name is kept from the reader of this export"),
        _speaker(lambda s: s.is_withheld), _NARROW,
    ),
    Field[PostLine](
        "language", _("Language"), _("ISO 639 code of the language of the text; und: another"),
        _current(lambda v: v.language), 12, named_language,
    ),
    Field[PostLine](
        "text", _("Text"), _("As plain text; empty where readers of this export may not see it"),
        _current(lambda v: v.text), 80,
    ),
    Field[PostLine](
        "masked", _("Masked"), _("Code of the reason for which the text, or words in it, are withheld"),
        _current(lambda v: v.mask_reason), 12, _REASONS,
    ),
    Field[PostLine](
        "version", _("Version"), _("Number of the version that this row holds"),
        _current(lambda v: v.number), _NARROW,
    ),
    Field[PostLine](
        "version_received_at", _("Version received (UTC)"), _("When that version was received, in UTC"),
        _current(lambda v: v.received_at), 19,
    ),
    Field[PostLine](
        "late_version", _("Late version"), _("Number of a later version that came late: see the sheet of late inputs"),
        lambda r: r.later[-1].number if r.later else None, _NARROW,
    ),
    Field[PostLine](
        "text_sha256", _("SHA-256 of the text"), _("Of the text as received (HTML, UTF-8), as on the receipt"),
        _current(lambda v: v.sha256), 20,
    ),
)  # fmt: skip
_MORE = (
    Field[PostLine](
        "co_signatories", _("Co-signatories"), _("How many organisations confirmed it as a joint submission"),
        lambda r: sum(c.state == CoSignatoryState.CONFIRMED for c in r.co_signatories), _NARROW,
    ),
    Field[PostLine](
        "endorsements", _("Endorsements"), _("How many organisations endorse it; persons that do stand on the sheet of endorsements"),
        lambda r: sum(
            e.kind == EndorserKind.ORGANISATION and e.withdrawn_at is None for e in r.endorsements
        ), _NARROW,
    ),
    Field[PostLine](
        "files", _("Files"), _("How many files came with this version"),
        _current(lambda v: len(v.files)), _NARROW,
    ),
    Field[PostLine](
        "outside_source", _("Came in by"), _("How it reached the secretariat, where staff entered it"),
        lambda r: r.post.outside_kind if r.current else None, 12, label_of(OutsideKind),
    ),
    Field[PostLine](
        "outside_received_on", _("Came in on"), _("When it reached the secretariat, where staff entered it"),
        lambda r: r.post.outside_received_on if r.current else None, 12,
    ),
    Field[PostLine](
        "address", _("Address"), _("Of its page on the portal"),
        lambda r: f"{settings.SITE_URL}/en/posts/{r.reference}/", _WIDE,
    ),
)  # fmt: skip

#: Only where an export is the difference to an earlier one.
CHANGE = (
    Field[PostLine](
        "change", pgettext_lazy("column", "Change"), _("Since the earlier export: new or changed"),
        lambda r: r.change.kind.value if r.change else None, 14, Codes(KIND_WORDS),
    ),
    Field[PostLine](
        "what_changed", _("What changed"), _("Codes of what differs from the earlier export"),
        lambda r: " ".join(r.change.what) if r.change else None, _WIDE, WHAT,
    ),
)  # fmt: skip

SUBMISSIONS = (_REFERENCE, *_PLACE_AND_STATE, *_WORDS, *_MORE)
REPLIES = (_REFERENCE, *_THREAD, *_PLACE_AND_STATE, *_WORDS, *_MORE)
#: Submissions and replies together, in thread order.
ALL_POSTS = REPLIES
