"""Who speaks, and for whom: asked when someone signs up."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import WITHOUT_COUNTRY, StakeholderGroup
from accounts.models import User
from accounts.selectors.organisations import organisation_named, tidy_name
from hub.kit import countries


class SpeakerForm(forms.Form):
    """Name, organisation, stakeholder group, country, language (PRODUCT, section 2, "Person", "Organisation").

    Without an organisation one speaks for oneself, and the group is `individual`. The name of an organisation that is
    known joins it: its own group and country stand, whatever was chosen here.
    """

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you want it to appear. One field, in any script."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_(
            "Start typing. If it is not in the list, write its full official name. Leave it empty to speak for yourself."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "organization",
                "list": "known-organisations",
                "data-source": reverse_lazy("organisation-lookup"),
            }
        ),
    )
    stakeholder_group = forms.ChoiceField(
        label=_("Whom do you speak for?"),
        choices=StakeholderGroup.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(
        label=_("Country or area"),
        help_text=_(
            "Where your organisation is at home, or you are. UN entities and intergovernmental organisations may leave it out."
        ),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the site and of our mails"),
        choices=settings.LANGUAGES,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page_language = get_language() or settings.LANGUAGE_CODE
        self.fields["language"].initial = page_language
        self.fields["country"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Choose a country or area")),
            *countries.choices(page_language),
        ]
        self.known_organisation_id: int | None = None

    def clean_name(self) -> str:
        """One space between words."""
        return tidy_name(self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        """One space between words."""
        return tidy_name(self.cleaned_data["organisation"])

    def clean_language(self) -> str:
        """The page's, unless another was chosen."""
        return self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE

    def clean(self) -> dict[str, Any]:
        """Group and country that go with the organisation, or with none."""
        super().clean()
        checked = self.cleaned_data
        organisation = checked.get("organisation")
        group = checked.get("stakeholder_group", "")
        if organisation is None:
            return checked
        if not organisation:
            self._check_individual(group)
            return checked
        known = organisation_named(organisation)
        if known is None:
            self._check_new_organisation(group)
        else:
            self.known_organisation_id = known.pk
            checked["stakeholder_group"] = known.stakeholder_group
        return checked

    def _check_individual(self, group: str) -> None:
        if group not in {"", StakeholderGroup.INDIVIDUAL}:
            self.add_error(
                "organisation",
                _("Name your organisation, or choose “Individual, in a personal capacity” below."),
            )
        self.cleaned_data["stakeholder_group"] = StakeholderGroup.INDIVIDUAL
        self._check_country()

    def _check_new_organisation(self, group: str) -> None:
        if group in {"", StakeholderGroup.INDIVIDUAL}:
            self.add_error(
                "stakeholder_group", _("Choose the group to which your organisation belongs.")
            )
        elif group not in WITHOUT_COUNTRY:
            self._check_country()

    def _check_country(self) -> None:
        if not self.cleaned_data.get("country") and "country" not in self.errors:
            self.add_error("country", _("Choose a country or area."))

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the adapter has saved everything by then, in one transaction."""
