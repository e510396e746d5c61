"""The filter of a reader who came by a link: within what the export holds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from discussions.models import Prompt, Window
from hub.kit.languages import language_name
from hub.kit.regions import Region
from hub.kit.text import sort_key
from hub.kit.zones import zone_city
from moderation.errors import NotInList
from moderation.exports.reading import Public
from moderation.exports.sentences import question_words, window_words
from moderation.exports.wanted import GENERAL, NO_COUNTRY, Candidate, ExportFilter

Choice = tuple[str, str]
_WITHOUT_REPLIES: Final = "no"
_AGE: Final = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


class ReadingForm(forms.Form):
    """One choice of each kind, or all; only what occurs among the inputs is offered. Read from the address.

    Days are by the clocks of the main window, which comes first among `windows`.
    """

    def __init__(
        self,
        data: Any,
        *,
        inputs: Sequence[Public],
        prompts: Sequence[Prompt],
        windows: Sequence[Window],
    ) -> None:
        super().__init__(data)
        every = [one.candidate for one in inputs]
        self._zone = windows[0].time_zone if windows else "UTC"
        self._choices = _lists(every, prompts, windows)
        for name, (label, choices) in self._choices.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        for name, label in (
            ("received_from", _("Received from")),
            ("received_until", _("Received until")),
        ):
            self.fields[name] = forms.DateField(
                label=label,
                help_text=_("A whole day in the time zone %(zone)s.")
                % {"zone": zone_city(self._zone)},
                required=False,
                validators=_AGE,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            )

    @property
    def offered(self) -> list[forms.BoundField]:
        """The fields in which there is something to choose."""
        return [field for field in self if self._is_a_choice(field.name)]

    @property
    def chosen(self) -> ExportFilter:
        """The filter. Raises NotInList for what makes no sense, and for what is not there, or no longer."""
        if not self.is_valid():
            raise NotInList
        said = {name: (value,) for name, value in self.cleaned_data.items() if value}
        return ExportFilter(
            prompts=tuple(int(value) for value in said.get("prompt", ())),
            window=self.cleaned_data["window"],
            received_from=self.cleaned_data["received_from"],
            received_until=self.cleaned_data["received_until"],
            zone=self._zone,
            groups=said.get("group", ()),
            regions=said.get("region", ()),
            languages=said.get("language", ()),
            standings=said.get("standing", ()),
            with_replies="replies" not in said,
        )

    @property
    def query(self) -> dict[str, str]:
        """What was chosen, for the addresses of other pages; of a valid form."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def _is_a_choice(self, name: str) -> bool:
        """All or one is no choice where all are that one; without replies is always another."""
        if name not in self._choices:
            return True
        _label, choices = self._choices[name]
        return len(choices) > (1 if name == "replies" else 2)


def _lists(
    every: Sequence[Candidate], prompts: Sequence[Prompt], windows: Sequence[Window]
) -> dict[str, tuple[str, list[Choice]]]:
    """The lists by the names of their fields: a label, and what occurs, after the choice of all."""
    kinds = {one.is_reply for one in every}
    without = [(_WITHOUT_REPLIES, _("Without replies"))] if len(kinds) > 1 else []
    return {
        "prompt": (
            _("Question"),
            [
                ("", _("All questions")),
                *_there(_questions(prompts), {str(one.prompt) for one in every}),
            ],
        ),
        "window": (
            _("Window"),
            [("", _("All windows")), *_there(_windows(windows), {one.window for one in every})],
        ),
        "group": (
            _("Stakeholder group"),
            [("", _("All groups")), *_named((one.group for one in every), _group)],
        ),
        "region": (
            _("Region"),
            [("", _("All regions")), *_named((one.region for one in every), _region)],
        ),
        "language": (
            _("Language"),
            [("", _("All languages")), *_named((one.language for one in every), _language)],
        ),
        "standing": (
            _("On time"),
            [("", _("On time and late")), *_named((one.standing for one in every), _standing)],
        ),
        "replies": (_("Replies"), [("", _("With replies")), *without]),
    }


def _questions(prompts: Sequence[Prompt]) -> Iterator[Choice]:
    """In the order of the page, what goes to the space as a whole first."""
    yield str(GENERAL), _("To the space as a whole")
    for prompt in prompts:
        yield str(prompt.number), question_words(prompt)


def _windows(windows: Sequence[Window]) -> Iterator[Choice]:
    for number, window in enumerate(windows, 1):
        yield window.archive_id, window_words(window, number)


def _there(choices: Iterable[Choice], occurring: set[str]) -> list[Choice]:
    return [(code, words) for code, words in choices if code in occurring]


def _named(codes: Iterable[str | None], words: Callable[[str], str]) -> list[Choice]:
    """What occurs, in the alphabetical order of the page's language."""
    named = [(code, words(code)) for code in {code for code in codes if code}]
    here = get_language() or "en"
    return sorted(named, key=lambda pair: sort_key(pair[1], here))


def _group(code: str) -> str:
    return str(StakeholderGroup(code).label)


def _region(code: str) -> str:
    return _("No country, or not known") if code == NO_COUNTRY else str(Region(code).label)


def _language(code: str) -> str:
    return language_name(code, get_language() or "en")


def _standing(code: str) -> str:
    return str(Standing(code).label)
