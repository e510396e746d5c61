"""The filter of a reader who came by a link: within what the export holds."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from hub.kit.languages import language_name
from hub.kit.regions import Region
from hub.kit.text import sort_key
from moderation.exports.reading import Public
from moderation.exports.wanted import GENERAL, NO_COUNTRY, ExportFilter


class ReadingForm(forms.Form):
    """One choice of each kind, or all; only what occurs among the inputs is offered. Read from the address."""

    def __init__(self, data: Any, *, inputs: Sequence[Public]) -> None:
        super().__init__(data)
        every = [one.candidate for one in inputs]
        self._offer(
            "prompt", _("Question"), _("All questions"), {c.prompt for c in every}, _prompt
        )
        self._offer(
            "group", _("Stakeholder group"), _("All groups"), {c.group for c in every}, _group
        )
        self._offer("region", _("Region"), _("All regions"), {c.region for c in every}, _region)
        self._offer(
            "language", _("Language"), _("All languages"), {c.language for c in every}, _language
        )
        self._offer(
            "standing", _("On time"), _("On time and late"), {c.standing for c in every}, _standing
        )

    @property
    def chosen(self) -> ExportFilter:
        """The filter; what makes no sense, or is no longer there, is as not chosen."""
        self.is_valid()
        said = {name: (value,) for name, value in self.cleaned_data.items() if value}
        return ExportFilter(
            prompts=tuple(int(value) for value in said.get("prompt", ())),
            groups=said.get("group", ()),
            regions=said.get("region", ()),
            languages=said.get("language", ()),
            standings=said.get("standing", ()),
        )

    @property
    def query(self) -> dict[str, str]:
        """What was chosen, for the addresses of other pages."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def _offer(
        self, name: str, label: str, every: str, values: set[Any], words: Callable[[str], str]
    ) -> None:
        """A list of what occurs, in the order of the words; a list with one entry chooses nothing and is left out."""
        codes = [str(value) for value in values if value not in {None, ""}]
        if len(codes) > 1:
            here = get_language() or "en"
            named = sorted(
                ((code, words(code)) for code in codes),
                key=lambda pair: (
                    int(pair[0]) if pair[0].isdecimal() else 0,
                    sort_key(pair[1], here),
                ),
            )
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", every), *named], required=False
            )


def _prompt(code: str) -> str:
    if code == str(GENERAL):
        return _("To the space as a whole")
    return _("Question %(number)s") % {"number": code}


def _group(code: str) -> str:
    return str(StakeholderGroup(code).label)


def _region(code: str) -> str:
    return _("No country, or not known") if code == NO_COUNTRY else str(Region(code).label)


def _language(code: str) -> str:
    return language_name(code, get_language() or "en")


def _standing(code: str) -> str:
    return str(Standing(code).label)
