"""What the secretariat writes to make a space."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import Review
from discussions.models.space import PREFIX_PATTERN, SLUG_PATTERN
from discussions.validators.set_up import NewSpace, SpaceSetting, slug_of
from moderation.forms.settings import SettingsForm


class NewSpaceForm(SettingsForm):
    """What can be changed later, and the two names that cannot: of its address and of its references."""

    slug = forms.RegexField(
        SLUG_PATTERN,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "The end of the address of its page. Left empty it is made of the title. Fixed once the space is published."
        ),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": gettext_lazy(
                "Use small letters a to z, digits, and single hyphens between them."
            )
        },
    )
    reference_prefix = forms.RegexField(
        PREFIX_PATTERN,
        label=gettext_lazy("References begin with"),
        help_text=gettext_lazy(
            "Like RT2 in RT2-0047: two to eight capital letters and digits. Fixed once a text was received."
        ),
        max_length=8,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={
            "invalid": gettext_lazy(
                "Use two to eight capital letters and digits; the first one is a letter."
            ),
            "required": gettext_lazy("Choose with what the references of this space begin."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        if data is not None:
            data = data.copy()
            for name, like in (("slug", str.lower), ("reference_prefix", str.upper)):
                data[name] = like(data.get(name, "").strip())
        super().__init__(data, present=SpaceSetting({}, {}, (), Review.BEFORE))

    def clean(self) -> dict[str, Any]:
        """An address is made of the title where none was chosen."""
        data = super().clean()
        if not data.get("slug") and "slug" not in self.errors:
            titles = (data.get(field.name, "") for field in self.titles)
            data["slug"] = next((slug for slug in map(slug_of, titles) if slug), "")
            if not data["slug"] and not any(field.errors for field in self.titles):
                self.add_error("slug", _("Write an address: none can be made of the title."))
        return data

    @property
    def wanted(self) -> NewSpace:
        """What was written; needs a valid form."""
        data = self.cleaned_data
        return NewSpace(data["slug"], data["reference_prefix"], self.setting)
