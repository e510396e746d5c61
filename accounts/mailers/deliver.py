"""From a row of the outbox to the mail server (PRODUCT, section 8).

A notice is claimed, and the claim committed, before the server is spoken to; it is marked sent after the server's 250.
Who dies between the two leaves a claim that grows old: the mail is then sent once more, with the same Message-ID.
"""

import logging
import smtplib
from datetime import timedelta
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django.utils.translation import override

from accounts.enums import NoticeState
from accounts.mailers.letter import Letter
from accounts.models import Notice
from accounts.selectors.notices import is_due

logger = logging.getLogger(__name__)

_FIRST_WAIT: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(hours=1)
#: With the waits above about a week: longer than a mail server is away over a long weekend.
MOST_ATTEMPTS: Final = 180


class Outcome(Enum):
    """What became of one attempt."""

    NOT_DUE = "not due, or somebody else is sending it"
    SENT = "sent"
    SKIPPED = "nothing to say any more"
    POSTPONED = "the server could not take it now"
    FAILED = "given up"


def deliver(notice_id: int) -> Outcome:
    """Send one notice by mail, if it is due. Safe to call at any time, by any number of workers."""
    notice = _claim(notice_id)
    if notice is None:
        return Outcome.NOT_DUE
    letter = _letter(notice)
    if letter is None:
        _finish(notice, NoticeState.SKIPPED)
        return Outcome.SKIPPED
    try:
        _message(notice, letter).send()
    except (smtplib.SMTPException, OSError) as error:
        return _not_sent(notice, error)
    _finish(notice, NoticeState.SENT, sent_at=Now())
    return Outcome.SENT


def _claim(notice_id: int) -> Notice | None:
    """The notice, ours to send from now on; None if it is not due or another was quicker."""
    claimed = Notice.objects.filter(is_due(), pk=notice_id).update(
        state=NoticeState.CLAIMED, claimed_at=Now(), attempts=F("attempts") + 1
    )
    return Notice.objects.select_related("receiver").get(pk=notice_id) if claimed else None


def _letter(notice: Notice) -> Letter | None:
    """The words, in the receiver's language; None when there is nothing to say or nobody to say it to."""
    if not notice.mail_address:
        return None
    mailer = import_string(settings.NOTICE_MAILERS[notice.kind])
    with override(notice.letter_language):
        letter: Letter | None = mailer(notice)
    return letter


def _message(notice: Notice, letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        to=[notice.mail_address],
        headers={
            "Message-ID": f"<{notice.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
            **(
                {"List-Unsubscribe": f"<{letter.unsubscribe_url}>"}
                if letter.unsubscribe_url
                else {}
            ),
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _not_sent(notice: Notice, error: smtplib.SMTPException | OSError) -> Outcome:
    """Wait and try again, or give up where trying again is no use; the reason is kept without addresses."""
    codes = _reply_codes(error)
    reason = " ".join([type(error).__name__, *map(str, codes)])
    logger.warning("notice %s not sent: %s", notice.pk, reason)
    if _is_permanent(error, codes) or notice.attempts >= MOST_ATTEMPTS:
        _finish(notice, NoticeState.FAILED, last_error=reason)
        return Outcome.FAILED
    wait = min(_FIRST_WAIT * 2 ** min(notice.attempts - 1, 10), _LONGEST_WAIT)
    _finish(notice, NoticeState.WAITING, last_error=reason, due_at=Now() + wait)
    return Outcome.POSTPONED


def _reply_codes(error: smtplib.SMTPException | OSError) -> list[int]:
    """What the server answered, as far as it did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def _is_permanent(error: smtplib.SMTPException | OSError, codes: list[int]) -> bool:
    """Whether the server said never to this receiver or this mail.

    A refusal of our own address, our password or our greeting speaks of the set-up, not of the mail: someone mends it.
    """
    about_the_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return about_the_mail and bool(codes) and all(500 <= code < 600 for code in codes)


def _finish(notice: Notice, state: NoticeState, **more: object) -> None:
    """End our claim, unless it grew old and another has claimed the notice since."""
    Notice.objects.filter(
        pk=notice.pk, state=NoticeState.CLAIMED, attempts=notice.attempts
    ).update(state=state, **{"last_error": "", **more})
