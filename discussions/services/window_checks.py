"""Whether an act may make a setting of a window now; a preview asks the same as the act."""

from datetime import datetime

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.windows import check_window_act
from discussions.enums import WindowAct
from discussions.errors import DatesNotPossible, NotComplete, NotPossibleNow
from discussions.models import Space, Window
from discussions.selectors.completeness import incomplete_texts
from discussions.validators.windows import WindowSetting


def check_change(
    by: Viewer,
    space_id: int,
    window: Window | None,
    act: WindowAct,
    setting: WindowSetting,
    now: datetime,
) -> None:
    """May the act make the setting of the window (None: a new one) now? A preview asks the same.

    Raises NotModerator, NotPossibleNow, NotComplete, DatesNotPossible.
    """
    check_window_act(by, space_id, window, act, now)
    if act in {WindowAct.SCHEDULE, WindowAct.OPEN, WindowAct.REOPEN}:
        _check_complete(space_id)
    if act == WindowAct.SCHEDULE:
        _check_dates(setting, now)
    if act in {WindowAct.EXTEND, WindowAct.REOPEN}:
        _check_later(window, setting, now)
    if act == WindowAct.LATE_RULES and window is not None and setting == window.setting:
        raise NotPossibleNow(_("That is what holds already."))


def _check_complete(space_id: int) -> None:
    missing = incomplete_texts(Space.objects.get(pk=space_id))
    if missing:
        raise NotComplete(
            _(
                "Before the window can be scheduled or opened, these need a text in each required"
                " language: %(texts)s."
            )
            % {"texts": ", ".join(missing)}
        )


def _check_dates(setting: WindowSetting, now: datetime) -> None:
    if setting.opens_at is not None and setting.opens_at <= now:
        raise DatesNotPossible(
            _("The opening has passed already. Leave it empty to open at once.")
        )
    if setting.closes_at is not None and setting.closes_at <= (setting.opens_at or now):
        raise DatesNotPossible(_("The window would close before it opens."))


def _check_later(window: Window | None, setting: WindowSetting, now: datetime) -> None:
    present = window.closes_at if window is not None else None
    if setting.closes_at is None or setting.closes_at <= now:
        raise DatesNotPossible(_("The new closing has passed already."))
    if present is not None and setting.closes_at <= present:
        raise DatesNotPossible(_("The new closing is not later than the present one."))
