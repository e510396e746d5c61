"""The form that asks for an export."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import StakeholderGroup
from discussions.enums import PostState
from discussions.models import Prompt, Window
from moderation.enums import ExportVariant
from moderation.exports.sentences import window_words
from moderation.exports.wanted import GENERAL, ExportFilter

_FIRST_YEAR, _LAST_YEAR = 1970, 2999


def _day_field(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


class ExportForm(forms.Form):
    """Nothing chosen: everything. Days are by the clocks of `zone`."""

    variant = forms.ChoiceField(
        label=_("For whom"),
        help_text=_(
            "An input that is not public is in the first one with its reference, instant, state and reason alone, as in"
            " the register. The second one also holds texts that are not public, names that are withheld and words that"
            " are masked; that it was made and fetched stands on record. Neither holds the e-mail addresses of authors."
        ),
        choices=[
            (ExportVariant.PUBLIC.value, _("To hand over: what every reader may see")),
            (ExportVariant.RESTRICTED.value, _("For the secretariat alone: everything received")),
        ],
        initial=ExportVariant.PUBLIC.value,
        widget=forms.RadioSelect,
    )
    prompts = forms.TypedMultipleChoiceField(
        label=_("Questions"),
        help_text=_("None ticked: all of them."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    window = forms.ChoiceField(label=_("Window"), required=False)
    group = forms.ChoiceField(
        label=_("Stakeholder group"),
        choices=[("", _("All groups")), *StakeholderGroup.choices],
        required=False,
    )
    received_from = _day_field(_("Received from"))
    received_until = _day_field(_("Received until"))
    states = forms.MultipleChoiceField(
        label=pgettext_lazy("of inputs", "States"),
        help_text=_("None ticked: all of them, so that everything received is in."),
        choices=PostState.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, prompts: Sequence[Prompt], windows: Sequence[Window], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._zone = windows[0].time_zone if windows else "UTC"
        numbers = [
            (prompt.number, _("Question %(number)s") % {"number": prompt.number})
            for prompt in prompts
        ]
        self.fields["prompts"].choices = [*numbers, (GENERAL, _("To the space as a whole"))]  # type: ignore[attr-defined]  # a choice field
        for name in ("received_from", "received_until"):
            self.fields[name].help_text = _("A whole day in the time zone %(zone)s.") % {
                "zone": self._zone
            }
        self._offer_windows(windows)

    def _offer_windows(self, windows: Sequence[Window]) -> None:
        """Only where there is something to choose."""
        if len(windows) < 2:
            del self.fields["window"]
            return
        offered = [
            (window.archive_id, window_words(window, number))
            for number, window in enumerate(windows, 1)
        ]
        self.fields["window"].choices = [("", _("All windows")), *offered]  # type: ignore[attr-defined]  # a choice field

    def clean_received_from(self) -> date | None:
        """A year of this age."""
        return self._sensible("received_from")

    def clean_received_until(self) -> date | None:
        """A year of this age, and no day before the first."""
        until, begin = self._sensible("received_until"), self.cleaned_data.get("received_from")
        if until and begin and until < begin:
            raise forms.ValidationError(_("This day is before the first one."))
        return until

    def _sensible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise forms.ValidationError(_("Give a year between 1970 and 2999."))
        return day

    @property
    def wanted(self) -> ExportFilter:
        """The filter of a valid form; its headings are in the language of the page."""
        data = self.cleaned_data
        return ExportFilter(
            prompts=tuple(sorted(data["prompts"])),
            window=data.get("window", ""),
            received_from=data["received_from"],
            received_until=data["received_until"],
            zone=self._zone,
            groups=(data["group"],) if data["group"] else (),
            states=tuple(sorted(data["states"])),
            language=get_language() or "en",
        )

    @property
    def chosen_variant(self) -> ExportVariant:
        """The variant of a valid form."""
        return ExportVariant(self.cleaned_data["variant"])
