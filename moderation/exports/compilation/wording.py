"""Small words that entries and tables of the compilation share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import ReasonCode
from moderation.enums import LeftOut
from moderation.exports.changes import KIND_WORDS, Change
from moderation.exports.wanted import GENERAL
from moderation.exports.what_changed import what_words

BETWEEN = " · "

#: The place of the annex with the inputs whose text is not shown.
UNSHOWN = "annex-D"


def joined(parts: Iterable[str]) -> str:
    """In one line, what is empty left out."""
    return BETWEEN.join(part for part in parts if part)


def key_of(reference: str, version: int = 0) -> str:
    """The place of an input in the document, or of one of its late versions."""
    return f"{reference}.v{version}" if version else reference


def group_name(code: str | None) -> str:
    """The stakeholder group; "" where it is not known."""
    return str(StakeholderGroup(code).label) if code else ""


def left_out_words(code: str) -> str:
    """Why a file is not in the package: the reason of moderators, or what the virus scanner says."""
    words = LeftOut if code in LeftOut.values else ReasonCode
    return str(words(code).label)


def change_words(change: Change) -> str:
    """What became of an input since an earlier export."""
    return joined([str(KIND_WORDS[change.kind]), *map(what_words, change.what)])


def prompt_title(number: int) -> str:
    """The heading of a chapter."""
    if number == GENERAL:
        return _("To the space as a whole")
    return _("Question %(number)s") % {"number": number}
