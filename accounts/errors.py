"""What accounts refuse."""

from math import ceil

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hub.kit.refusals import Refusal


class AddressTaken(Refusal):
    """The e-mail address got an account while this form was being sent."""

    code = "address-taken"
    status = 409
    message = _("There is an account with this e-mail address already.")


class TooManyAttempts(Refusal):
    """Over one of the rates of PRODUCT, section 5; `retry_after` in seconds."""

    code = "too-many-attempts"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = max(1, retry_after)
        minutes = ceil(self.retry_after / 60)
        super().__init__(
            ngettext(
                "There were too many attempts. Try again in %(minutes)d minute.",
                "There were too many attempts. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


class MailAway(Refusal):
    """The mail server does not take the mail that this step needs."""

    code = "mail-away"
    status = 503
    message = _(
        "The e-mail with your code could not be sent just now. What you entered is kept: sign in again in a few minutes, and a"
        " new code will be sent."
    )
    retry_after = 300


class LastAdministrator(Refusal):
    """The portal would be left without an administrator."""

    code = "last-administrator"
    status = 409
    message = _("This is the last administrator: name another one first.")


class LastSecretariat(Refusal):
    """Nobody would be left who can name moderators, answer for the portal and export."""

    code = "last-secretariat"
    status = 409
    message = _("This is the last account of the secretariat: name another one first.")


class OwnAdministrator(Refusal):
    """Nobody gives up their own right as administrator: one slip of the hand would do it."""

    code = "own-administrator"
    status = 409
    message = _("This is your own right as administrator. Another administrator can take it away.")


class NotAdministrator(Refusal):
    """An act of administrators."""

    code = "not-administrator"
    status = 403
    message = _("Only administrators can do this.")
