"""Who may not do what."""

from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal


class NotFound(Refusal):
    """The thing does not exist, or its existence is not this viewer's business."""

    code = "not-found"
    status = 404


class SignInFirst(Refusal):
    """Only people with an account write."""

    code = "sign-in-first"
    status = 403
    message = _("Sign in to write. Reading never needs an account.")


class NotYours(Refusal):
    """An act of the author alone."""

    code = "not-yours"
    status = 403
    message = _("Only its author can do this.")


class NotYourOrganisation(Refusal):
    """Only its members speak for an organisation."""

    code = "not-your-organisation"
    status = 403
    message = _("You do not speak for this organisation.")


class NotModerator(Refusal):
    """An act of the space's moderators and the secretariat."""

    code = "not-moderator"
    status = 403
    message = _("Only moderators of this space can do this.")


class OwnText(Refusal):
    """Nobody decides as staff on what they wrote themselves."""

    code = "own-text"
    status = 403
    message = _("This is your own text: another moderator decides on it.")


class NotSecretariat(Refusal):
    """An act of the secretariat."""

    code = "not-secretariat"
    status = 403
    message = _("Only the secretariat can do this.")


class NotNamer(Refusal):
    """An act of the secretariat and administrators: naming moderators and observers, making spaces, reasons."""

    code = "not-namer"
    status = 403
    message = _("Only the secretariat and administrators can do this.")


class NoAccount(Refusal):
    """There is no account, or it is closed: it can hold no right."""

    code = "no-account"
    status = 404
    message = _("There is no account with this address.")
