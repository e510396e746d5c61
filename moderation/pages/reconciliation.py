"""The reconciliation of a space: what came is what became of it, question by question, with the list behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.enums import PostState, Standing
from discussions.exports.snapshot import one_snapshot
from discussions.models import Prompt, Space, Window
from discussions.pages.addresses import place_url
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt
from moderation.exports.counts import Books, books_of, refused_words
from moderation.exports.ledger import ENTRY_WORDS, place_words
from moderation.exports.sentences import window_words
from moderation.pages.desk import Desk, desk_of
from moderation.selectors.exports import prompts_of
from moderation.selectors.ledger import (
    BECAME,
    CAME,
    ENTRIES,
    ISSUED,
    STANDINGS,
)

#: Have a column also where there are none.
_ALWAYS: Final = frozenset({ISSUED, f"standing.{Standing.LATE}"})
_QUESTION = 90  # characters of a question beside its number


@dataclass(frozen=True)
class Sum:
    """A line of an account: what is counted, how many, and whether it is the sum of those above it."""

    label: str
    number: int
    is_sum: bool = False


@dataclass(frozen=True)
class Cell:
    """A number with what it counts; `url` leads to the list behind it, "" where there is nothing to list.

    `is_first`: with it begins another part of the line (what came, what became of it, how it stood to the deadline).
    """

    label: str
    number: int
    url: str
    is_first: bool


@dataclass(frozen=True)
class Row:
    """What came under a question, or a window, and what became of it. `words` are those of the question."""

    name: str
    url: str
    words: Text | None
    cells: list[Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    """The questions of one window, or all windows. `heads` are cells without a number; most of what is nowhere is left out."""

    code: str
    caption: str
    first: str
    heads: list[Cell]
    rows: list[Row]


@dataclass(frozen=True)
class ReconciliationPage:
    """All that moderation/reconciliation.html shows."""

    desk: Desk
    figures_at: str
    agrees: bool
    issued: list[Sum]
    became: list[Sum]
    tables: list[Table]
    refused: list[Sum]
    register_url: str
    participation_url: str


def reconciliation_page(space: Space, viewer: Viewer, at: datetime) -> ReconciliationPage:
    """The page, in the active language, as of one instant; 13 statements."""
    with one_snapshot():
        books, prompts = books_of(space), prompts_of(space)
    agrees = books.issued + books.moved_in == books.there + books.moved_out
    return ReconciliationPage(
        desk=desk_of(space, viewer, "reconciliation"),
        figures_at=_("%(moment)s UTC") % {"moment": moment_in(at)},
        agrees=agrees and books.ledger.agrees(books.ledger.places),
        issued=_issued(books),
        became=_became(books),
        tables=_Tables(space, books, prompts).all(),
        refused=[Sum(refused_words(code), n) for code, n in books.refused.items()],
        register_url=reverse("register", args=[space.slug]),
        participation_url=reverse("participation", args=[space.slug]),
    )


def _issued(books: Books) -> list[Sum]:
    """The same lines as on the sheet of counts."""
    absent = _("Of these, not held by the archive from which the space came")
    return [
        Sum(_("References issued, by the counter of the space"), books.counter),
        *([Sum(absent, books.absent)] if books.absent else []),
        Sum(_("Moved in from other spaces"), books.moved_in),
        Sum(_("Issued to new inputs"), books.issued),
        Sum(_("Issued and moved in"), books.issued + books.moved_in, is_sum=True),
    ]


def _became(books: Books) -> list[Sum]:
    states = [Sum(str(state.label), books.states.get(state, 0)) for state in PostState]
    return [
        *states,
        Sum(_("Moved out to other spaces"), books.moved_out),
        Sum(_("All states and moved out"), books.there + books.moved_out, is_sum=True),
    ]


class _Tables:
    """Makes the tables of a space from its ledger."""

    def __init__(self, space: Space, books: Books, prompts: Sequence[Prompt]) -> None:
        self._space, self._ledger, self._followed = space, books.ledger, books.followed
        self._prompts = {prompt.number: prompt for prompt in prompts}
        self._list = reverse("reconciliation-list", args=[space.slug])
        everything = [n for _window, numbers in books.followed for n in numbers]
        self._entries = [e for e in ENTRIES if e in _ALWAYS or self._ledger.count(everything, e)]

    def all(self) -> list[Table]:
        """One for each window; ahead of them, where there are several, one with a line for each."""
        tables = [
            self._of_window(place, window, numbers)
            for place, (window, numbers) in enumerate(self._followed, 1)
        ]
        return [self._of_windows(), *tables] if len(tables) > 1 else tables

    def _of_windows(self) -> Table:
        rows = [
            Row(_name(window, place), f"#window-{place}", None, self._cells(numbers, window=place))
            for place, (window, numbers) in enumerate(self._followed, 1)
        ]
        everything = [n for _window, numbers in self._followed for n in numbers]
        total = Row(_("All windows"), "", None, self._cells(everything), is_sum=True)
        heads = [Cell(cell.label, 0, "", cell.is_first) for cell in total.cells]
        return Table("all", _("By window"), _("Window"), heads, [*rows, total])

    def _of_window(self, place: int, window: Window | None, numbers: list[int]) -> Table:
        rows = [self._of_question(number) for number in sorted(numbers)]
        only = {} if len(self._followed) == 1 else {"window": place}
        total = Row(_("All of them"), "", None, self._cells(numbers, **only), is_sum=True)
        heads = [Cell(cell.label, 0, "", cell.is_first) for cell in total.cells]
        code, caption = f"window-{place}", _name(window, place)
        return Table(code, caption, _("Question"), heads, [*rows, total])

    def _of_question(self, number: int) -> Row:
        prompt = self._prompts.get(number)
        words = None
        if prompt is not None:
            text = text_in(prompt, "text", get_language() or "en")
            words = Text(excerpt(text.value, _QUESTION), text.language)
        url = place_url(self._space, prompt)
        return Row(place_words(number), url, words, self._cells([number], question=number))

    def _cells(self, places: list[int], **which: int) -> list[Cell]:
        begins = {part[0] for part in self._parts()[1:] if part}
        cells = []
        for entry in self._entries:
            number = self._ledger.count(places, entry)
            url = f"{self._list}?{urlencode({'entry': entry, **which})}" if number else ""
            cells.append(Cell(str(ENTRY_WORDS[entry]), number, url, entry in begins))
        return cells

    def _parts(self) -> list[list[str]]:
        return [[e for e in self._entries if e in part] for part in (CAME, BECAME, STANDINGS)]


def _name(window: Window | None, place: int) -> str:
    return window_words(window, place) if window is not None else _("No window: always open")
