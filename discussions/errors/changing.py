"""What staff set, and somebody else set meanwhile."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hub.kit.dates import moment_in
from hub.kit.refusals import SOMEBODY_WAS_FASTER, Refusal


class AlreadyMade(Refusal):
    """A form came again under its key and says something else than what it made is now; nothing was changed.

    `made` names that in its address: the number of a question, the id of a document, the slug of a space.
    """

    code = "already-made"
    status = 409

    def __init__(self, message: str, made: int | str) -> None:
        self.made = made
        super().__init__(message)


class NameTaken(Refusal):
    """An address or a prefix that a space has, or that none may have; `field` names the column."""

    code = "name-taken"
    status = 409

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class ChangedMeanwhile(Refusal):
    """Somebody changed it after the form was shown; nothing was overwritten.

    `by` is the name of who did, "" where it is not known; `at` when, UTC, None where that is not known.
    """

    code = "changed-meanwhile"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str = "", at: datetime | None = None) -> None:
        self.by = by
        self.at = at
        words = _("This was changed after you opened it. Nothing was overwritten.")
        if at is not None and by:
            words = _(
                "%(by)s changed this on %(at)s UTC, after you opened it. Nothing was overwritten."
            )
        elif at is not None:
            words = _(
                "This was changed on %(at)s UTC, after you opened it. Nothing was overwritten."
            )
        super().__init__(words % {"by": by, "at": moment_in(at) if at is not None else ""})


class NotSavedYet(Refusal):
    """Another act was asked for beside a form whose words are not saved; nothing was done, and they are kept."""

    code = "not-saved-yet"
    status = 409
    message = _(
        "What you changed in this form is not saved yet, so nothing was done. Save it or undo it, then press again."
    )
