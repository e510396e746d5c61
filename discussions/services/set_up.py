"""Setting up a space: what every change of it by its moderators and the secretariat has in common."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.enums import NewsKind, WindowState
from discussions.errors import ChangedMeanwhile, NotComplete, NotFound
from discussions.models import Space
from discussions.selectors.completeness import missing_languages
from discussions.selectors.set_up import last_change
from discussions.services.news import announce_addition
from discussions.services.reference import raise_revision
from discussions.validators.set_up import Setting, stamp_of
from hub.kit.clock import database_now
from hub.kit.record import write_record

#: The acts that followers are told of.
_NEWS: Final = {
    "prompt-put": NewsKind.QUESTIONS,
    "document-added": NewsKind.DOCUMENTS,
    "document-file-added": NewsKind.DOCUMENTS,
}


def settle_change(
    by: Viewer,
    space_id: int,
    act: str,
    subject: tuple[str, object],
    detail: dict[str, Any] | None = None,
) -> None:
    """What every change of a space leaves, in the caller's transaction: one record, and a raised revision.

    Who follows the space is told of questions and documents that are added, and of files of these. `detail` says which fields were changed, never what they hold. Raises NotModerator.
    """
    check_set_up(by, space_id)
    raise_revision(space_id)
    write_record(act, subject, by=by.user_id, space_id=space_id, detail=detail)
    if act in _NEWS:
        added = int(str(subject[1]))
        announce_addition(space_id=space_id, kind=_NEWS[act], identifier=added, by=by)


def lock_space(space_id: int) -> Space:
    """The space as it is now, held until the end; whatever stands in it is locked before it. Raises NotFound."""
    space = Space.objects.select_for_update(no_key=True).filter(pk=space_id).first()
    if space is None:
        raise NotFound
    return space


def check_seen(
    seen: str | None,
    present: Setting,
    subject: tuple[str, object],
) -> None:
    """Whether a form was built on what stands there now; `seen` is the stamp that it carried, None: it carried none.

    Raises ChangedMeanwhile, which names who changed it.
    """
    if seen is None or seen == stamp_of(present):
        return
    change = last_change(*subject)
    if change is None:
        raise ChangedMeanwhile
    raise ChangedMeanwhile(by=change.by, at=change.at)


def is_new_order(
    by_act: tuple[int, str], present: Sequence[int], seen: Sequence[int], wanted: Sequence[int]
) -> bool:
    """Whether things are to be put in another order than they have; `by_act` is the space and the act that does it.

    Raises ChangedMeanwhile where they, or their order, are no longer those that were `seen`.
    """
    if list(present) == list(wanted):
        return False
    if list(present) == list(seen) and sorted(present) == sorted(wanted):
        return True
    space_id, act = by_act
    change = last_change("space", space_id, (act,))
    if change is None:
        raise ChangedMeanwhile
    raise ChangedMeanwhile(by=change.by, at=change.at)


def is_answered_by_clock(space: Space) -> bool:
    """Whether texts can be sent to it now, or will be by the clock alone: no act would stop for what is incomplete."""
    now, windows = database_now(), list(space.windows.all())
    if not windows:
        return space.published_at is not None
    return any(window.state_at(now) != WindowState.CLOSED for window in windows)


def check_complete(space: Space, texts: Mapping[str, str], words: str) -> None:
    """While texts can be sent, or will be by the clock alone, a required language is never missing.

    `words` is the sentence that says so, with `%(languages)s`. Raises NotComplete.
    """
    missing = missing_languages(texts)
    if missing and is_answered_by_clock(space):
        raise NotComplete(words % {"languages": missing})
