"""What the forms that set up a space have in common."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.forms.fields import KeyField
from hub.kit.bilingual import column
from hub.kit.editor import EditorField, EditorWidget
from hub.kit.languages import direction, language_within
from hub.kit.sanitise import to_plain_text

_WHITE: Final = re.compile(r"[ \t\r\n]+")
_AROUND_BLOCKS: Final = re.compile(
    r"[ \t\r\n]*(</?(?:p|br|ul|ol|li|blockquote|h3|h4|table|thead|tbody|tr|th|td)\b[^>]*>)[ \t\r\n]*"
)


class SeenForm(forms.Form):
    """Knows what it was built on: `seen` is the stamp of the whole setting, empty where it was built on nothing.

    `shown` holds an imprint of each field as it was shown: by it what one writer left alone is told from what they wrote
    where another saved meanwhile. `taken` and `clashing` are the fields that `merge` found.
    """

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: list[str] = []
        self.clashing: list[str] = []

    def build_on(self, seen: str, values: Mapping[str, Any]) -> None:
        """Begin with the values of a setting, by the names of the fields; `seen` is its stamp."""
        self.initial.update({**values, "seen": seen, "shown": _imprints(values)})

    def merge(self, seen: str, values: Mapping[str, Any]) -> None:
        """Keep what was written, for another try on the setting that stands there now; needs a cleaned form.

        A field that the writer left as it was shown takes over what another saved in it. One that both changed keeps
        what the writer wrote. Both say so in their hints.
        """
        before = self._before()
        data = self.data.copy()  # type: ignore[attr-defined]  # of a request
        for name in [one for one in values if one in self.fields and one in self.cleaned_data]:
            mine, theirs = _imprint(self.cleaned_data[name]), _imprint(values[name])
            if theirs in {mine, before.get(name)}:
                continue
            if self._is_untouched(name, before.get(name, "")):
                self.taken.append(name)
                data.setlist(name, _as_sent(values[name]))
            else:
                self.clashing.append(name)
        data["seen"], data["shown"] = seen, _imprints(values)
        self.data = data
        self._tell_apart()

    @property
    def has_unsaved(self) -> bool:
        """Whether a field says something else than when it was shown; not where only a button was sent."""
        before = self._before()
        self.is_valid()
        return any(
            name not in self.cleaned_data or not self._is_untouched(name, before[name])
            for name in before
            if name in self.fields
        )

    def _before(self) -> dict[str, str]:
        """The imprints of the fields as they were shown."""
        return dict(pair.split("=", 1) for pair in self._sent("shown").split() if "=" in pair)

    def _is_untouched(self, name: str, before: str) -> bool:
        """Whether a field says what it said when it was shown, in the editor or, without script, plain."""
        _whole, has_plain, plain = before.partition(".")
        if has_plain and _hash(_lines(self._sent(name))) == plain:
            return True
        return _imprint(self.cleaned_data[name]) == before

    def _sent(self, name: str) -> str:
        return str(self.data.get(name, ""))

    def _tell_apart(self) -> None:
        for name in self.taken:
            self[name].help_text = _("Taken over as it was saved: you had not changed it.")
        for name in self.clashing:
            self[name].help_text = _(
                "Both of you changed this. Yours stands here; what was saved stands above."
            )


class SetUpForm(SeenForm):
    """Carries a key of its own too: the same form again is the same act."""

    key = KeyField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def renew_key(self) -> None:
        """Keep what was typed; sent once more it is another act."""
        data = self.data.copy()  # type: ignore[attr-defined]  # of a request
        data["key"] = str(uuid4())
        self.data = data

    def add_editors(self, name: str, label: str) -> None:
        """A field with the editor for each content language, beside each other on the page."""
        for language in settings.CONTENT_LANGUAGES:
            attributes = {"rows": 8, "lang": language, "dir": direction(language)}
            self.fields[column(name, language)] = EditorField(
                label=label % {"language": in_page_language(language)},
                required=False,
                widget=EditorWidget(attributes, language_field=""),
            )

    def add_lines(self, name: str, label: str, most: int) -> None:
        """A field of one line for each content language."""
        for language in settings.CONTENT_LANGUAGES:
            attributes = {"lang": language, "dir": direction(language), "autocomplete": "off"}
            self.fields[column(name, language)] = forms.CharField(
                label=label % {"language": in_page_language(language)},
                required=False,
                max_length=most,
                widget=forms.TextInput(attributes),
            )

    def by_column(self, name: str, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of the fields of a text, by their names."""
        return {
            column(name, language): texts.get(language, "")
            for language in settings.CONTENT_LANGUAGES
        }

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
            if not text or field not in self.cleaned_data:
                continue
            is_laid_out_anew = _essence(self.cleaned_data[field]) == _essence(text)
            if is_laid_out_anew or _lines(self._sent(field)) == to_plain_text(text).strip():
                self.cleaned_data[field] = text


def _essence(html: str) -> str:
    """A canonical text without the white space around its blocks, which shows nowhere."""
    return _WHITE.sub(" ", _AROUND_BLOCKS.sub(r"\1", html)).strip()


def _lines(sent: str) -> str:
    return "\n".join(sent.splitlines()).strip()


def _imprints(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={_imprint(value)}" for name, value in values.items())


def _imprint(value: Any) -> str:
    """The same for what means the same in a field; of a text with formatting also that of its plain words."""
    if isinstance(value, list | tuple):
        return _hash(",".join(sorted(str(one) for one in value)))
    text = "" if value is None else str(value)
    if not text.startswith("<"):
        return _hash(text)
    return f"{_hash(_essence(text))}.{_hash(to_plain_text(text).strip())}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _as_sent(value: Any) -> list[str]:
    """As a browser would send it."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return ["" if value is None else str(value)]


def in_page_language(language: str) -> str:
    """The name of a language in that of the page."""
    return language_within(language, get_language() or settings.LANGUAGE_CODE)


def offered(choices: Iterable[tuple[Any, Any]], empty: Any) -> list[tuple[Any, Any]]:
    """Choices after one that chooses nothing."""
    return [("", empty), *choices]


class PersonForm(forms.Form):
    """Who is meant, by the id of the person."""

    person = forms.IntegerField(min_value=1, max_value=2**63 - 1)
