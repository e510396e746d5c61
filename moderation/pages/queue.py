"""The review queue: its list, and the panel of one post."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.models import Post, Space
from discussions.pages.card_shapes import Link
from discussions.pages.space_windows import space_windows
from discussions.pages.windows import Status
from hub.kit.bilingual import text_in
from moderation.enums import QueueShow
from moderation.pages.panel import Panel
from moderation.pages.queue_filters import FilterForm, Offered, filter_form
from moderation.pages.queue_rows import Row, age_of, panel_url, row_of
from moderation.selectors.queue import (
    QueueNumbers,
    QueueSlice,
    moderated_spaces,
    queue_numbers,
    queue_slice,
)
from moderation.selectors.queue_filters import languages_sent_in, questions_of
from moderation.validators.queue import QueueQuery

ROWS = 30
#: Where the page says what was done, to be read first.
DONE: Final = "#done"


@dataclass(frozen=True)
class SpaceLine:
    """One of the spaces that are the reader's to moderate. `parts`: which of its questions are open, where not all are."""

    title: str
    language: str
    status: Status
    parts: list[str]
    windows_url: str
    outside_url: str
    exports_url: str


@dataclass(frozen=True)
class Chosen:
    """The texts that are chosen for one decision on many. `elsewhere`: those that this page of the list does not show.

    `kept`: what the form carries beside them, so that a page that it leads to is of the same list.
    """

    number: int
    elsewhere: list[str]
    kept: list[tuple[str, str]]
    none_url: str
    bulk_url: str
    all_url: str


@dataclass(frozen=True)
class QueuePage:
    """All that moderation/queue.html shows. `previous_url`, `following_url`: beside the post in the panel.

    `after`: the reference after which the list goes on, "" at its end; `is_first`: whether it stands at its beginning.
    `last`: the way back to what was just decided on. `empty`: what is said in the place of a list, and `wider` the way to what it leaves out.
    """

    form: FilterForm
    summary: list[Link]
    rows: list[Row]
    chosen: Chosen
    after: str
    is_first: bool
    lines: list[SpaceLine]
    action: str
    previous_url: str
    following_url: str
    here: str
    empty: str
    wider: Link | None
    panel: Panel | None
    last: Link | None = None
    reasons_url: str = ""


@dataclass(frozen=True)
class Listed:
    """What the queue holds for a viewer, as it was at `at`."""

    offered: Offered
    numbers: QueueNumbers
    piece: QueueSlice
    at: datetime


def list_queue(viewer: Viewer, asked: QueueQuery, at: datetime) -> Listed:
    """What an address asks for; a constant number of statements."""
    spaces = moderated_spaces(viewer)
    only = spaces[0] if len(spaces) == 1 else None
    chosen = next((space for space in spaces if space.slug == asked.space), only)
    return Listed(
        Offered(spaces, questions_of(chosen), languages_sent_in(spaces, chosen)),
        queue_numbers(viewer, chosen),
        queue_slice(viewer, asked, chosen, ROWS),
        at,
    )


def queue_page(
    viewer: Viewer, asked: QueueQuery, listed: Listed, panel: Panel | None
) -> QueuePage:
    """The page, in the active language."""
    language = get_language() or "en"
    current = panel.reference if panel is not None else ""
    asked, last = replace(asked, post=current, then="", last=""), asked.last
    posts, after = listed.piece.posts, listed.piece.after
    before, following = _beside(posts, current)
    here = asked.query(post="", chosen=())
    next_url = asked.query(after=after, post="") if after else ""
    several = len(listed.offered.spaces) > 1
    return QueuePage(
        form=filter_form(asked, listed.offered, listed.numbers),
        summary=_summary(listed, asked),
        rows=[row_of(post, viewer, asked, listed.at, names_space=several) for post in posts],
        chosen=_chosen(posts, asked, here),
        after=after,
        is_first=not asked.after,
        lines=[_space_line(space, viewer, listed.at, language) for space in listed.offered.spaces],
        action=asked.query(then=following),
        previous_url=panel_url(asked, before),
        following_url=panel_url(asked, following) or next_url,
        here=here,
        empty=_("Nothing in this list is like what you look for.")
        if asked.filters
        else _("This list is empty."),
        wider=_wider(asked),
        panel=panel,
        last=_last(last, asked),
        reasons_url=reverse("reasons") if can_set_up(viewer) else "",
    )


