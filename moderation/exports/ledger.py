"""The books of a space question by question and window by window, for the sheet of counts and the page of the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import PostState, Standing
from discussions.models import Window
from moderation.exports.annexes import CountLine
from moderation.selectors.ledger import (
    ENTRIES,
    FROM_QUESTIONS,
    ISSUED,
    MOVED_IN,
    MOVED_OUT,
    TO_QUESTIONS,
    WHOLE_SPACE,
    Ledger,
)

Followed = Sequence[tuple[Window | None, list[int]]]

#: What an entry of the ledger is called.
ENTRY_WORDS: Final[Mapping[str, str | Promise]] = {
    ISSUED: gettext_lazy("Received here"),
    MOVED_IN: gettext_lazy("Moved in from other spaces"),
    FROM_QUESTIONS: gettext_lazy("Moved here from other questions"),
    **{f"state.{state.value}": state.label for state in PostState},
    TO_QUESTIONS: gettext_lazy("Moved to other questions"),
    MOVED_OUT: gettext_lazy("Moved out to other spaces"),
    **{f"standing.{standing.value}": standing.label for standing in Standing},
}


def place_words(number: int) -> str:
    """A question by its number, in the language that is active."""
    if number == WHOLE_SPACE:
        return _("To the space as a whole")
    return _("Question %(number)s") % {"number": number}


def ledger_lines(ledger: Ledger, followed: Followed) -> Iterator[CountLine]:
    """The rows of the sheet: all inputs of each window, then of each question, whatever the export takes of them.

    Entries of which there are none are left out. In the language that is active.
    """
    for place, (window, numbers) in enumerate(followed, 1):
        if window is not None:
            part = _("All inputs: window %(number)s") % {"number": place}
            yield from _lines(ledger, f"window.{place}", part, numbers)
    for number in sorted(n for _window, numbers in followed for n in numbers):
        part = _("All inputs: question %(number)s") % {"number": number}
        if number == WHOLE_SPACE:
            part = _("All inputs: to the space as a whole")
        yield from _lines(ledger, f"question.{number}", part, [number])


def _lines(ledger: Ledger, key: str, part: str, places: Iterable[int]) -> Iterator[CountLine]:
    for entry in ENTRIES:
        count = ledger.count(places, entry)
        if count:
            yield CountLine(f"{key}.{entry}", part, str(ENTRY_WORDS[entry]), count)
