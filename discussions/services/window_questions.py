"""Which questions follow which window of a space: a window for each revision of a draft (PRODUCT, section 2).

Locks: the questions, their windows FOR KEY SHARE, then the space. What was sent under a question stands as it stood.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from discussions.access.viewer import Viewer, check_staff_of
from discussions.enums import WindowAct, WindowState
from discussions.errors import ChangedMeanwhile, NotFound, ReasonNeeded
from discussions.models import Prompt, Window, WindowChange
from discussions.selectors.windows import numbers_by_window
from discussions.services.locks import hold_windows
from discussions.services.reference import raise_revision
from discussions.services.window_changes import tell
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.record import write_record

_ACT: Final = f"window-{WindowAct.QUESTIONS}"


@dataclass(frozen=True)
class MovedQuestion:
    """A question that follows another window than it did; ids, None: the main window, or no window at all."""

    prompt: Prompt
    earlier: int | None
    later: int | None


def assign_questions(
    *,
    by: Viewer,
    space_id: int,
    seen: Mapping[int, int],
    wanted: Mapping[int, int],
    reason: str = "",
) -> list[MovedQuestion]:
    """Let questions follow other windows. `seen` and `wanted`: the place of a window by the number of the question.

    What stands there already changes nothing, whoever set it. Raises NotModerator, NotFound, ReasonNeeded where a window
    that has opened gains or loses a question, ChangedMeanwhile.
    """
    check_staff_of(by, space_id)
    with transaction.atomic():
        held = Prompt.objects.select_for_update(no_key=True).filter(space_id=space_id)
        prompts = {prompt.number: prompt for prompt in held.order_by("pk")}
        windows = {one.position: one for one in hold_windows(space_id)}
        if not wanted.keys() <= prompts.keys() or not set(wanted.values()) <= windows.keys():
            raise NotFound
        places = {one.pk: one.position for one in windows.values()}
        present = {number: places.get(prompts[number].window_id or 0, 0) for number in wanted}
        changed = [number for number in sorted(wanted) if wanted[number] != present[number]]
        if not changed:
            return []
        if any(seen.get(number) != present[number] for number in wanted):
            raise _changed_meanwhile(space_id, [prompts[number] for number in changed])
        touched = {windows[place] for n in changed for place in (present[n], wanted[n])}
        if needs_reason(touched) and not reason.strip():
            raise ReasonNeeded
        moved = [_move(prompts[number], windows[wanted[number]]) for number in changed]
        raise_revision(space_id)
        note_assignment(by=by, space_id=space_id, moved=moved, reason=reason)
        return moved


def needs_reason(windows: Iterable[Window]) -> bool:
    """Whether one of the windows that gain or lose a question has opened."""
    now = database_now()
    return any(one.state_at(now) != WindowState.SCHEDULED for one in windows)


def windows_touched(moved: MovedQuestion, windows: Sequence[Window]) -> list[Window]:
    """Those of the windows of a space, the main one first, that lose or gain the question; none where it stays."""
    main = windows[0].pk if windows else None
    places = {moved.earlier or main, moved.later or main}
    return [one for one in windows if one.pk in places] if len(places) > 1 else []


def note_assignment(
    *, by: Viewer, space_id: int, moved: Iterable[MovedQuestion], reason: str = ""
) -> None:
    """Leave what the windows were answered by before in their history, and one record each, and tell the followers.

    In the transaction in which the questions, which stand in the database as they are now, were moved.
    """
    windows = list(Window.objects.filter(space_id=space_id).order_by("position"))
    if not windows:
        return
    main = windows[0].pk
    now = {pk: set(numbers) for pk, numbers in numbers_by_window(windows).items()}
    before = {pk: set(numbers) for pk, numbers in now.items()}
    for one in moved:
        before[one.later or main].discard(one.prompt.number)
        before[one.earlier or main].add(one.prompt.number)
    changes = [
        _note(window, sorted(before[window.pk]), sorted(now[window.pk]), by, reason)
        for window in windows
        if before[window.pk] != now[window.pk]
    ]
    if changes:
        tell(changes, space_id, by)


def _note(
    window: Window, earlier: list[int], now: list[int], by: Viewer, reason: str
) -> WindowChange:
    change = WindowChange.objects.create(
        window=window,
        by_person_id=by.person_id,
        act=WindowAct.QUESTIONS,
        reason=reason.strip() or None,
        had_opens_at=False,
        had_closes_at=False,
        questions=earlier,
    )
    write_record(
        _ACT,
        ("window", window.pk),
        by=by.user_id,
        space_id=window.space_id,
        detail={"change": change.pk, "was": earlier, "is": now},
    )
    return change


def _move(prompt: Prompt, window: Window) -> MovedQuestion:
    earlier = prompt.window_id
    prompt.window_id = None if window.position == 0 else window.pk
    prompt.save(update_fields=["window"])
    return MovedQuestion(prompt, earlier, prompt.window_id)


def _changed_meanwhile(space_id: int, prompts: Iterable[Prompt]) -> ChangedMeanwhile:
    """Who let questions of the space follow other windows last, here or on the page of one of these questions."""
    edited = Q(act="prompt-changed", subject_id__in=[str(prompt.pk) for prompt in prompts])
    records = Record.objects.filter(Q(act=_ACT) | edited, space_id=space_id)
    record = records.order_by("-pk").first()
    if record is None:
        return ChangedMeanwhile()
    names = Person.objects.filter(user=record.actor_id or 0).values_list("name", flat=True)
    return ChangedMeanwhile(by=names.first() or "", at=record.at)
