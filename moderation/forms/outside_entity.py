"""From whom something came that staff enter, and where its receipt goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import WITHOUT_COUNTRY, StakeholderGroup
from accounts.models import Organisation
from accounts.selectors.organisations import organisation_named, tidy_name
from discussions.enums import Capacity
from discussions.validators.outside import OutsideEntity
from hub.kit import countries


class EntityForm(forms.Form):
    """An organisation of the portal by its name, another with its group and country, or a person for themselves.

    `known` is the organisation of the portal that was named, None for another, once the form is valid.
    """

    speaks_as = forms.ChoiceField(
        label=gettext_lazy("Whom it comes from"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        initial=Capacity.ORGANISATION,
    )
    entity = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy(
            "Start typing. If it is not in the list, write its full official name, and say its group and country."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "list": "known-organisations",
                "data-source": reverse_lazy("organisation-lookup"),
            }
        ),
    )
    stakeholder_group = forms.ChoiceField(
        label=gettext_lazy("Stakeholder group"),
        help_text=gettext_lazy("Of an organisation that is not in the list."),
        required=False,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country or area"),
        help_text=gettext_lazy("Of an organisation that is not in the list, or of the person."),
        required=False,
    )
    person = forms.CharField(
        label=gettext_lazy("Name of the person"),
        help_text=gettext_lazy(
            "As it is signed. Leave it empty if an organisation speaks without one."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    receipt_email = forms.EmailField(
        label=gettext_lazy("E-mail address for the receipt"),
        help_text=gettext_lazy(
            "Kept for this receipt and what follows on it alone, and shown to nobody. Leave it empty if there is none."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    receipt_language = forms.ChoiceField(
        label=gettext_lazy("Language of the receipt"), choices=settings.LANGUAGES, required=False
    )

    known: Organisation | None = None

    def offer_groups_and_countries(self) -> None:
        """The choices of the lists, in the active language."""
        language = get_language() or settings.LANGUAGE_CODE
        groups = [group for group in StakeholderGroup if group != StakeholderGroup.INDIVIDUAL]
        self._offer(
            "stakeholder_group",
            [("", _("Choose a group")), *((group.value, group.label) for group in groups)],
        )
        self._offer("country", [("", _("Choose a country or area")), *countries.choices(language)])
        self.initial.setdefault("receipt_language", language)

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean_entity(self) -> str:
        """One space between words."""
        return tidy_name(self.cleaned_data["entity"])

    def clean_person(self) -> str:
        """One space between words."""
        return tidy_name(self.cleaned_data["person"])

    def clean_receipt_language(self) -> str:
        """The page's, unless another was chosen."""
        return self.cleaned_data["receipt_language"] or str(self.initial["receipt_language"])

    def check_entity(self) -> None:
        """What goes with an organisation, or with a person; each fault stands at its field."""
        if self.cleaned_data.get("speaks_as") == Capacity.PERSONAL:
            self._check_person()
        elif {"speaks_as", "entity"} <= self.cleaned_data.keys():
            self._check_organisation()

    def _check_person(self) -> None:
        if not self.cleaned_data.get("person") and "person" not in self.errors:
            self.add_error("person", _("Write the name of the person, as it is signed."))
        if self.cleaned_data.get("entity"):
            self.add_error(
                "entity", _("Leave this empty for somebody who speaks in a personal capacity.")
            )

    def _check_organisation(self) -> None:
        name = self.cleaned_data["entity"]
        if not name:
            self.add_error("entity", _("Name the organisation."))
            return
        self.known = organisation_named(name)
        if self.known is None:
            self._check_new_organisation()

    def _check_new_organisation(self) -> None:
        group = self.cleaned_data.get("stakeholder_group")
        if not group and "stakeholder_group" not in self.errors:
            self.add_error(
                "stakeholder_group",
                _("This organisation is not in the list: choose the group to which it belongs."),
            )
        is_at_home = group and group not in WITHOUT_COUNTRY
        if is_at_home and not self.cleaned_data.get("country") and "country" not in self.errors:
            self.add_error("country", _("Choose a country or area."))

    @property
    def origin(self) -> OutsideEntity:
        """From whom it came and where the receipt goes; needs a valid form."""
        data = self.cleaned_data
        entity = OutsideEntity(
            capacity=Capacity(data["speaks_as"]),
            country=data["country"],
            name=data["person"],
            email=data["receipt_email"],
            language=data["receipt_language"],
        )
        if entity.capacity == Capacity.PERSONAL:
            return entity
        if self.known is not None:
            return replace(entity, organisation=self.known.pk, country="")
        group = StakeholderGroup(data["stakeholder_group"])
        return replace(entity, organisation_name=data["entity"], group=group)
