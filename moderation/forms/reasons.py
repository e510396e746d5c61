"""What the secretariat writes for the code of a reason, in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.validators.set_up import ReasonSetting
from hub.kit.bilingual import column
from hub.kit.languages import direction, language_name

LONGEST: Final = 1000


@dataclass(frozen=True)
class LanguageFields:
    """The two fields of a language."""

    language: str
    name: str
    text: forms.BoundField
    advice: forms.BoundField


class ReasonForm(forms.Form):
    """A text and a piece of advice in every language that is switched on; `seen` is the stamp of what was shown."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, setting: ReasonSetting, seen: str) -> None:
        initial: dict[str, str] = {"seen": seen}
        for language in settings.CONTENT_LANGUAGES:
            initial[column("text", language)] = setting.texts.get(language, "")
            initial[column("advice", language)] = setting.advice.get(language, "")
        super().__init__(data, initial=initial)
        shown_in = get_language() or "en"
        for language in settings.CONTENT_LANGUAGES:
            name = {"language": language_name(language, shown_in)}
            self.fields[column("text", language)] = _field(
                language,
                _("What readers and the author are told, in %(language)s") % name,
                required=language in settings.REQUIRED_LANGUAGES,
            )
            self.fields[column("advice", language)] = _field(
                language, _("How to mend it, in %(language)s") % name, required=False
            )

    def by_language(self) -> Iterator[LanguageFields]:
        """The fields, language by language."""
        shown_in = get_language() or "en"
        for language in settings.CONTENT_LANGUAGES:
            yield LanguageFields(
                language,
                language_name(language, shown_in),
                self[column("text", language)],
                self[column("advice", language)],
            )

    def renew(self, seen: str) -> None:
        """Keep what was typed, for another try over what stands there now."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": seen}

    @property
    def wants_preview(self) -> bool:
        """Whether the letters are asked for, and nothing to be changed yet."""
        return "preview" in self.data

    @property
    def setting(self) -> ReasonSetting:
        """What was written; needs a valid form."""
        return ReasonSetting(self._texts("text"), self._texts("advice"))

    def _texts(self, name: str) -> Mapping[str, str]:
        return {
            language: self.cleaned_data[column(name, language)]
            for language in settings.CONTENT_LANGUAGES
        }


def _field(language: str, label: str, *, required: bool) -> forms.CharField:
    rows = 2 if required else 3
    attributes = {"rows": rows, "class": "short", "lang": language, "dir": direction(language)}
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=attributes),
        error_messages={"required": _("Readers need the reason in this language too.")},
    )
