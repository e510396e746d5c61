"""A column as data, and the words for the codes that stand in it."""

from collections.abc import Callable
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


def label_of(words: type[TextChoices]) -> Words:
    """The label of a code."""
    return lambda code: str(words(code).label)


def named_language(code: str) -> str:
    """The name of a language."""
    return language_name(code, get_language() or "en")


def named_country(code: str) -> str:
    """The name of a country."""
    return country_name(code, get_language() or "en")
