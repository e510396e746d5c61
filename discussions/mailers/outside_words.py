"""What is said of input from outside the portal, the same on cards, on the receipt and in its mail."""

from django.utils.translation import gettext as _

from discussions.enums import NameWithheld, OutsideKind, PostState
from discussions.models import Post, Version
from hub.kit.dates import moment_in, written_day


def source_words(post: Post) -> str:
    """How and on which day it came in; "" for what was sent on the portal."""
    if post.outside_kind is None or post.outside_received_on is None:
        return ""
    words = {
        OutsideKind.MAIL: _("Received by e-mail on %(day)s and entered by staff."),
        OutsideKind.LETTER: _("Received by letter on %(day)s and entered by staff."),
        OutsideKind.MEETING: _("Said at a meeting on %(day)s and entered by staff."),
        OutsideKind.OTHER: _("Received outside the portal on %(day)s and entered by staff."),
    }
    return words[OutsideKind(post.outside_kind)] % {"day": written_day(post.outside_received_on)}


def outside_heading(version: Version, *, is_withdrawal: bool) -> str:
    """What was done, in the words of the letter to whom it came from."""
    if is_withdrawal:
        return _("Your contribution is withdrawn")
    if version.number > 1:
        return _("Your contribution was corrected")
    return _("Your contribution was received")


def entered_heading(version: Version, *, is_withdrawal: bool) -> str:
    """The same for staff, on the page of the receipt."""
    if is_withdrawal:
        return _("The input is withdrawn")
    return _("The input was corrected") if version.number > 1 else _("The input was entered")


def outside_steps(post: Post) -> list[str]:
    """Where it stands now, and how to have it corrected or withdrawn; one sentence or two each."""
    steps = _where_it_stands(post)
    if post.name_withheld != NameWithheld.NO:
        steps.append(_("Readers do not see the name: it is withheld, also in this letter."))
    if post.state != PostState.WITHDRAWN:
        steps.append(
            _(
                "To have it corrected or withdrawn, write to the moderators of the space or to the secretariat,"
                " as you did before, and give the reference."
            )
        )
    return steps


def _where_it_stands(post: Post) -> list[str]:
    if post.state == PostState.WITHDRAWN:
        return [
            _("It was withdrawn on %(moment)s UTC, at the wish of whom it came from.")
            % {"moment": moment_in(post.state_since)},
            _("Readers no longer see it. Its reference stays in the register."),
        ]
    if post.state == PostState.PUBLISHED:
        return [_("It is public now: everyone can read it, without an account.")]
    if post.state == PostState.PENDING:
        return [_("A moderator reads it before it appears.")]
    return [
        _("Readers do not see it now."),
        _("Its line in the register says what became of it, and why."),
    ]
