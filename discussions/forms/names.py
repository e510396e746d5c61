"""What of a name readers see, and why somebody looks behind what they do not see."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.enums import LookReason, NameWithheld

#: What the author chooses, in words that say what readers then see.
CHOICES: list[tuple[NameWithheld, Promise]] = [
    (NameWithheld.NO, _("Show my name")),
    (NameWithheld.NAME, _("Withhold my name; my organisation stays")),
    (NameWithheld.NAME_AND_ORGANISATION, _("Withhold my name and my organisation")),
]


def choices_from(standing: NameWithheld) -> list[tuple[NameWithheld, Promise]]:
    """The choices that keep at least as much from readers."""
    return [choice for choice in CHOICES if choice[0].or_stricter(standing) == choice[0]]


def withheld_field(**more: Any) -> forms.ChoiceField:
    """The field of every form that asks it."""
    return forms.ChoiceField(
        label=_("Your name"), choices=CHOICES, widget=forms.RadioSelect, **more
    )


class WithholdForm(forms.Form):
    """An author's choice for a text that was sent."""

    name_withheld = withheld_field(
        error_messages={"required": _("Choose what readers see of your name.")}
    )

    @property
    def chosen(self) -> NameWithheld:
        """The choice, once the form is valid."""
        return NameWithheld(self.cleaned_data["name_withheld"])


class LookForm(forms.Form):
    """Why somebody looks behind a withheld name: a word for the record, never a text. It may be left out."""

    reason = forms.ChoiceField(
        label=_("Why do you look? You may leave it out."),
        choices=[("", _("No reason given")), *LookReason.choices],
        required=False,
    )
