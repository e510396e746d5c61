"""What every act on a window does: lock, see whether it was done, leave the earlier setting and one record, tell.

Locks: the window FOR UPDATE, then the space; a post takes its window FOR SHARE, then the space.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.enums import NewsKind, WindowAct
from discussions.errors import AlreadyDecided, NotFound
from discussions.models import Space, Window, WindowChange
from discussions.selectors.windows import governs_posts
from discussions.services.news import announce
from discussions.services.reference import raise_revision
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.instants import format_instant
from hub.kit.models import Record
from hub.kit.record import write_record


def set_to(window: Window, setting: WindowSetting) -> None:
    """Let the window be as the setting says; saves it."""
    window.opens_at = setting.opens_at
    window.closes_at = setting.closes_at
    window.time_zone = setting.time_zone
    window.late_policy = setting.late_policy
    window.grace_minutes = setting.grace_minutes
    window.save()


def locked(seen: SeenWindow) -> Window | None:
    """The window, held FOR UPDATE; None where there is none."""
    windows = Window.objects.select_for_update()
    return windows.filter(space_id=seen.space_id, position=seen.position).first()


def existing(seen: SeenWindow) -> Window:
    """The window, held FOR UPDATE. Raises NotFound."""
    window = locked(seen)
    if window is None:
        raise NotFound
    return window


def made_meanwhile(seen: SeenWindow) -> Window | None:
    """A window that another made while this act waited for the space.

    It has changed since it was seen, so that it is only looked at: a lock would be taken in the wrong order.
    """
    Space.objects.select_for_update(no_key=True).get(pk=seen.space_id)
    return Window.objects.filter(space_id=seen.space_id, position=seen.position).first()


def is_done(window: Window, seen: SeenWindow, by: Viewer, act: WindowAct, reason: str) -> bool:
    """Whether this very act was done by the same person since the window was seen.

    Raises AlreadyDecided where anything else was done in between.
    """
    since = _since(window, seen)
    if not since:
        return False
    first = since[0]
    is_same = first.act == act and (first.reason or "") == reason.strip()
    if len(since) == 1 and is_same and _actor_of(first) == by.user_id:
        return True
    raise already_decided(since[-1])


def check_unchanged(window: Window, seen: SeenWindow) -> None:
    """For a preview: raises AlreadyDecided where the window was changed since it was seen."""
    since = _since(window, seen)
    if since:
        raise already_decided(since[-1])


def _since(window: Window, seen: SeenWindow) -> list[WindowChange]:
    """The changes that the eyes have not seen; which questions follow the window is another matter than its dates."""
    changes = window.changes.exclude(act=WindowAct.QUESTIONS).select_related("by_person")
    return list(changes.filter(pk__gt=seen.change_id).order_by("pk"))


def check_same(window: Window, setting: WindowSetting) -> None:
    """What was done is what is asked for now; an opening at once was some instant. Raises AlreadyDecided."""
    kept = window.setting
    if kept != replace(setting, opens_at=setting.opens_at or kept.opens_at):
        raise already_decided(window.changes.latest("pk"))


def already_decided(change: WindowChange) -> AlreadyDecided:
    """Who did what, when."""
    person = change.by_person
    return AlreadyDecided(
        by=person.name if person is not None else _("Another moderator"),
        act=str(WindowAct(change.act).label) if change.act in WindowAct.values else "",
        at=change.at,
    )


def settle(
    window: Window, earlier: WindowSetting | None, by: Viewer, act: WindowAct, reason: str
) -> Window:
    """Leave the earlier setting (None: there was none) and one record, raise the space's revision, tell.

    Nobody is told of a window that no question follows: its dates are told with the questions, once they follow it.
    """
    change = WindowChange.objects.create(
        window=window,
        by_person_id=by.person_id,
        act=act,
        reason=reason.strip() or None,
        had_opens_at=earlier is not None,
        had_closes_at=earlier is not None,
        **({} if earlier is None else _columns(earlier)),
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
            "is": _codes(window.setting),
        },
    )
    if governs_posts(window):
        tell([change], window.space_id, by)
    return window


def tell(changes: Iterable[WindowChange], space_id: int, by: Viewer) -> None:
    """Let the followers of the space be told of what one act changed."""
    facts = {"changes": [change.pk for change in changes]}
    announce(space_id=space_id, kind=NewsKind.WINDOW, facts=facts, by=by)


def _columns(setting: WindowSetting) -> dict[str, Any]:
    return {
        "opens_at": setting.opens_at,
        "closes_at": setting.closes_at,
        "time_zone": setting.time_zone,
        "late_policy": setting.late_policy,
        "grace_minutes": setting.grace_minutes,
    }


def _codes(setting: WindowSetting) -> dict[str, Any]:
    return {
        **_columns(setting),
        "opens_at": _written(setting.opens_at),
        "closes_at": _written(setting.closes_at),
        "late_policy": str(setting.late_policy),
    }


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant.astimezone(UTC))


def _actor_of(change: WindowChange) -> int | None:
    """The account behind a change; an account may speak for no person."""
    records = Record.objects.filter(
        subject_type="window", subject_id=str(change.window_id), detail__change=change.pk
    )
    return records.values_list("actor_id", flat=True).first()
