"""What a letter to followers says of windows: whose dates they are, how they stand now, and that the others stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import WindowAct, WindowState
from discussions.mailers.window_words import (
    dates_of,
    dates_sentences,
    numbers_text,
    policy_sentence,
    scope_text,
)
from discussions.models import Window, WindowChange
from discussions.selectors.windows import numbers_by_window
from hub.kit.clock import database_now
from hub.kit.dates import moment_in
from hub.kit.zones import zone_city

#: The subject by the act, where the space has one window; it names the space.
_SUBJECTS: Final[Mapping[str, Promise]] = {
    WindowAct.SCHEDULE: gettext_lazy("Dates of “%(space)s”"),
    WindowAct.OPEN: gettext_lazy("“%(space)s” is open"),
    WindowAct.CLOSE: gettext_lazy("“%(space)s” has closed"),
    WindowAct.EXTEND: gettext_lazy("“%(space)s” closes later"),
    WindowAct.REOPEN: gettext_lazy("“%(space)s” is open again"),
    WindowAct.LATE_RULES: gettext_lazy("Late texts in “%(space)s”: what has changed"),
    WindowAct.QUESTIONS: gettext_lazy("Other dates for questions of “%(space)s”"),
}
#: The same where there are several: a part of the space is not the space. `scope` is like "Questions 1, 2".
_SUBJECTS_OF_A_PART: Final[Mapping[str, Promise]] = {
    WindowAct.SCHEDULE: gettext_lazy("%(scope)s in “%(space)s”: dates"),
    WindowAct.OPEN: gettext_lazy("%(scope)s in “%(space)s”: open"),
    WindowAct.CLOSE: gettext_lazy("%(scope)s in “%(space)s”: closed"),
    WindowAct.EXTEND: gettext_lazy("%(scope)s in “%(space)s”: later closing"),
    WindowAct.REOPEN: gettext_lazy("%(scope)s in “%(space)s”: open again"),
    WindowAct.LATE_RULES: gettext_lazy("%(scope)s in “%(space)s”: late texts"),
}
#: What a letter says the window is now; where it is not, there is nothing to say any more.
_STATES: Final[Mapping[str, WindowState]] = {
    WindowAct.OPEN: WindowState.OPEN,
    WindowAct.EXTEND: WindowState.OPEN,
    WindowAct.REOPEN: WindowState.OPEN,
}
#: The acts whose letter says what becomes of late texts: an extension leaves that as it was told before.
_WITH_POLICY: Final = frozenset(WindowAct) - {WindowAct.EXTEND, WindowAct.LATE_RULES}
#: The acts after which one may wonder whether the other dates still hold.
_ABOUT_DATES: Final = frozenset(_SUBJECTS_OF_A_PART) - {WindowAct.LATE_RULES}


@dataclass(frozen=True)
class Item:
    """A thing that the mail tells of. `words` are its own, in their language; `notes` what there is to say of it."""

    title: str = ""
    title_language: str = ""
    words: str = ""
    words_language: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WindowNews:
    """Subject and items of a letter; the subject has `%(space)s` in it."""

    subject: str
    items: list[Item]


def is_true(change: WindowChange) -> bool:
    """Whether the window is now as the letter would say."""
    stated = _STATES.get(change.act)
    return stated is None or change.window.state_at(database_now()) == stated


def window_news(changes: Sequence[WindowChange], windows: Sequence[Window]) -> WindowNews | None:
    """What to say of changes of some of the windows of a space; None where they concern nobody any more.

    A window that no question follows, but for the main one, is nobody's. One statement.
    """
    numbers = numbers_by_window(windows)
    shown = {one.pk: one for one in windows if one.position == 0 or numbers[one.pk]}
    told = [change for change in changes if change.window_id in shown]
    if not told:
        return None
    scopes = {pk: scope_text(numbers[pk], is_main=one.position == 0) for pk, one in shown.items()}
    has_parts, act, now = len(shown) > 1, told[0].act, database_now()
    items = [
        Item(title=scopes[change.window_id] if has_parts else "", notes=_notes(change, now))
        for change in told
    ]
    if act in _ABOUT_DATES:
        touched = {change.window_id for change in told}
        items += _others([one for pk, one in shown.items() if pk not in touched], scopes, now)
    subject = str(_SUBJECTS[act])
    if has_parts and act in _SUBJECTS_OF_A_PART:
        window = told[0].window_id
        scope = numbers_text(numbers[window]) or scopes[window]
        subject = str(_SUBJECTS_OF_A_PART[act]) % {"scope": scope, "space": "%(space)s"}
    return WindowNews(subject, items)


def _others(windows: Sequence[Window], scopes: Mapping[int, str], now: datetime) -> list[Item]:
    """The other windows in which something can be sent, or will be."""
    ahead = {WindowState.SCHEDULED, WindowState.OPEN}
    notes = [
        dates_of(scopes[window.pk], window.setting, now)
        for window in windows
        if window.state_at(now) in ahead
    ]
    return [Item(title=_("The other dates stay as they are"), notes=notes)] if notes else []


def _notes(change: WindowChange, now: datetime) -> list[str]:
    setting = change.window.setting
    if change.act == WindowAct.LATE_RULES:
        return [policy_sentence(setting), _("What was sent until now stands as it stood.")]
    notes = dates_sentences(setting, now)
    if change.act == WindowAct.EXTEND and change.closes_at is not None:
        zone = change.time_zone or setting.time_zone
        moment = moment_in(change.closes_at, zone, weekday=True)
        before = _("Before, the closing was %(moment)s in %(place)s.")
        notes.append(before % {"moment": moment, "place": zone_city(zone)})
    if change.act in _WITH_POLICY:
        notes.append(policy_sentence(setting))
    return notes
