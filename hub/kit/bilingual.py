"""Reading and writing texts that exist in several languages, explicitly: never through the active language alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import models


@dataclass(frozen=True)
class Text:
    """A text and the language it is in; `language` differs from the one asked for where there was none in that."""

    value: str
    language: str

    def __str__(self) -> str:
        return self.value


def column(field: str, language: str) -> str:
    """The name of the column that holds a field in a language."""
    return f"{field}_{language.replace('-', '_')}"


def texts_of(row: models.Model, field: str) -> dict[str, str]:
    """All the texts of a field, by language: the six columns, then what the row keeps in `other_languages`."""
    found: dict[str, str] = {}
    for language in settings.MODELTRANSLATION_LANGUAGES:
        value = getattr(row, column(field, language))
        if value is not None:
            found[language] = value
    found.update(getattr(row, "other_languages", {}).get(field, {}))
    return found


def set_texts(row: models.Model, field: str, texts: Mapping[str, str]) -> None:
    """Write all the texts of a field; languages without a column of their own go to `other_languages`."""
    for language in settings.MODELTRANSLATION_LANGUAGES:
        setattr(row, column(field, language), texts.get(language))
    others = {
        language: value
        for language, value in texts.items()
        if language not in settings.MODELTRANSLATION_LANGUAGES
    }
    if others:
        kept = dict(getattr(row, "other_languages", {}))
        kept[field] = others
        row.other_languages = kept  # type: ignore[attr-defined]  # models of texts have it


def text_in(row: models.Model, field: str, language: str) -> Text:
    """The field in a language, else in the first language it has; its `lang` is always the true one."""
    texts = texts_of(row, field)
    shown = [language, *settings.CONTENT_LANGUAGES, *texts]
    for candidate in shown:
        if texts.get(candidate):
            return Text(texts[candidate], candidate)
    return Text("", language)


def shown_texts(row: models.Model, field: str) -> list[Text]:
    """The texts of a field in the languages that are switched on, in the order of the setting, without empty ones."""
    texts = texts_of(row, field)
    return [
        Text(texts[language], language)
        for language in settings.CONTENT_LANGUAGES
        if texts.get(language)
    ]


def is_complete(row: models.Model, field: str) -> bool:
    """Whether the field has a text in every required language."""
    texts = texts_of(row, field)
    return all(texts.get(language, "").strip() for language in settings.REQUIRED_LANGUAGES)
