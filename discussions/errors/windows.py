"""What windows, questions and states do not take at this moment."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal


class WindowRefusal(Refusal):
    """The window does not take posts at this instant; counted per day, without the text."""

    status = 403

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at
        super().__init__()


class WindowNotOpenYet(WindowRefusal):
    """Before `opens_at`; `at` is that instant."""

    code = "window-not-open-yet"
    message = _("The window for submissions has not opened yet.")


class WindowClosed(WindowRefusal):
    """After the grace, where late posts are refused; `at` is `closes_at`."""

    code = "window-closed"
    message = _("The window for submissions has closed.")


class PromptClosed(WindowRefusal):
    """The question takes no more answers."""

    code = "prompt-closed"
    message = _("This question takes no more answers.")


class EndorsingClosed(Refusal):
    """Endorsing, and taking an endorsement back, ends with the grace (PRODUCT, section 4)."""

    code = "endorsing-closed"
    status = 403
    message = _("Endorsing ended when the window closed.")


class AnswersClosed(Refusal):
    """Organisations named in a joint submission answer until some days after the grace (PRODUCT, section 4)."""

    code = "answers-closed"
    status = 403
    message = _("The time to answer has passed.")


class NotPossibleNow(Refusal):
    """The state of the post does not allow it."""

    code = "not-possible-now"
    status = 409


class DatesNotPossible(Refusal):
    """Opening, closing and now are not in an order that the act allows."""

    code = "dates-not-possible"
    status = 400
    message = _("The dates are not in order.")


class NotComplete(Refusal):
    """A title or a question lacks a required language, so the window cannot be scheduled or opened."""

    code = "not-complete"
    status = 409
    message = _(
        "Before the window can be scheduled or opened, the title and every question need a text in"
        " each required language."
    )
