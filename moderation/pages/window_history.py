"""Everything that was ever changed on the windows of a space."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from discussions.enums import WindowAct
from discussions.models import Window, WindowChange
from hub.kit.dates import moment_in
from hub.kit.instants import zone_city
from moderation.pages.window_words import window_name


@dataclass(frozen=True)
class Change:
    """One line of the history. `detail` is what was set; `earlier` what that replaced."""

    at: str
    by: str
    window: str
    act: str
    detail: list[str]
    earlier: list[str]
    reason: str


def history_of(windows: Sequence[Window]) -> list[Change]:
    """The newest first; needs the changes, oldest first, with who made them."""
    lines = []
    for window in windows:
        changes = list(window.changes.all())
        for index, change in enumerate(changes):
            following = changes[index + 1 :]
            lines.append((change.pk, _change(change, window, following)))
    lines.sort(key=lambda line: line[0], reverse=True)
    return [line for _key, line in lines]


def _change(change: WindowChange, window: Window, following: Sequence[WindowChange]) -> Change:
    """What a change set is what the next one replaced, or what stands now."""
    opens = next((one.opens_at for one in following if one.had_opens_at), window.opens_at)
    closes = next((one.closes_at for one in following if one.had_closes_at), window.closes_at)
    zone = window.time_zone
    earlier = []
    if change.had_opens_at and change.opens_at != opens:
        earlier.append(_opens_words(change.opens_at, zone))
    if change.had_closes_at and change.closes_at != closes:
        earlier.append(_closes_words(change.closes_at, zone))
    return Change(
        at=moment_in(change.at),
        by=change.by_person.name if change.by_person is not None else "",
        window=window_name(window.position),
        act=str(WindowAct(change.act).label) if change.act in WindowAct.values else _("Changed"),
        detail=[_opens_words(opens, zone), _closes_words(closes, zone)],
        earlier=earlier,
        reason=change.reason or "",
    )


def _opens_words(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return _("open since the beginning")
    return _("opens %(moment)s in %(place)s") % {
        "moment": moment_in(instant, zone),
        "place": zone_city(zone),
    }


def _closes_words(instant: datetime | None, zone: str) -> str:
    if instant is None:
        return _("no end yet")
    return _("closes %(moment)s in %(place)s") % {
        "moment": moment_in(instant, zone),
        "place": zone_city(zone),
    }
