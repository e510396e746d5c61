"""What moderation refuses, each with a code for programs, an HTTP status and words for people."""

from math import ceil
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from discussions.errors import NotFound
from hub.kit.refusals import Refusal

#: Why an export is not handed over, by code (exports.failure.ExportFailed); the placeholders are codes and numbers.
NOT_PERMITTED: Final = "not-permitted"
FAILURES: Final[dict[str, Promise]] = {
    "counts-differ": _(
        "The counts do not agree (%(check)s: %(expected)s expected, %(found)s found), so nothing is handed over."
        " Nothing was changed. Tell the administrators."
    ),
    "file-differs": _(
        "A stored file is not what was received (%(path)s), so nothing is handed over. Tell the administrators."
    ),
    "file-missing": _(
        "A stored file is missing (%(path)s), so nothing is handed over. Tell the administrators."
    ),
    "pdf-not-made": _(
        "The compilation could not be set as PDF: it is too long for this machine. Ask for it in Word, or for fewer inputs."
    ),
    "pdf-faulty": _(
        "The compilation could not be set as PDF, by a fault of this portal. Ask for it in Word, and tell the"
        " administrators; the log of the worker names this export."
    ),
    NOT_PERMITTED: _("Who asked for it no longer belongs to the secretariat."),
    "given-up": _("It was begun %(attempts)s times and never came to its end. Ask for it again."),
}


#: In the place of a part of a package that holds others.
LEFT_OUT: Final[dict[str, Promise]] = {
    "pdf-not-made": _(
        "The compilation as PDF is not in it: there are more inputs than this portal can set at once. Ask for it in Word,"
        " or for fewer inputs, a question at a time."
    ),
    "pdf-faulty": _(
        "The compilation as PDF is not in it: a fault of this portal keeps it from being set. The one in Word holds the"
        " same inputs. Tell the administrators; the log of the worker names this export."
    ),
}


def left_out_words(counts: dict[str, Any]) -> list[str]:
    """What a finished export lacks of what was asked for, and why, from its counts; in the language that is active."""
    return [str(LEFT_OUT[why]) for why in counts.get("left_out", {}).values()]


def failure_words(code: str, facts: dict[str, str | int]) -> str:
    """Why an export was not handed over, in a sentence, in the language that is active."""
    return str(FAILURES[code]) % facts if code in FAILURES else code


class ExportOver(Refusal):
    """It was finished, failed or was cancelled before it could be cancelled."""

    code = "export-over"
    status = 409
    message = _("This export is over already: there is nothing to cancel.")


class NothingToShare(Refusal):
    """Only finished exports of what every reader may see are given away, while they are kept."""

    code = "nothing-to-share"
    status = 409
    message = _(
        "Only a finished export of what every reader may see can be given to others, while it is kept."
    )


class NotKept(NotFound):
    """There are no bytes to fetch."""

    message = _("This export is not there: it is not finished, failed, or no longer kept.")


class NotInList(NotFound):
    """An address narrows a list by what is not in it, or goes on after it: it never was there, or is not any more."""

    message = _(
        "What this address asks for is not among these texts: it never was, or it is not public any more."
    )


class NoLongerShown(Refusal):
    """Something that the file holds is kept from readers since it was made, or its whole space is."""

    code = "no-longer-shown"
    status = 410
    message = _(
        "Something in this package is no longer shown to readers. Ask the secretariat for a new one."
    )


class LinkMadeAlready(Refusal):
    """The form was sent twice; the address of a link is shown once."""

    code = "link-made-already"
    status = 409
    message = _(
        "This link was made already, and its address was shown then. If you have not kept it, take the link back and"
        " make another."
    )


class LinkOver(Refusal):
    """A link that has expired or was taken back."""

    code = "link-over"
    status = 410
    message = _(
        "This link can no longer be used: its time is over, or it was taken back. Ask the secretariat that gave it to"
        " you for another."
    )


class TooManyFetches(Refusal):
    """Over the limit of requests by one link in an hour; `retry_after` in seconds."""

    code = "too-many-fetches"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        minutes = ceil(retry_after / 60)
        super().__init__(
            ngettext(
                "This link was used very often within an hour. Try again in %(minutes)d minute.",
                "This link was used very often within an hour. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )
