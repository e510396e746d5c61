"""What the secretariat writes for the code of a reason, in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from discussions.validators.set_up import ReasonSetting, stamp_of
from hub.kit.bilingual import column
from hub.kit.languages import direction
from moderation.forms.set_up import SeenForm, in_page_language

LONGEST: Final = 1000


@dataclass(frozen=True)
class LanguageFields:
    """The two fields of a language."""

    language: str
    name: str
    text: forms.BoundField
    advice: forms.BoundField


class ReasonForm(SeenForm):
    """A text and a piece of advice in every language that is switched on; `setting` is what was shown."""

    def __init__(self, data: Any = None, *, setting: ReasonSetting) -> None:
        super().__init__(data)
        for language in settings.CONTENT_LANGUAGES:
            name = {"language": in_page_language(language)}
            self.fields[column("text", language)] = _field(
                language,
                _("What readers and the author are told, in %(language)s") % name,
                required=language in settings.REQUIRED_LANGUAGES,
            )
            self.fields[column("advice", language)] = _field(
                language, _("How to mend it, in %(language)s") % name, required=False
            )
        self.build_on(stamp_of(setting), _values(setting))

    def merge_with(self, setting: ReasonSetting) -> None:
        """Keep what was written, for another try on what stands there now."""
        self.merge(stamp_of(setting), _values(setting))

    def by_language(self) -> Iterator[LanguageFields]:
        """The fields, language by language."""
        for language in settings.CONTENT_LANGUAGES:
            yield LanguageFields(
                language,
                in_page_language(language),
                self[column("text", language)],
                self[column("advice", language)],
            )

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


def _values(setting: ReasonSetting) -> dict[str, Any]:
    return {
        column(name, language): words.get(language, "")
        for language in settings.CONTENT_LANGUAGES
        for name, words in (("text", setting.texts), ("advice", setting.advice))
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
