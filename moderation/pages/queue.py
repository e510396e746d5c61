"""The review queue: its list, and the panel of one post."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

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
from moderation.selectors.queue import (
    QueueNumbers,
    QueueSlice,
    moderated_spaces,
    queue_numbers,
    queue_slice,
)
from moderation.validators.queue import QueueQuery

ROWS = 30


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    text: str
    language: str
    is_chosen: bool


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
    """All that moderation/queue.html shows."""

    show: str
    shows: list[Choice]
    space: str
    spaces: list[Choice]
    summary: list[str]
    rows: list[Row]
    next_url: str
    first_url: str
    lines: list[SpaceLine]
    action: str
    panel: Panel | None


@dataclass(frozen=True)
class Listed:
    """What the queue holds for a viewer, as it was at `at`."""

    spaces: list[Space]
    numbers: QueueNumbers
    piece: QueueSlice
    at: datetime


def list_queue(viewer: Viewer, asked: QueueQuery, at: datetime) -> Listed:
    """What an address asks for; a constant number of statements."""
    spaces = moderated_spaces(viewer)
    chosen = next((space for space in spaces if space.slug == asked.space), None)
    return Listed(
        spaces,
        queue_numbers(viewer, chosen),
        queue_slice(viewer, asked.show, chosen, asked.after, ROWS),
        at,
    )


def queue_page(
    viewer: Viewer, asked: QueueQuery, listed: Listed, panel: Panel | None
) -> QueuePage:
    """The page, in the active language."""
    language = get_language() or "en"
    current = panel.reference if panel is not None else ""
    posts = listed.piece.posts
    return QueuePage(
        show=asked.show,
        shows=[_show_choice(show, listed.numbers, asked) for show in QueueShow],
        space=asked.space,
        spaces=[_space_choice(space, asked, language) for space in listed.spaces],
        summary=_summary(listed),
        rows=[_row(post, viewer, asked, listed, current) for post in posts],
        next_url=asked.query(after=posts[-1].reference, post="") if listed.piece.has_more else "",
        first_url=asked.query(after="", post="") if asked.after else "",
        lines=[_space_line(space, viewer, listed.at, language) for space in listed.spaces],
        action=asked.query(post=current),
        panel=panel,
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


def _show_choice(show: QueueShow, numbers: QueueNumbers, asked: QueueQuery) -> Choice:
    text = _("%(list)s (%(number)d)") % {"list": show.label, "number": numbers.counts[show]}
    return Choice(show.value, text, "", show == asked.show)


def _space_choice(space: Space, asked: QueueQuery, language: str) -> Choice:
    title = text_in(space, "title", language)
    return Choice(space.slug, title.value or space.slug, title.language, space.slug == asked.space)


def _row(post: Post, viewer: Viewer, asked: QueueQuery, listed: Listed, current: str) -> Row:
    version = post.latest_version
    speaker = speaker_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    name, organisation = speaker_line(speaker)
    return Row(
        reference=post.reference,
        url=f"{asked.query(post=post.reference)}#panel",
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
    if len(listed.spaces) > 1:
        facts.append(text_in(post.space, "title", language).value)
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
