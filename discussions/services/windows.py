"""When posting is allowed: schedule, open, close and extend a window (PRODUCT, section 2, "Window").

Locks: the window FOR UPDATE, then the space; a post takes its window FOR SHARE, then the space. Every act leaves the
earlier setting in a WindowChange, one record, and raises the space's revision.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer, check_staff_of
from discussions.enums import LatePolicy, WindowAct
from discussions.errors import (
    AlreadyDecided,
    NotFound,
    ReasonNeeded,
)
from discussions.models import Space, Window, WindowChange
from discussions.services.reference import raise_revision
from discussions.services.window_checks import check_change
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now
from hub.kit.instants import format_instant
from hub.kit.models import Record
from hub.kit.record import write_record


def setting_of(window: Window) -> WindowSetting:
    """What is set of a window now."""
    return WindowSetting(
        window.opens_at,
        window.closes_at,
        window.time_zone,
        LatePolicy(window.late_policy),
        window.grace_minutes,
    )


def schedule_window(
    *, by: Viewer, seen: SeenWindow, setting: WindowSetting, reason: str = ""
) -> Window:
    """Make the window, or set it anew before it has opened; without an opening it opens at once.

    Raises NotModerator, NotComplete, DatesNotPossible, NotPossibleNow once it has opened, AlreadyDecided.
    """
    check_staff_of(by, seen.space_id)
    with transaction.atomic():
        window = _locked(seen) or _made_meanwhile(seen)
        if window is not None and _is_done(window, seen, by, WindowAct.SCHEDULE, reason):
            _check_same(window, setting)
            return window
        now = database_now()
        check_change(by, seen.space_id, window, WindowAct.SCHEDULE, setting, now)
        earlier = None if window is None else setting_of(window)
        window = window or Window(space_id=seen.space_id, position=seen.position)
        window.opens_at = setting.opens_at or now
        window.closes_at = setting.closes_at
        window.time_zone = setting.time_zone
        window.late_policy = setting.late_policy
        window.grace_minutes = setting.grace_minutes
        window.save()
        return _settle(window, earlier, by, WindowAct.SCHEDULE, reason)


def open_window(*, by: Viewer, seen: SeenWindow, reason: str = "") -> Window:
    """Open a scheduled window now. Raises NotModerator, NotFound, NotComplete, NotPossibleNow, AlreadyDecided."""
    check_staff_of(by, seen.space_id)
    with transaction.atomic():
        window = _existing(seen)
        if _is_done(window, seen, by, WindowAct.OPEN, reason):
            return window
        now = database_now()
        earlier = setting_of(window)
        check_change(by, seen.space_id, window, WindowAct.OPEN, earlier, now)
        window.opens_at = now
        window.save(update_fields=["opens_at"])
        return _settle(window, earlier, by, WindowAct.OPEN, reason)


def close_window(*, by: Viewer, seen: SeenWindow, reason: str = "") -> Window:
    """Close an open window now; its grace begins.

    `closes_at` is the database's clock once no post that had begun earlier holds the window any more, so that none of
    them is late. Raises NotModerator, NotFound, NotPossibleNow unless it is open, AlreadyDecided.
    """
    check_staff_of(by, seen.space_id)
    with transaction.atomic():
        window = _existing(seen)
        if _is_done(window, seen, by, WindowAct.CLOSE, reason):
            return window
        now = database_now()
        earlier = setting_of(window)
        check_change(by, seen.space_id, window, WindowAct.CLOSE, earlier, now)
        window.closes_at = now
        window.save(update_fields=["closes_at"])
        return _settle(window, earlier, by, WindowAct.CLOSE, reason)


def extend_window(*, by: Viewer, seen: SeenWindow, closes_at: datetime, reason: str) -> Window:
    """Set a later closing for an open window, a first one where there was none, or open a closed one again.

    Raises NotModerator, NotFound, ReasonNeeded, DatesNotPossible, NotPossibleNow before it has opened, AlreadyDecided.
    """
    check_staff_of(by, seen.space_id)
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        window = _existing(seen)
        earlier = setting_of(window)
        setting = replace(earlier, closes_at=closes_at)
        if _is_done(window, seen, by, WindowAct.EXTEND, reason):
            _check_same(window, setting)
            return window
        check_change(by, seen.space_id, window, WindowAct.EXTEND, setting, database_now())
        window.closes_at = closes_at
        window.save(update_fields=["closes_at"])
        return _settle(window, earlier, by, WindowAct.EXTEND, reason)


def _locked(seen: SeenWindow) -> Window | None:
    windows = Window.objects.select_for_update()
    return windows.filter(space_id=seen.space_id, position=seen.position).first()


def _existing(seen: SeenWindow) -> Window:
    window = _locked(seen)
    if window is None:
        raise NotFound
    return window


def _made_meanwhile(seen: SeenWindow) -> Window | None:
    """A window that another made while this act waited for the space.

    It has changed since it was seen, so that it is only looked at: a lock would be taken in the wrong order.
    """
    Space.objects.select_for_update(no_key=True).get(pk=seen.space_id)
    return Window.objects.filter(space_id=seen.space_id, position=seen.position).first()


def _is_done(window: Window, seen: SeenWindow, by: Viewer, act: WindowAct, reason: str) -> bool:
    """Whether this very act was done by the same person since the window was seen.

    Raises AlreadyDecided where anything else was done in between.
    """
    since = list(window.changes.filter(pk__gt=seen.change_id).order_by("pk")[:2])
    if not since:
        return False
    first = since[0]
    is_same = first.act == act and (first.reason or "") == reason.strip()
    if len(since) == 1 and is_same and _actor_of(first) == by.user_id:
        return True
    raise _already_decided(since[-1])


def _check_same(window: Window, setting: WindowSetting) -> None:
    """What was done is what is asked for now; an opening at once was some instant."""
    kept = setting_of(window)
    if kept != replace(setting, opens_at=setting.opens_at or kept.opens_at):
        raise _already_decided(window.changes.latest("pk"))


def _already_decided(change: WindowChange) -> AlreadyDecided:
    person = change.by_person
    return AlreadyDecided(
        by=person.name if person is not None else _("Another moderator"),
        act=str(WindowAct(change.act).label) if change.act in WindowAct.values else "",
        at=change.at,
    )


def _actor_of(change: WindowChange) -> int | None:
    """The account behind a change; an account may speak for no person."""
    records = Record.objects.filter(
        subject_type="window", subject_id=str(change.window_id), detail__change=change.pk
    )
    return records.values_list("actor_id", flat=True).first()


def _settle(
    window: Window, earlier: WindowSetting | None, by: Viewer, act: WindowAct, reason: str
) -> Window:
    change = WindowChange.objects.create(
        window=window,
        by_person_id=by.person_id,
        had_opens_at=earlier is not None,
        had_closes_at=earlier is not None,
        opens_at=earlier.opens_at if earlier else None,
        closes_at=earlier.closes_at if earlier else None,
        act=act,
        reason=reason.strip() or None,
    )
    raise_revision(window.space_id)
    write_record(
        f"window-{act}",
        ("window", window.pk),
        by=by.user_id,
        space_id=window.space_id,
        detail={
            "change": change.pk,
            "was": None if earlier is None else _codes(earlier),
            "is": _codes(setting_of(window)),
        },
    )
    return window


def _codes(setting: WindowSetting) -> dict[str, Any]:
    return {
        "opens_at": _written(setting.opens_at),
        "closes_at": _written(setting.closes_at),
        "time_zone": setting.time_zone,
        "late_policy": str(setting.late_policy),
        "grace_minutes": setting.grace_minutes,
    }


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant.astimezone(UTC))
