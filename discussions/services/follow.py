"""Who wants to be told what happens in a space says so, or stops."""

from django.db import transaction
from django.db.models.functions import Now

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer
from discussions.errors import SignInFirst
from discussions.models import Follower, Space
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


def follow(*, by: Viewer, space: Space) -> None:
    """From now on the account is told of new questions and documents and of changes of windows.

    Who follows already goes on as before. Raises SignInFirst, NotFound where the space is not theirs to see.
    """
    with transaction.atomic():
        row = _row(by, space)
        if row is not None and row.stopped_at is None:
            return
        if row is None:
            _, is_new = Follower.objects.get_or_create(space=space, user_id=by.user_id)
            if not is_new:  # the same button, pressed twice at once
                return
        else:
            Follower.objects.filter(pk=row.pk).update(since=Now(), stopped_at=None)
        _write("space-followed", by, space)


def stop_following(*, by: Viewer, space: Space) -> None:
    """Nothing more is told, also where it was about to be; posting again does not begin it again.

    Raises SignInFirst, NotFound where the space is not theirs to see.
    """
    with transaction.atomic():
        row = _row(by, space)
        if row is None or row.stopped_at is not None:
            return
        Follower.objects.filter(pk=row.pk).update(stopped_at=Now())
        _write("space-unfollowed", by, space)


def follow_by_posting(*, by: Viewer, space_id: int) -> None:
    """Who posts in a space follows it, unless they have stopped once; part of the act of posting, without a record."""
    if by.user_id is not None:
        Follower.objects.bulk_create(
            [Follower(space_id=space_id, user_id=by.user_id)], ignore_conflicts=True
        )


def _row(by: Viewer, space: Space) -> Follower | None:
    if by.user_id is None:
        raise SignInFirst
    check_see_space(space, by, transaction_now())
    rows = Follower.objects.select_for_update()
    return rows.filter(space=space, user_id=by.user_id).first()


def _write(act: str, by: Viewer, space: Space) -> None:
    """Not among the records of the space: what a reader wishes to be told moves no cut-off of an export."""
    write_record(act, ("space", space.pk), by=by.user_id)
