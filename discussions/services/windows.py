"""When posting is allowed: schedule, open, close, extend and reopen a window, and say what becomes of late texts.

PRODUCT, section 2, "Window". Every act leaves the earlier setting in a WindowChange and one record, raises the space's
revision, and tells who follows the space. None of them touches how a text that was sent stands.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from discussions.access.viewer import Viewer, check_staff_of
from discussions.access.windows import NEEDS_REASON
from discussions.enums import LatePolicy, WindowAct
from discussions.errors import ReasonNeeded
from discussions.models import Window
from discussions.services.window_changes import (
    check_same,
    existing,
    is_done,
    locked,
    made_meanwhile,
    set_to,
    settle,
)
from discussions.services.window_checks import check_change
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now

#: From the present setting, and the database's clock once the window is locked, to the one that the act makes.
Effect = Callable[[WindowSetting, datetime], WindowSetting]
#: What happens at once: done again by the same person, it asks for no other instant.
_AT_ONCE: Final = frozenset({WindowAct.OPEN, WindowAct.CLOSE})


def schedule_window(
    *, by: Viewer, seen: SeenWindow, setting: WindowSetting, reason: str = ""
) -> Window:
    """Make the window, or set it anew before it has opened; without an opening it opens at once.

    Raises NotModerator, NotComplete, DatesNotPossible, NotPossibleNow once it has opened, AlreadyDecided.
    """
    check_staff_of(by, seen.space_id)
    with transaction.atomic():
        window = locked(seen) or made_meanwhile(seen)
        if window is not None and is_done(window, seen, by, WindowAct.SCHEDULE, reason):
            check_same(window, setting)
            return window
        now = database_now()
        check_change(by, seen.space_id, window, WindowAct.SCHEDULE, setting, now)
        earlier = None if window is None else window.setting
        window = window or Window(space_id=seen.space_id, position=seen.position)
        set_to(window, replace(setting, opens_at=setting.opens_at or now))
        return settle(window, earlier, by, WindowAct.SCHEDULE, reason)


def open_window(*, by: Viewer, seen: SeenWindow, reason: str = "") -> Window:
    """Open a scheduled window now. Raises NotModerator, NotFound, NotComplete, NotPossibleNow, AlreadyDecided."""
    return _change(by, seen, WindowAct.OPEN, reason, lambda kept, at: replace(kept, opens_at=at))


def close_window(*, by: Viewer, seen: SeenWindow, reason: str = "") -> Window:
    """Close an open window now; its grace begins.

    `closes_at` is the database's clock once no post that had begun earlier holds the window any more, so that none of
    them is late. Raises NotModerator, NotFound, NotPossibleNow unless it is open, AlreadyDecided.
    """
    return _change(by, seen, WindowAct.CLOSE, reason, lambda kept, at: replace(kept, closes_at=at))


def extend_window(*, by: Viewer, seen: SeenWindow, closes_at: datetime, reason: str) -> Window:
    """Set a later closing for an open window, a first one where there was none.

    Raises NotModerator, NotFound, ReasonNeeded, DatesNotPossible, NotPossibleNow unless it is open, AlreadyDecided.
    """
    return _change(
        by, seen, WindowAct.EXTEND, reason, lambda kept, _at: replace(kept, closes_at=closes_at)
    )


def reopen_window(*, by: Viewer, seen: SeenWindow, closes_at: datetime, reason: str) -> Window:
    """Let a window that has closed, in its grace or after it, take texts again until `closes_at`.

    What came late meanwhile stays late. Raises NotModerator, NotFound, ReasonNeeded, NotComplete, DatesNotPossible,
    NotPossibleNow unless it has closed, AlreadyDecided.
    """
    return _change(
        by, seen, WindowAct.REOPEN, reason, lambda kept, _at: replace(kept, closes_at=closes_at)
    )


def change_late_rules(
    *, by: Viewer, seen: SeenWindow, late_policy: LatePolicy, grace_minutes: int, reason: str
) -> Window:
    """Set the grace of a window that has opened, and what becomes of a text that comes after it, for texts from now on.

    Raises NotModerator, NotFound, ReasonNeeded, NotPossibleNow before it has opened or where nothing would change,
    AlreadyDecided.
    """

    def effect(kept: WindowSetting, _at: datetime) -> WindowSetting:
        return replace(kept, late_policy=late_policy, grace_minutes=grace_minutes)

    return _change(by, seen, WindowAct.LATE_RULES, reason, effect)


def _change(by: Viewer, seen: SeenWindow, act: WindowAct, reason: str, effect: Effect) -> Window:
    check_staff_of(by, seen.space_id)
    if act in NEEDS_REASON and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        window = existing(seen)
        earlier = window.setting
        repeated = is_done(window, seen, by, act, reason)
        now = database_now()
        setting = effect(earlier, now)
        if repeated:
            if act not in _AT_ONCE:
                check_same(window, setting)
            return window
        check_change(by, seen.space_id, window, act, setting, now)
        set_to(window, setting)
        return settle(window, earlier, by, act, reason)
