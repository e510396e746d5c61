"""The review queue: its list, and the panel of one post."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for
from discussions.enums import Standing
from discussions.models import Post, Space
from discussions.pages.windows import Status, status_of
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from moderation.enums import QueueShow
from moderation.pages.panel import Panel, speaker_line
from moderation.pages.queue_filters import FilterForm, Offered, filter_form
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


@dataclass(frozen=True)
class Row:
    """One post of the list."""

    reference: str
    url: str
    name: str
    organisation: str
    facts: list[str]
    is_current: bool
    is_urgent: bool


@dataclass(frozen=True)
class SpaceLine:
    """One of the spaces that are the reader's to moderate."""

    title: str
    language: str
    status: Status
    windows_url: str
    outside_url: str
    exports_url: str


@dataclass(frozen=True)
class QueuePage:
    """All that moderation/queue.html shows. `previous_url`, `following_url`: beside the post in the panel."""

    form: FilterForm
    summary: list[str]
    rows: list[Row]
    next_url: str
    first_url: str
    lines: list[SpaceLine]
    action: str
    previous_url: str
    following_url: str
    bulk_url: str
    all_url: str
    here: str
    panel: Panel | None
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
    posts, after = listed.piece.posts, listed.piece.after
    before, following = _beside(posts, current)
    here = asked.query(post="", then="")
    next_url = asked.query(after=after, post="", then="") if after else ""
    return QueuePage(
        form=filter_form(asked, listed.offered, listed.numbers),
        summary=_summary(listed),
        rows=[_row(post, viewer, asked, listed, current) for post in posts],
        next_url=next_url,
        first_url=asked.query(after="", post="", then="") if asked.after else "",
        lines=[_space_line(space, viewer, listed.at, language) for space in listed.offered.spaces],
        action=asked.query(post=current, then=following),
        previous_url=_panel_url(asked, before),
        following_url=_panel_url(asked, following) or next_url,
        bulk_url=reverse("bulk-decision"),
        all_url=_all_url(posts, here),
        here=here,
        panel=panel,
        reasons_url=reverse("reasons") if can_set_up(viewer) else "",
    )


def age_of(waited: timedelta) -> str:
    """How long something has waited, in whole days, hours or minutes, never rounded up."""
    minutes = max(int(waited.total_seconds()), 0) // 60
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def _summary(listed: Listed) -> list[str]:
    numbers = listed.numbers
    waiting = numbers.counts[QueueShow.WAITING]
    if not waiting or numbers.oldest_at is None:
        return [_("Nothing waits for review.")]
    return [
        ngettext("%(n)d waiting", "%(n)d waiting", waiting) % {"n": waiting},
        _("oldest: %(age)s") % {"age": age_of(listed.at - numbers.oldest_at)},
    ]


def _panel_url(asked: QueueQuery, reference: str) -> str:
    return f"{asked.query(post=reference, then='')}#panel" if reference else ""


def _all_url(posts: list[Post], here: str) -> str:
    """To one decision on all that stand on the page."""
    chosen = {"post": [post.reference for post in posts], "back": here}
    return f"{reverse('bulk-decision')}?{urlencode(chosen, doseq=True)}"


def _beside(posts: list[Post], current: str) -> tuple[str, str]:
    """The references before and after the one in the panel; the first of the list comes after one that is not in it."""
    references = [post.reference for post in posts]
    if current not in references:
        return "", next(iter(references), "")
    place = references.index(current)
    before = references[place - 1] if place else ""
    return before, next(iter(references[place + 1 :]), "")


def _row(post: Post, viewer: Viewer, asked: QueueQuery, listed: Listed, current: str) -> Row:
    version = post.latest_version
    speaker = speaker_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    name, organisation = speaker_line(speaker)
    return Row(
        reference=post.reference,
        url=_panel_url(asked, post.reference),
        name=name,
        organisation=organisation,
        facts=_facts(post, viewer, listed),
        is_current=post.reference == current,
        is_urgent=version.standing == Standing.LATE,
    )


def _facts(post: Post, viewer: Viewer, listed: Listed) -> list[str]:
    version, language = post.latest_version, get_language() or "en"
    facts = [
        post.reference,
        _("%(moment)s UTC") % {"moment": moment_in(version.received_at, year=False)},
        _("%(age)s ago") % {"age": age_of(listed.at - version.received_at)},
    ]
    if version.language != language:
        facts.append(language_name(version.language, language))
    files = len(files_for(version, post, viewer))
    if files:
        facts.append(ngettext("%(n)d file", "%(n)d files", files) % {"n": files})
    if post.is_reply:
        facts.append(_("reply"))
    if version.number > 1:
        facts.append(_("version %(number)d") % {"number": version.number})
    if version.standing == Standing.LATE:
        facts.append(_("late"))
    facts += _reported(post)
    if len(listed.offered.spaces) > 1:
        facts.append(text_in(post.space, "title", language).value)
    return facts


def _reported(post: Post) -> list[str]:
    """What waits beside the text; the numbers come with each post of a slice."""
    facts = []
    readers, appeals = getattr(post, "open_reports", None), getattr(post, "open_appeals", None)
    if readers:
        words = ngettext("reported by %(n)d reader", "reported by %(n)d readers", readers)
        facts.append(words % {"n": readers})
    if appeals:
        facts.append(_("its author asks for another look"))
    return facts


def _space_line(space: Space, viewer: Viewer, at: datetime, language: str) -> SpaceLine:
    title = text_in(space, "title", language)
    windows = list(space.windows.all())
    return SpaceLine(
        title=title.value or space.slug,
        language=title.language,
        status=status_of(windows[0] if windows else None, at),
        windows_url=reverse("space-windows", args=[space.slug]),
        outside_url=reverse("outside-input", args=[space.slug]),
        exports_url=reverse("exports", args=[space.slug]) if viewer.is_secretariat else "",
    )
