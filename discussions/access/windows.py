"""Who may change a window, and what its state allows: act × state stands here and nowhere else (PRODUCT, section 2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_staff_of
from discussions.enums import WindowAct, WindowState
from discussions.errors import NotPossibleNow
from discussions.models import Window

#: The states in which an act is possible. A window that is yet to be made counts as scheduled.
POSSIBLE: Final[Mapping[WindowAct, frozenset[WindowState]]] = {
    WindowAct.SCHEDULE: frozenset({WindowState.SCHEDULED}),
    WindowAct.OPEN: frozenset({WindowState.SCHEDULED}),
    WindowAct.CLOSE: frozenset({WindowState.OPEN}),
    WindowAct.EXTEND: frozenset({WindowState.OPEN}),
    WindowAct.REOPEN: frozenset({WindowState.GRACE, WindowState.CLOSED}),
    WindowAct.LATE_RULES: frozenset({WindowState.OPEN, WindowState.GRACE, WindowState.CLOSED}),
    WindowAct.QUESTIONS: frozenset(WindowState),
}
#: The acts that say why, always.
NEEDS_REASON: Final = frozenset({WindowAct.EXTEND, WindowAct.REOPEN, WindowAct.LATE_RULES})
_REFUSALS: Final[Mapping[WindowAct, Promise]] = {
    WindowAct.SCHEDULE: _("This window has opened already; now it can be extended."),
    WindowAct.OPEN: _("This window has opened already."),
    WindowAct.CLOSE: _("This window is not open."),
    WindowAct.EXTEND: _("This window is not open: only an open window can be extended."),
    WindowAct.REOPEN: _("This window is not closed."),
    WindowAct.LATE_RULES: _("This window has not opened yet: change its dates instead."),
    WindowAct.QUESTIONS: _("There is no such window."),
}


def possible_window_acts(
    viewer: Viewer, space_id: int, window: Window | None, at: datetime
) -> list[WindowAct]:
    """What the viewer may do with a window at an instant; None: one that is yet to be made."""
    if not viewer.is_staff_of(space_id):
        return []
    if window is None:
        return [WindowAct.SCHEDULE]
    state = window.state_at(at)
    return [act for act in WindowAct if state in POSSIBLE[act]]


def check_window_act(
    viewer: Viewer, space_id: int, window: Window | None, act: WindowAct, at: datetime
) -> None:
    """Raises NotModerator, and NotPossibleNow where the state of the window does not allow the act."""
    check_staff_of(viewer, space_id)
    if act not in possible_window_acts(viewer, space_id, window, at):
        raise NotPossibleNow(_REFUSALS[act])
