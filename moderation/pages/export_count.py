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
from moderation.exports.sentences import contents_sentence
from moderation.exports.wanted import GENERAL


@dataclass(frozen=True)
class CountView:
    """`words`: 43 of 56 inputs, 19 files of inputs. `rows` are what and how many, all inputs first."""

    words: str
    rows: Sequence[tuple[str, str]]


def count_view(order: Order) -> CountView:
    """Counted now, from one snapshot of the database; 5 statements, and more as `preview` says."""
    with one_snapshot():
        found = preview(order)
    has_files = ExportPart.ATTACHMENTS in order.parts
    files = found.files if has_files else None
    rows = [_total(found), *_questions(found), *_changes(found)]
    return CountView(
        words=contents_sentence(found.taken, found.every, files, found.documents),
        rows=[*rows, *_files(found)] if has_files else rows,
    )


def _total(found: Preview) -> tuple[str, str]:
    numbers = {"number": found.taken, "all": found.every}
    return _("Inputs in all"), _("%(number)s of %(all)s") % numbers


def _questions(found: Preview) -> list[tuple[str, str]]:
    """Each question that has something in it, posts to the space as a whole first."""
    numbers = sorted({number for number, _is_reply in found.questions})
    return [
        (
            _question(number),
            _posts(
                found.questions.get((number, False), 0), found.questions.get((number, True), 0)
            ),
        )
        for number in numbers
    ]


def _changes(found: Preview) -> list[tuple[str, str]]:
    if not found.changes:
        return []
    return [(str(words), str(found.changes.get(kind, 0))) for kind, words in SINCE_WORDS.items()]


def _files(found: Preview) -> list[tuple[str, str]]:
    """Documents of the space are in each package with files, whatever the filter takes."""
    of_inputs = (_("Files of inputs"), str(found.files - found.documents))
    documents = (_("Files of documents"), str(found.documents))
    return [of_inputs, documents] if found.documents else [of_inputs]


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
