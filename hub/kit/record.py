"""Writing the record: the one door to its table."""

from typing import Any

from hub.kit.models import Record


def write_record(
    act: str,
    subject: tuple[str, object],
    *,
    by: int | None,
    space_id: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Record:
    """Add one act to the record, in the caller's transaction.

    `subject` is (kind, id); `by` the id of the user, None for the clock or the shell; `detail` holds ids, codes and
    hashes alone (PRODUCT, section 2).
    """
    kind, identifier = subject
    return Record.objects.create(
        act=act,
        actor_id=by,
        space_id=space_id,
        subject_type=kind,
        subject_id=str(identifier),
        reason=reason,
        detail=detail or {},
    )
