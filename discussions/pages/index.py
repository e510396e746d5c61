"""The index of spaces."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.enums import WindowState
from discussions.models import Space, Window
from discussions.pages.addresses import space_url
from discussions.pages.sections import Fact
from discussions.pages.space_facts import languages_and_objectives, moments_of_change
from discussions.pages.space_windows import SpaceWindows, space_windows
from discussions.pages.windows import Status, position_of
from discussions.selectors.numbers import submissions_by_space
from discussions.selectors.spaces import all_spaces
from discussions.selectors.stamps import IndexStamp
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import clock_in, day_in, moment_in
from hub.kit.sanitise import excerpt
from hub.kit.zones import zone_city

_SUMMARY_WORDS = 180


@dataclass(frozen=True)
class SpaceLine:
    """One space: its windows on one side, what it is about on the other.

    `day`, `times` and `position` are of the window that rules everything. `parts`: where there are several, which
    questions are open until when; and which are closed.
    """

    url: str
    title: Text
    summary: str
    summary_language: str
    status: Status
    position: int | None
    day: str
    times: list[str]
    parts: list[str]
    facts: list[Fact]
    is_unpublished: bool


@dataclass(frozen=True)
class SpaceGroup:
    """Spaces in the same state."""

    anchor: str
    title: str
    spaces: list[SpaceLine]


@dataclass(frozen=True)
class IndexPage:
    """All that `discussions/index.html` shows."""

    groups: list[SpaceGroup]
    true_until: datetime | None
    make_url: str = ""  # for those who make spaces


def index_page(stamp: IndexStamp, viewer: Viewer, language: str) -> IndexPage:
    """The spaces that the viewer may see: open ones by their closing, then those to come, then closed ones."""
    at = stamp.at
    spaces = all_spaces(viewer, at)
    counts = submissions_by_space(spaces)
    windows = {
        space.pk: space_windows(list(space.windows.all()), space.prompts.all(), at)
        for space in spaces
    }
    by_group: dict[str, list[Space]] = {"open": [], "soon": [], "closed": []}
    for space in spaces:
        by_group[_group(windows[space.pk])].append(space)
    by_group["open"].sort(key=lambda s: windows[s.pk].next_closing)
    by_group["soon"].sort(key=lambda s: windows[s.pk].next_opening)
    by_group["closed"].sort(key=lambda s: windows[s.pk].next_closing, reverse=True)
    titles = {
        "open": _("Open now"),
        "soon": _("Opening soon"),
        "closed": pgettext("spaces", "Closed"),
    }
    groups = [
        SpaceGroup(
            anchor,
            titles[anchor],
            [_line(s, windows[s.pk], counts.get(s.pk, 0), language) for s in members],
        )
        for anchor, members in by_group.items()
        if members
    ]
    appearing = [
        s.published_at for s in spaces if s.published_at is not None and s.published_at > at
    ]
    changes = [moments_of_change(list(s.windows.all()), s.prompts.all(), at) for s in spaces]
    edges = [*appearing, *changes]
    return IndexPage(
        groups,
        min((edge for edge in edges if edge is not None), default=None),
        reverse("new-space") if can_set_up(viewer) else "",
    )


def _line(space: Space, windows: SpaceWindows, submissions: int, language: str) -> SpaceLine:
    mandate = text_in(space, "mandate", language)
    at, is_to_come = windows.at, windows.state == WindowState.SCHEDULED
    count = _("Not yet open") if is_to_come and not submissions else str(submissions)
    facts = [Fact(_("Submissions"), count), *languages_and_objectives(space, language)]
    day, times = _times(windows.only, at)
    return SpaceLine(
        url=space_url(space),
        title=text_in(space, "title", language),
        summary=excerpt(mandate.value, _SUMMARY_WORDS),
        summary_language=mandate.language,
        status=windows.status,
        position=position_of(windows.only, at),
        day=day,
        times=times,
        parts=windows.lines,
        facts=facts,
        is_unpublished=space.published_at is None or space.published_at > at,
    )


def _times(window: Window | None, at: datetime) -> tuple[str, list[str]]:
    """The day that matters, and the exact instants around it."""
    if window is None:
        return "", []
    opens, closes, zone = window.opens_at, window.closes_at, window.time_zone
    is_to_come = opens is not None and opens > at
    instant = opens if is_to_come else closes
    lines = []
    if instant is not None:
        place = {"clock": clock_in(instant, zone), "zone": zone_city(zone)}
        lines.append(_("%(clock)s in %(zone)s") % place)
        if zone != "UTC":
            lines.append(_("%(moment)s UTC") % {"moment": moment_in(instant)})
    if is_to_come and closes is not None:
        lines.append(_("Closes on %(day)s") % {"day": day_in(closes, zone)})
    elif opens is not None:
        lines.append(_("Opened on %(day)s") % {"day": day_in(opens, zone)})
    return (day_in(instant, zone, weekday=True) if instant is not None else ""), lines


def _group(windows: SpaceWindows) -> str:
    groups = {WindowState.SCHEDULED: "soon", WindowState.OPEN: "open"}
    return groups.get(windows.state, "closed")
