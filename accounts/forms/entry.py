"""The forms of django-allauth in our words: labels and hints instead of placeholders, one hint for every password."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.errors import AddressTaken
from accounts.models import User

_PASSWORD_HINT = _("At least 12 characters. A short sentence is good. You can paste it.")
_CODE_HINT = _("Eight letters. Capitals, spaces and the hyphen do not matter.")


class _Worded:
    """Takes the placeholders out and says each thing once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # a mixin of forms
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"email", "login"}:
                field.label = _("E-mail address")
                field.error_messages["invalid"] = _("This is not an e-mail address.")
            elif name in {"password", "oldpassword"}:
                field.help_text = ""
            elif name == "password1":
                field.help_text = _PASSWORD_HINT
            elif name == "code":
                field.help_text = _CODE_HINT
                field.widget.attrs |= {
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                    "maxlength": "20",
                }


class SignInForm(_Worded, allauth_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(_Worded, allauth_forms.SignupForm):
    """The account, and who stands behind it (SpeakerForm)."""

    field_order = (
        "name",
        "email",
        "password1",
        "organisation",
        "stakeholder_group",
        "country",
        "language",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Private. We send a code to it, to confirm it.")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new account, or the answer to an address that has one: the same page, and a mail that says so."""
        try:
            return super().try_save(request)  # type: ignore[no-any-return]  # allauth has no types
        except AddressTaken:
            self.account_already_exists = True
            return super().try_save(request)  # type: ignore[no-any-return]  # allauth has no types


class NewAddressForm(_Worded, allauth_forms.AddEmailForm):
    """Another address for the account."""


class OtherAddressForm(_Worded, allauth_forms.ChangeEmailForm):
    """Another address for an account that is being made."""


class AddressCodeForm(_Worded, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that was sent to an address."""


class ForgottenPasswordForm(_Worded, allauth_forms.ResetPasswordForm):
    """The address of an account whose password is lost."""


class ForgottenPasswordCodeForm(_Worded, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that was sent for a new password."""


class NewPasswordForm(_Worded, allauth_forms.ResetPasswordKeyForm):
    """A new password in place of a lost one."""


class PasswordForm(_Worded, allauth_forms.ChangePasswordForm):
    """A new password in place of a known one."""


class FirstPasswordForm(_Worded, allauth_forms.SetPasswordForm):
    """A password for an account that has none."""


class PasswordAgainForm(_Worded, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""
