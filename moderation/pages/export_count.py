"""What a new export would hold, in words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.exports.snapshot import one_snapshot
from moderation.enums import ExportPart
from moderation.exports.changes import SINCE_WORDS
from moderation.exports.gathered import Order
from moderation.exports.preview import Preview, preview
from moderation.exports.wanted import GENERAL


@dataclass(frozen=True)
class CountView:
    """`words`: 43 of 56 inputs, 19 files. `rows` are what and how many."""

    words: str
    rows: Sequence[tuple[str, str]]


def count_view(order: Order) -> CountView:
    """Counted now, from one snapshot of the database; 5 statements, and more as `preview` says."""
    with one_snapshot():
        found = preview(order)
    return CountView(
        _words(found, has_files=ExportPart.ATTACHMENTS in order.parts), list(_rows(found))
    )


def _words(found: Preview, *, has_files: bool) -> str:
    inputs = ngettext(
        "%(number)s of %(all)s inputs", "%(number)s of %(all)s inputs", found.taken
    ) % {"number": found.taken, "all": found.every}
    if not has_files:
        return inputs
    files = ngettext("%(number)s file", "%(number)s files", found.files)
    return ", ".join([inputs, files % {"number": found.files}])


def _rows(found: Preview) -> Sequence[tuple[str, str]]:
    """Each question that has something in it, posts to the space as a whole first."""
    numbers = sorted({number for number, _is_reply in found.questions})
    rows = [
        (
            _question(number),
            _posts(
                found.questions.get((number, False), 0), found.questions.get((number, True), 0)
            ),
        )
        for number in numbers
    ]
    changes = [
        (str(words), str(found.changes.get(kind, 0)))
        for kind, words in SINCE_WORDS.items()
        if found.changes
    ]
    return [*rows, *changes]


def _question(number: int) -> str:
    if number == GENERAL:
        return _("To the space as a whole")
    return _("Question %(number)s") % {"number": number}


def _posts(submissions: int, replies: int) -> str:
    """14 submissions, 3 replies."""
    parts = [
        ngettext("%(number)s submission", "%(number)s submissions", submissions)
        % {"number": submissions}
    ]
    if replies:
        parts.append(
            ngettext("%(number)s reply", "%(number)s replies", replies) % {"number": replies}
        )
    return ", ".join(parts)
