"""Naming somebody: by the e-mail address of an account, then once more with their name before one's eyes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from moderation.enums import RoleAct
from moderation.selectors.roles import account_at, account_of

#: Codes of roles, with their names.
RoleChoices = Sequence[tuple[str, Any]]


class NamingForm(forms.Form):
    """Whom, and what for. Nothing is done by it."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address of the account"),
        help_text=gettext_lazy("Whoever is named needs an account first."),
    )
    role = forms.ChoiceField(label=pgettext_lazy("of a person", "Right"), widget=forms.RadioSelect)
    found: User

    def __init__(self, data: Any = None, *, roles: RoleChoices) -> None:
        super().__init__(data)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = roles
        self.fields["address"].widget.attrs["autocomplete"] = "off"

    def clean_address(self) -> str:
        """There is such an account, and it is open."""
        address: str = self.cleaned_data["address"]
        account = account_at(address)
        if account is None:
            raise forms.ValidationError(_("There is no account with this address."))
        self.found = account
        return address


class RoleForm(forms.Form):
    """What is asked to be confirmed, and then done: an act, an account, a right."""

    act = forms.ChoiceField(choices=RoleAct.choices, widget=forms.HiddenInput)
    account = forms.IntegerField(min_value=1, max_value=1 << 62, widget=forms.HiddenInput)
    role = forms.ChoiceField(widget=forms.HiddenInput)
    found: User

    def __init__(self, data: Any = None, *, roles: RoleChoices) -> None:
        super().__init__(data)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = roles

    def clean_account(self) -> int:
        """There is such an account."""
        user_id: int = self.cleaned_data["account"]
        account = account_of(user_id)
        if account is None:
            raise forms.ValidationError(_("There is no such account."))
        self.found = account
        return user_id
