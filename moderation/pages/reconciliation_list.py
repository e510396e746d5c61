"""The list behind a number of the reconciliation: exactly those references, page by page."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import VISITOR, Viewer
from discussions.errors import NotFound
from discussions.exports.snapshot import one_snapshot
from discussions.models import Space
from discussions.pages.register import RegisterLine, line_of
from discussions.pages.space_facts import setting_of
from discussions.pages.threads import Pager
from discussions.selectors.register import RegisterRow, register_lines
from discussions.selectors.spaces import Found
from hub.kit.dates import moment_in
from moderation.exports.ledger import ENTRY_WORDS, Followed, place_words
from moderation.exports.sentences import window_words
from moderation.pages.desk import Desk, desk_of
from moderation.selectors.exports import windows_of
from moderation.selectors.ledger import ledger_of, questions_by_window

_NAMES: Final = ("entry", "question", "window")


@dataclass(frozen=True)
class AskedEntry:
    """Which number of the reconciliation an address names; what is empty narrows nothing. `after` is a number."""

    entry: str
    question: str
    window: str
    after: int


@dataclass(frozen=True)
class StaffLinks:
    """Where staff work on a text: its place in the queue, its record. Both "" where it is not theirs any more."""

    queue_url: str
    record_url: str


@dataclass(frozen=True)
class ListedLine:
    """A reference as in the register."""

    line: RegisterLine
    staff: StaffLinks | None


@dataclass(frozen=True)
class ReconciliationList:
    """All that moderation/reconciliation_list.html shows."""

    desk: Desk
    back_url: str
    figures_at: str
    entry: str
    place: str
    lines: list[ListedLine]
    pager: Pager
    is_staff: bool


def reconciliation_list(found: Found, viewer: Viewer, asked: AskedEntry) -> ReconciliationList:
    """The list, in the active language. Raises NotFound for an unknown entry, question or window.

    The same statements for any number of posts.
    """
    space = found.space
    if asked.entry not in ENTRY_WORDS:
        raise NotFound
    with one_snapshot():
        followed = questions_by_window(space, windows_of(space))
        places, words = _asked(followed, asked)
        numbers = ledger_of(space).numbers(places, asked.entry)
        page = [n for n in numbers if n > asked.after][: settings.POSTS_PER_PAGE]
        rows = register_lines(space, page)
    setting = setting_of(found, VISITOR, get_language() or "en")
    is_staff = viewer.is_staff_of(space.pk)
    return ReconciliationList(
        desk=desk_of(space, viewer, "reconciliation"),
        back_url=reverse("reconciliation", args=[space.slug]),
        figures_at=_("%(moment)s UTC") % {"moment": moment_in(found.at)},
        entry=str(ENTRY_WORDS[asked.entry]),
        place=words,
        lines=[
            ListedLine(line_of(row, setting), _staff(space, row) if is_staff else None)
            for row in rows
        ],
        pager=_pager(space, asked, numbers, page),
        is_staff=is_staff,
    )


def _asked(followed: Followed, asked: AskedEntry) -> tuple[list[int], str]:
    """The questions that an address names, and what they are called: one, those of a window, or all."""
    everything = [number for _window, numbers in followed for number in numbers]
    if asked.question:
        for number in everything:
            if str(number) == asked.question:
                return [number], place_words(number)
        raise NotFound
    if not asked.window:
        return everything, ""
    for place, (window, numbers) in enumerate(followed, 1):
        if window is not None and str(place) == asked.window:
            return numbers, window_words(window, place)
    raise NotFound


def _pager(space: Space, asked: AskedEntry, numbers: list[int], page: list[int]) -> Pager:
    which = {name: getattr(asked, name) for name in _NAMES if getattr(asked, name)}
    url = f"{reverse('reconciliation-list', args=[space.slug])}?{urlencode(which)}"
    has_more = bool(page) and page[-1] != numbers[-1]
    return Pager(
        first_url=url if asked.after else "",
        next_url=f"{url}&after={page[-1]}" if has_more else "",
        shown=len(page),
        total=len(numbers),
    )


def _staff(space: Space, row: RegisterRow) -> StaffLinks:
    if row.post is None:
        return StaffLinks("", "")
    reference = row.post.reference
    queue = urlencode({"show": "all", "space": space.slug, "post": reference})
    record = urlencode({"space": space.slug, "post": reference})
    return StaffLinks(f"{reverse('review-queue')}?{queue}", f"{reverse('record')}?{record}")