def _summary(listed: Listed, asked: QueueQuery) -> list[Link]:
    """What waits for somebody, with the ways to what is not in the list that stands here by itself."""
    numbers = listed.numbers
    waiting = numbers.counts[QueueShow.WAITING]
    appealed = numbers.counts[QueueShow.APPEALED]
    reported = numbers.counts[QueueShow.REPORTED]
    if not waiting or numbers.oldest_at is None:
        found = [Link(_("Nothing waits for review."), "")]
    else:
        age = age_of(listed.at - numbers.oldest_at)
        found = [
            Link(ngettext("%(n)d waiting", "%(n)d waiting", waiting) % {"n": waiting}, ""),
            Link(_("oldest: %(age)s") % {"age": age}, ""),
        ]
    if appealed:
        words = ngettext(
            "%(n)d author asks for another look", "%(n)d authors ask for another look", appealed
        )
        found.append(_list_link(QueueShow.APPEALED, words % {"n": appealed}, asked))
    if reported:
        words = ngettext("%(n)d reported by readers", "%(n)d reported by readers", reported)
        found.append(_list_link(QueueShow.REPORTED, words % {"n": reported}, asked))
    return found


def _list_link(show: QueueShow, words: str, asked: QueueQuery) -> Link:
    return Link(words, QueueQuery(show=show, space=asked.space, chosen=asked.chosen).query())


def _wider(asked: QueueQuery) -> Link | None:
    """From a search in one list to the same in all texts."""
    if not asked.filters or asked.show == QueueShow.ALL:
        return None
    address = replace(asked, show=QueueShow.ALL).query(post="", after="")
    return Link(_("Look in all texts"), address)


def _last(reference: str, asked: QueueQuery) -> Link | None:
    """Back to what was just decided on, where that is not what stands here."""
    if not reference or reference == asked.post:
        return None
    words = _("Back to %(reference)s") % {"reference": reference}
    return Link(words, panel_url(asked, reference))


def _chosen(posts: list[Post], asked: QueueQuery, here: str) -> Chosen:
    at_hand = [post.reference for post in posts]
    return Chosen(
        number=len(asked.chosen),
        elsewhere=[reference for reference in asked.chosen if reference not in at_hand],
        kept=asked.parts(post="", after="", chosen=()),
        none_url=asked.query(chosen=()),
        bulk_url=reverse("bulk-decision"),
        all_url=f"{reverse('bulk-decision')}?{urlencode({'chosen': at_hand, 'back': here}, doseq=True)}",
    )


def _beside(posts: list[Post], current: str) -> tuple[str, str]:
    """The references before and after the one in the panel; the first of the list comes after one that is not in it."""
    references = [post.reference for post in posts]
    if current not in references:
        return "", next(iter(references), "")
    place = references.index(current)
    before = references[place - 1] if place else ""
    return before, next(iter(references[place + 1 :]), "")


def _space_line(space: Space, viewer: Viewer, at: datetime, language: str) -> SpaceLine:
    title = text_in(space, "title", language)
    windows = space_windows(list(space.windows.all()), space.prompts.all(), at)
    return SpaceLine(
        title=title.value or space.slug,
        language=title.language,
        status=windows.status,
        parts=windows.lines,
        windows_url=reverse("space-windows", args=[space.slug]),
        outside_url=reverse("outside-input", args=[space.slug]),
        exports_url=reverse("exports", args=[space.slug]) if viewer.is_secretariat else "",
    )
