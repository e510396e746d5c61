"""A column as data, and the words for the codes that stand in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language

from hub.kit.countries import country_name
from hub.kit.languages import language_name
from hub.kit.tables import Cell

Row = TypeVar("Row")
Words = Callable[[str], Cell]


@dataclass(frozen=True)
class Field(Generic[Row]):
    """A column: `key` heads it in CSV, `title` in the workbook; `words` turns its codes into words there."""

    key: str
    title: str | Promise
    meaning: str | Promise
    value: Callable[[Row], Cell]
    width: float = 16
    words: Words | None = None

    def in_words(self, row: Row) -> Cell:
        """The value as people read it, in the language that is active; an empty cell is really empty."""
        value = self.value(row)
        if value == "":
            return None
        return self.words(value) if self.words and isinstance(value, str) else value


@dataclass(frozen=True)
class Codes:
    """Words for a closed set of codes, which the data dictionary lists. A cell may hold several, with spaces between."""

    labels: Mapping[str, str | Promise]

    def __call__(self, codes: str) -> Cell:
        """The words, in the language that is active."""
        return "; ".join(str(self.labels[code]) for code in codes.split())


def label_of(*words: type[TextChoices]) -> Codes:
    """The labels of the codes of an enum, or of several together."""
    return Codes({choice.value: choice.label for choices in words for choice in choices})


def named_language(code: str) -> str:
    """The name of a language."""
    return language_name(code, get_language() or "en")


def named_country(code: str) -> str:
    """The name of a country."""
    return country_name(code, get_language() or "en")
