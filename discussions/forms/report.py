"""Why a reader reports a post."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.enums import ReasonCode
from discussions.selectors.reasons import reason_texts

LONGEST: Final = 2000
#: What a reader can judge; the other codes are for moderators.
_REASONS: Final = (
    ReasonCode.PERSONAL_DATA,
    ReasonCode.DISRESPECTFUL,
    ReasonCode.OFF_TOPIC,
    ReasonCode.SPAM,
    ReasonCode.NOT_AUTHORISED,
    ReasonCode.DUPLICATE,
    ReasonCode.LEGAL,
)


class ReportForm(forms.Form):
    """A reason, and words for the moderators alone; `other` needs them."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong with it.")},
    )
    body = forms.CharField(
        label=gettext_lazy("What should the moderators know?"),
        help_text=gettext_lazy("Only moderators and the secretariat read it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "short"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        texts = reason_texts(get_language() or "en")
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        other = (ReasonCode.OTHER.value, _("Something else"))
        field.choices = [*((code.value, texts[code]) for code in _REASONS), other]

    def clean(self) -> dict[str, Any]:
        """Something else is to be said in words."""
        data = self.cleaned_data
        if data.get("reason") == ReasonCode.OTHER and not data.get("body"):
            self.add_error("body", _("Say in a few words what is wrong."))
        return data

    @property
    def chosen_reason(self) -> ReasonCode:
        """Needs a valid form."""
        return ReasonCode(self.cleaned_data["reason"])

    @property
    def words(self) -> str:
        """Needs a valid form."""
        return str(self.cleaned_data["body"])
