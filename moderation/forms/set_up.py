"""What the forms that set up a space have in common."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import get_language

from discussions.forms.fields import KeyField
from hub.kit.bilingual import column
from hub.kit.editor import EditorField, EditorWidget
from hub.kit.languages import direction, language_name
from hub.kit.sanitise import to_plain_text

_WHITE: Final = re.compile(r"[ \t\r\n]+")
_AROUND_BLOCKS: Final = re.compile(
    r"[ \t\r\n]*(</?(?:p|br|ul|ol|li|blockquote|h3|h4|table|thead|tbody|tr|th|td)\b[^>]*>)[ \t\r\n]*"
)


class SetUpForm(forms.Form):
    """Carries a key of its own, and the stamp of what it was built on (empty: of nothing)."""

    key = KeyField(required=False)
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def renew(self, seen: str) -> None:
        """Keep what was typed, for another try on what stands there now."""
        data = self.data.copy()  # type: ignore[attr-defined]  # of a request
        data["seen"] = seen
        self.data = data

    def add_editors(self, name: str, label: Any, texts: Mapping[str, str]) -> None:
        """A field with the editor for each content language, beside each other on the page."""
        for language in settings.CONTENT_LANGUAGES:
            attributes = {"rows": 8, "lang": language, "dir": direction(language)}
            self.fields[column(name, language)] = EditorField(
                label=label % {"language": in_page_language(language)},
                required=False,
                initial=texts.get(language, ""),
                widget=EditorWidget(attributes, language_field=""),
            )

    def add_lines(self, name: str, label: Any, texts: Mapping[str, str], most: int) -> None:
        """A field of one line for each content language."""
        for language in settings.CONTENT_LANGUAGES:
            attributes = {"lang": language, "dir": direction(language), "autocomplete": "off"}
            self.fields[column(name, language)] = forms.CharField(
                label=label % {"language": in_page_language(language)},
                required=False,
                max_length=most,
                initial=texts.get(language, ""),
                widget=forms.TextInput(attributes),
            )

    def fields_of(self, name: str) -> list[forms.BoundField]:
        """The fields of a text, in the order of the content languages."""
        return [self[column(name, language)] for language in settings.CONTENT_LANGUAGES]

    def texts(self, name: str) -> dict[str, str]:
        """What was written, by language; an empty one counts. Needs a valid form."""
        return {
            language: self.cleaned_data[column(name, language)]
            for language in settings.CONTENT_LANGUAGES
        }

    def keep_untouched(self, name: str, texts: Mapping[str, str]) -> None:
        """A text that comes back as it was shown is the same text, byte for byte: readers are told of no change.

        Without script it was shown plain; the editor lays it out in its own way, with other line ends.
        """
        for language in settings.CONTENT_LANGUAGES:
            field, text = column(name, language), texts.get(language, "")
            sent = "\n".join(str(self.data.get(field, "")).splitlines()).strip()
            if not text or field not in self.cleaned_data:
                continue
            is_laid_out_anew = _essence(self.cleaned_data[field]) == _essence(text)
            if is_laid_out_anew or sent == to_plain_text(text).strip():
                self.cleaned_data[field] = text


def _essence(html: str) -> str:
    """A canonical text without the white space around its blocks, which shows nowhere."""
    return _WHITE.sub(" ", _AROUND_BLOCKS.sub(r"\1", html)).strip()


def in_page_language(language: str) -> str:
    """The name of a language in that of the page."""
    return language_name(language, get_language() or settings.LANGUAGE_CODE)


def offered(choices: Iterable[tuple[Any, Any]], empty: Any) -> list[tuple[Any, Any]]:
    """Choices after one that chooses nothing."""
    return [("", empty), *choices]


class PersonForm(forms.Form):
    """Who is meant, by the id of the person."""

    person = forms.IntegerField(min_value=1, max_value=2**63 - 1)
