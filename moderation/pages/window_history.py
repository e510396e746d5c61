"""Everything that was ever changed on the windows of a space."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.enums import LatePolicy, WindowAct
from discussions.mailers.window_words import minutes_text, numbers_text
from discussions.models import Window, WindowChange
from hub.kit.dates import moment_in
from hub.kit.zones import zone_city
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


@dataclass(frozen=True)
class _Stood:
    """How a window stood at some time, as far as the history knows; None: it does not."""

    opens_at: datetime | None
    closes_at: datetime | None
    zone: str
    late_policy: str | None
    grace_minutes: int | None


def history_of(windows: Sequence[Window], assigned: Mapping[int, Sequence[int]]) -> list[Change]:
    """The newest first; needs the changes, oldest first, with who made them.

    `assigned`: the questions that followed a window after a change of that, by the id of the change.
    """
    lines = []
    for window in windows:
        stood = _now(window)
        for change in reversed(window.changes.all()):
            if change.act == WindowAct.QUESTIONS:
                after = assigned.get(change.pk, ())
                lines.append((change.pk, _questions_line(change, window, after)))
            else:
                before = _before(change, stood)
                lines.append((change.pk, _line(change, window, stood, before)))
                stood = before
    lines.sort(key=lambda line: line[0], reverse=True)
    return [line for _key, line in lines]


def _now(window: Window) -> _Stood:
    return _Stood(
        window.opens_at,
        window.closes_at,
        window.time_zone,
        window.late_policy,
        window.grace_minutes,
    )


def _before(change: WindowChange, after: _Stood) -> _Stood:
    """What the change replaced; of what it does not speak stood as it stood after it."""
    return _Stood(
        change.opens_at if change.had_opens_at else after.opens_at,
        change.closes_at if change.had_closes_at else after.closes_at,
        change.time_zone or after.zone,
        change.late_policy or after.late_policy,
        after.grace_minutes if change.grace_minutes is None else change.grace_minutes,
    )


def _line(change: WindowChange, window: Window, after: _Stood, before: _Stood) -> Change:
    is_about_late = change.act == WindowAct.LATE_RULES
    words: list[tuple[Callable[[_Stood], str], bool]] = [
        (_opens_words, not is_about_late),
        (_closes_words, not is_about_late),
        (_late_words, is_about_late or not change.had_opens_at),
    ]
    shown = [word for word, always in words if always or word(after) != word(before)]
    return _named(
        change,
        window,
        detail=[word(after) for word in shown],
        earlier=[word(before) for word in shown if word(after) != word(before)],
    )


def _questions_line(change: WindowChange, window: Window, after: Sequence[int]) -> Change:
    earlier = [numbers_text(change.questions or []) or _("no question")]
    return _named(
        change, window, detail=[numbers_text(after) or _("no question")], earlier=earlier
    )


def _named(change: WindowChange, window: Window, **said: Any) -> Change:
    return Change(
        at=moment_in(change.at),
        by=change.by_person.name if change.by_person is not None else "",
        window=window_name(window.position),
        act=_act_words(change),
        reason=change.reason or "",
        **said,
    )


def _act_words(change: WindowChange) -> str:
    if change.act not in WindowAct.values:
        return _("Changed")
    if change.act == WindowAct.SCHEDULE and change.had_opens_at:
        return pgettext("act on a window", "Dates changed")
    return str(WindowAct(change.act).label)


def _opens_words(stood: _Stood) -> str:
    if stood.opens_at is None:
        return _("open since the beginning")
    return _("opens %(moment)s in %(place)s") % {
        "moment": moment_in(stood.opens_at, stood.zone),
        "place": zone_city(stood.zone),
    }


def _closes_words(stood: _Stood) -> str:
    if stood.closes_at is None:
        return _("no end yet")
    return _("closes %(moment)s in %(place)s") % {
        "moment": moment_in(stood.closes_at, stood.zone),
        "place": zone_city(stood.zone),
    }


def _late_words(stood: _Stood) -> str:
    assert stood.late_policy is not None  # of the window itself it is known
    assert stood.grace_minutes is not None
    return _("%(policy)s, after a grace of %(grace)s") % {
        "policy": LatePolicy(stood.late_policy).label,
        "grace": minutes_text(stood.grace_minutes),
    }
