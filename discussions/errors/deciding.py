"""Acts of moderators on a text."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hub.kit.dates import moment_in
from hub.kit.refusals import SOMEBODY_WAS_FASTER, Refusal


class AlreadyDecided(Refusal):
    """Somebody else decided first: who, what and when; nothing was overwritten."""

    code = "already-decided"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str, act: str, at: datetime) -> None:
        self.by = by
        self.act = act
        self.at = at
        super().__init__(
            _("%(by)s decided first, on %(at)s UTC: %(act)s. Nothing was overwritten.")
            % {"by": by, "act": act, "at": moment_in(at)}
        )


class MovedAway(Refusal):
    """A colleague moved the text to a space in which the viewer is no staff: who, when, and its reference there."""

    code = "moved-away"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str, at: datetime, reference: str) -> None:
        self.by = by
        self.at = at
        self.reference = reference
        super().__init__(
            _(
                "%(by)s moved this text to another space on %(at)s UTC; there it is %(reference)s, and its moderators decide"
                " on it. Nothing was overwritten."
            )
            % {"by": by, "at": moment_in(at), "reference": reference}
        )


class VersionChanged(Refusal):
    """A newer version arrived while this one was being decided on."""

    code = "version-changed"
    status = 409
    title = SOMEBODY_WAS_FASTER
    message = _("The author has sent a newer version meanwhile. Look at it before you decide.")


class ReasonNeeded(Refusal):
    """This act needs a reason."""

    code = "reason-needed"
    status = 400
    message = _("Give a reason.")


class PassageNotFound(Refusal):
    """No version of a text holds, where it can be read, the words that somebody wants to withhold: `passage`."""

    code = "passage-not-found"
    status = 400

    def __init__(self, passage: str) -> None:
        self.passage = passage
        words = _("These words are in no version of the text, as you see it: %(passage)s")
        super().__init__(words % {"passage": passage})


class TooManyPlaces(Refusal):
    """Words that are to be withheld stand in so many places that they cannot be meant: `passage`."""

    code = "too-many-places"
    status = 400

    def __init__(self, passage: str, places: int) -> None:
        self.passage = passage
        words = _("These words stand in %(number)d places. Give longer ones: %(passage)s")
        super().__init__(words % {"passage": passage, "number": places})


class NothingToWithhold(Refusal):
    """All the words and files are withheld already."""

    code = "nothing-to-withhold"
    status = 409
    message = _("All of this is withheld from readers already.")


class NothingToShow(Refusal):
    """What was to be shown again is not withheld any more."""

    code = "nothing-to-show"
    status = 409
    message = _("Readers see all of this again already.")
