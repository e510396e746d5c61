"""How django-allauth behaves here."""

import logging
import smtplib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.errors import AddressTaken, MailAway, TooManyAttempts
from accounts.forms.entry import SignUpForm
from accounts.mailers.letter import frame_of_mails, write_letter
from accounts.models import User
from accounts.selectors.rates import seconds_until_free
from accounts.services.sign_up import NewSpeaker, sign_up

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """The portal's own answers to what allauth asks."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "email_taken": AddressTaken.message,
        "duplicate_email": _("This is the e-mail address of your account already."),
        "incorrect_code": _("This is not the code that we sent last."),
        "too_many_login_attempts": _(
            "There were too many attempts. Start again in a few minutes to get a new code."
        ),
        "rate_limited": _("Wait a little before you ask for another code."),
    }

    def save_user(
        self, request: HttpRequest, user: User, form: SignUpForm, commit: bool = True
    ) -> User:
        """The account with the person behind it, all at once; raises AddressTaken."""
        super().save_user(request, user, form, commit=False)
        checked = form.cleaned_data
        sign_up(
            user=user,
            speaker=NewSpeaker(
                name=checked["name"],
                language=checked["language"],
                organisation=checked["organisation"],
                stakeholder_group=checked["stakeholder_group"],
                country=checked["country"],
            ),
        )
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the receiver's language if the address has an account, else in the page's. Raises MailAway."""
        minutes = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60
        try:
            with override(_language_of(email)):
                self.render_mail(template_prefix, email, {**context, "minutes": minutes}).send()
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("mail of an account not sent: %s", type(error).__name__)
            raise MailAway from error

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The mail in the active language, in the looks of all mails."""
        subject = render_to_string(f"{template_prefix}_subject.txt", frame_of_mails() | context)
        letter = write_letter(
            f"{template_prefix}_message", subject=" ".join(subject.split()), context=context
        )
        message = EmailMultiAlternatives(
            letter.subject,
            letter.text,
            self.get_from_email(),
            [email],
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )
        message.attach_alternative(letter.html, "text/html")
        return message

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; once there were too many, raises TooManyAttempts, which says when to come back."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise TooManyAttempts(seconds_until_free(request, "login_failed", key=key)) from error


def _language_of(email: str) -> str:
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known or get_language() or settings.LANGUAGE_CODE
