"""The form that asks for an export, and the same filled in."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import StakeholderGroup
from discussions.enums import PostState, Standing
from discussions.models import Window
from hub.kit.regions import Region
from hub.kit.zones import zone_city
from moderation.enums import ExportPart, ExportVariant
from moderation.exports.sentences import filter_sentences
from moderation.exports.wanted import NO_COUNTRY, ExportFilter
from moderation.forms.export_offers import (
    Offers,
    earlier_offered,
    frames_offered,
    languages_offered,
    prompts_offered,
    windows_offered,
)
from moderation.models import Export

_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_ALSO: Final = ("replies", "earlier")
_STANDINGS: Final = {
    "in-time": (Standing.GRACE.value, Standing.ON_TIME.value),
    "late": (Standing.LATE.value,),
}


def _day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def _ticks(label: Any, choices: Sequence[Any], hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


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
    parts = _ticks(
        _("What it holds"),
        ExportPart.choices,
        _(
            "All of them, or none ticked: one package with all parts (ZIP). One alone comes as it is."
        ),
    )
    since = forms.ChoiceField(
        label=_("Only what changed since an earlier export"),
        help_text=_(
            "What is new, changed or gone stands in a list of its own beside the rest (ZIP)."
        ),
        required=False,
    )
    prompts = forms.TypedMultipleChoiceField(
        label=_("Questions"),
        help_text=_("None ticked: all of them."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    window = forms.ChoiceField(label=_("Window"), required=False)
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[
            ("", _("All regions")),
            *Region.choices,
            (NO_COUNTRY, _("Of no single region")),
        ],
        required=False,
    )
    text_language = forms.ChoiceField(label=_("Language"), required=False)
    standing = forms.ChoiceField(
        label=_("In time"),
        choices=[
            ("", _("In time and late")),
            ("in-time", _("In time, with the grace")),
            ("late", _("Late")),
        ],
        required=False,
    )
    received_from = _day_field(_("Received from"))
    received_until = _day_field(_("Received until"))
    groups = _ticks(
        _("Stakeholder groups"), StakeholderGroup.choices, _("None ticked: all of them.")
    )
    states = _ticks(
        pgettext_lazy("of inputs", "States"),
        PostState.choices,
        _("None ticked: all of them, so that everything received is in."),
    )
    also = _ticks(
        _("Also include"),
        [
            ("replies", _("Replies, each looked at by itself")),
            ("earlier", _("Earlier versions of corrected texts, with their files")),
        ],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of headings and explanations"),
        help_text=_("Inputs stay in the language in which they were sent."),
        required=False,
    )
    # Tick boxes that nobody was shown are not boxes that somebody left empty.
    shown = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = offers.windows[0].time_zone if offers.windows else "UTC"
        for name in ("received_from", "received_until"):
            self.fields[name].help_text = _("A whole day in the time zone %(zone)s.") % {
                "zone": zone_city(self._zone)
            }
        self._earlier = {str(export.pk): export for export in offers.bases}
        self._windows = offers.windows
        self.fields["language"].initial = get_language() or "en"
        self._offer("language", frames_offered())
        self._offer("prompts", prompts_offered(offers.prompts))
        self._offer(
            "window", [("", _("All windows")), *windows_offered(offers.windows)], at_least=3
        )
        self._offer(
            "text_language", [("", _("All languages")), *languages_offered(offers.languages)]
        )
        self._offer(
            "since",
            [
                ("", _("Everything, whenever it came")),
                *(earlier_offered(export, offers.windows) for export in offers.bases),
            ],
            at_least=2,
        )

    def _offer(self, name: str, choices: Sequence[Any], at_least: int = 0) -> None:
        """Only where there is something to choose."""
        if len(choices) < at_least:
            del self.fields[name]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_received_from(self) -> date | None:
        """A year of this age."""
        return self._sensible("received_from")

    def clean_received_until(self) -> date | None:
        """A year of this age, and no day before the first."""
        until, begin = self._sensible("received_until"), self.cleaned_data.get("received_from")
        if until and begin and until < begin:
            raise forms.ValidationError(_("This day is before the first one."))
        return until

    def clean_since(self) -> str:
        """What readers of one variant saw cannot be compared with what those of another see."""
        key: str = self.cleaned_data["since"]
        variant = self.cleaned_data.get("variant")
        if key and variant and self._earlier[key].variant != variant:
            raise forms.ValidationError(
                _("That export was made for others. Choose one for the same readers.")
            )
        return key

    def clean(self) -> dict[str, Any]:
        """What the earlier export left out, though it was there, must not be told as new."""
        super().clean()
        if not self.errors and self.chosen_since is not None:
            earlier = ExportFilter.from_json(self.chosen_since.filter)
            if not self.wanted.is_within(earlier):
                self.add_error("since", _too_wide(earlier, self._windows))
            elif self.wanted.with_earlier != earlier.with_earlier:
                self.add_error("since", _other_versions(earlier))
        return self.cleaned_data

    def _sensible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise forms.ValidationError(_("Give a year between 1970 and 2999."))
        return day

    @property
    def wanted(self) -> ExportFilter:
        """The filter of a valid form."""
        data = self.cleaned_data
        also = data["also"] if data["shown"] else _ALSO
        return ExportFilter(
            prompts=tuple(sorted(data["prompts"])),
            window=data.get("window", ""),
            received_from=data["received_from"],
            received_until=data["received_until"],
            zone=self._zone,
            groups=tuple(sorted(data["groups"])),
            states=tuple(sorted(data["states"])),
            regions=(data["region"],) if data["region"] else (),
            languages=(data["text_language"],) if data["text_language"] else (),
            standings=_STANDINGS.get(data["standing"], ()),
            with_replies="replies" in also,
            with_earlier="earlier" in also,
            changed_since=self.chosen_since.cut_off if self.chosen_since else None,
            language=data["language"] or get_language() or "en",
        )

    @property
    def chosen_variant(self) -> ExportVariant:
        """The variant of a valid form."""
        return ExportVariant(self.cleaned_data["variant"])

    @property
    def chosen_parts(self) -> tuple[ExportPart, ...]:
        """The parts of a valid form, all where none is ticked."""
        chosen = self.cleaned_data["parts"]
        return tuple(part for part in ExportPart if not chosen or part.value in chosen)

    @property
    def chosen_since(self) -> Export | None:
        """The earlier export of a valid form, where only what changed since is wanted."""
        return self._earlier.get(self.cleaned_data.get("since", ""))


def _too_wide(earlier: ExportFilter, windows: Sequence[Window]) -> str:
    chosen = filter_sentences(replace(earlier, changed_since=None), windows)
    said = [gettext("%(what)s: %(which)s") % {"what": a, "which": b} for a, b in chosen]
    return gettext(
        "That export left something out. Choose its filter, or a narrower one (%(filter)s)."
    ) % {"filter": "; ".join(said)}


def _other_versions(earlier: ExportFilter) -> str:
    if earlier.with_earlier:
        return gettext("That export holds earlier versions of corrected texts. Include them too.")
    return gettext(
        "That export holds no earlier versions of corrected texts. Do not include them either."
    )


def filled_in(
    wanted: ExportFilter,
    variant: str,
    since: Export | None = None,
    parts: Collection[ExportPart] = tuple(ExportPart),
) -> dict[str, Any]:
    """What the form is given to say a filter, as if somebody had filled it in."""
    standing = [name for name, codes in _STANDINGS.items() if codes == wanted.standings]
    also = {"replies": wanted.with_replies, "earlier": wanted.with_earlier}
    return {
        "shown": "on",
        "variant": variant,
        "parts": [part.value for part in parts],
        "since": str(since.pk) if since else "",
        "prompts": [str(number) for number in wanted.prompts],
        "window": wanted.window,
        "region": "".join(wanted.regions),
        "text_language": "".join(wanted.languages),
        "standing": "".join(standing),
        "received_from": wanted.received_from,
        "received_until": wanted.received_until,
        "groups": list(wanted.groups),
        "states": list(wanted.states),
        "also": [name for name in _ALSO if also[name]],
        "language": wanted.language,
    }
