"""Whether the receipt reached whom something came from that staff entered; never to which address."""

from django.utils.translation import gettext as _

from accounts.enums import NoticeState
from accounts.models import Notice
from accounts.selectors.notices import letter_of
from discussions.models import Post, Version
from discussions.selectors.letters import outside_act
from hub.kit.dates import moment_in


def letter_words(post: Post, version: Version) -> str:
    """What became of the letter about a version; one statement."""
    letter = letter_of(outside_act(post.pk, version.number))
    if letter is None:
        return _("No address was given: nobody gets a receipt by e-mail.")
    return _state(letter)


def _state(letter: Notice) -> str:
    if letter.state == NoticeState.SENT and letter.sent_at is not None:
        return _("Sent to the address that was given on %(moment)s UTC.") % {
            "moment": moment_in(letter.sent_at)
        }
    if letter.state == NoticeState.FAILED:
        return _("It could not be delivered to the address that was given.")
    if letter.state == NoticeState.SKIPPED:
        return _("Not sent: there was nothing left to say.")
    return _("It is on its way to the address that was given.")
