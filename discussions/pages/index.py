"""The index of spaces."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.enums import WindowState
from discussions.models import Space, Window
from discussions.pages.addresses import space_url
from discussions.pages.sections import Fact
from discussions.pages.space_facts import languages_and_objectives
from discussions.pages.windows import Status, position_of, status_of, true_until
from discussions.selectors.numbers import submissions_by_space
from discussions.selectors.spaces import all_spaces
from discussions.selectors.stamps import IndexStamp
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import clock_in, day_in, moment_in
from hub.kit.sanitise import excerpt
from hub.kit.zones import zone_city

_SUMMARY_WORDS = 180
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SpaceLine:
    """One space: its window on one side, what it is about on the other."""

    url: str
    title: Text
    summary: str
    summary_language: str
    status: Status
    position: int | None
    day: str
    times: list[str]
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
    windows = {space.pk: next(iter(space.windows.all()), None) for space in spaces}
    by_group: dict[str, list[Space]] = {"open": [], "soon": [], "closed": []}
    for space in spaces:
        by_group[_group(windows[space.pk], at)].append(space)
    by_group["open"].sort(key=lambda s: _closing(windows[s.pk]))
    by_group["soon"].sort(key=lambda s: _opening(windows[s.pk]))
    by_group["closed"].sort(key=lambda s: _closing(windows[s.pk]), reverse=True)
    titles = {
        "open": _("Open now"),
        "soon": _("Opening soon"),
        "closed": pgettext("spaces", "Closed"),
    }
    groups = [
        SpaceGroup(
            anchor,
            titles[anchor],
            [_line(s, windows[s.pk], counts.get(s.pk, 0), language, at) for s in members],
        )
        for anchor, members in by_group.items()
        if members
    ]
    appearing = [
        s.published_at for s in spaces if s.published_at is not None and s.published_at > at
    ]
    edges = [*appearing, true_until(windows.values(), at)]
    return IndexPage(
        groups,
        min((edge for edge in edges if edge is not None), default=None),
        reverse("new-space") if can_set_up(viewer) else "",
    )


def _line(
    space: Space, window: Window | None, submissions: int, language: str, at: datetime
) -> SpaceLine:
    mandate = text_in(space, "mandate", language)
    is_to_come = window is not None and window.state_at(at) == WindowState.SCHEDULED
    count = _("Not yet open") if is_to_come and not submissions else str(submissions)
    facts = [Fact(_("Submissions"), count), *languages_and_objectives(space, language)]
    day, times = _times(window, at)
    return SpaceLine(
        url=space_url(space),
        title=text_in(space, "title", language),
        summary=excerpt(mandate.value, _SUMMARY_WORDS),
        summary_language=mandate.language,
        status=status_of(window, at),
        position=position_of(window, at),
        day=day,
        times=times,
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


def _group(window: Window | None, at: datetime) -> str:
    if window is None:
        return "open"
    state = window.state_at(at)
    return {WindowState.SCHEDULED: "soon", WindowState.OPEN: "open"}.get(state, "closed")


def _closing(window: Window | None) -> datetime:
    return (window.closes_at if window is not None else None) or _FAR


def _opening(window: Window | None) -> datetime:
    return (window.opens_at if window is not None else None) or _FAR
