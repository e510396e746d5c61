"""What a moderator writes to set up a space itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import Review
from discussions.validators.set_up import SpaceSetting, stamp_of
from hub.kit.gcm import OBJECTIVES
from moderation.forms.set_up import SetUpForm


class SettingsForm(SetUpForm):
    """Title and mandate in each language, side by side; objectives, review, limit. `present` is what stands there."""

    objectives = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Objectives of the Global Compact"),
        coerce=int,
        required=False,
        choices=lambda: [(o.number, f"{o.number}. {o.short_title}") for o in OBJECTIVES.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    review = forms.ChoiceField(
        label=gettext_lazy("Review"),
        help_text=gettext_lazy("It counts for what is sent from now on."),
        choices=Review.choices,
        widget=forms.RadioSelect,
    )
    length_limit = forms.IntegerField(
        label=gettext_lazy("Length limit in visible characters"),
        help_text=gettext_lazy("Leave it empty for no limit. It is shown while people write."),
        required=False,
        min_value=1,
        max_value=1_000_000,
    )

    def __init__(self, data: Any = None, *, present: SpaceSetting) -> None:
        self.present = present
        super().__init__(data)
        self.add_lines("title", _("Title (%(language)s)"), 300)
        self.add_editors("mandate", _("Mandate (%(language)s)"))
        self.build_on(stamp_of(present), self._values(present))

    def merge_with(self, setting: SpaceSetting) -> None:
        """Keep what was written, for another try on what stands there now."""
        self.merge(stamp_of(setting), self._values(setting))

    def _values(self, setting: SpaceSetting) -> dict[str, Any]:
        return {
            **self.by_column("title", setting.titles),
            **self.by_column("mandate", setting.mandates),
            "objectives": list(setting.objectives),
            "review": setting.review.value,
            "length_limit": setting.length_limit,
        }

    def clean(self) -> dict[str, Any]:
        """There is a title."""
        self.keep_untouched("mandate", self.present.mandates)
        titles = self.fields_of("title")
        data = self.cleaned_data
        if not any(data.get(field.name, "").strip() or field.errors for field in titles):
            self.add_error(titles[0].name, _("Write the title."))
        return data

    @property
    def titles(self) -> list[forms.BoundField]:
        """The titles, one for each content language."""
        return self.fields_of("title")

    @property
    def mandates(self) -> list[forms.BoundField]:
        """The editors, one for each content language."""
        return self.fields_of("mandate")

    @property
    def setting(self) -> SpaceSetting:
        """What was written; needs a valid form."""
        data = self.cleaned_data
        return SpaceSetting(
            {language: title.strip() for language, title in self.texts("title").items()},
            self.texts("mandate"),
            tuple(data["objectives"]),
            Review(data["review"]),
            data["length_limit"],
        )
