"""Organisations found by their names: accents, case and spaces do not count."""

import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from accounts.models import Organisation
from hub.kit.bilingual import column, text_in, texts_of
from hub.kit.text import fold

_NAMES = tuple(column("name", language) for language in settings.MODELTRANSLATION_LANGUAGES)


def tidy_name(name: str) -> str:
    """The name as it is kept: composed letters, one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def organisation_named(name: str) -> Organisation | None:
    """The organisation that has this name in any language, folded; None when there is none."""
    wanted = _folded(Value(tidy_name(name)))
    same = reduce(or_, (Q(**{f"{place}_folded": wanted}) for place in _NAMES))
    folded = {f"{place}_folded": _folded(F(place)) for place in _NAMES}
    return _rows().alias(**folded).filter(same).order_by("pk").first()


def organisations_named(names: Iterable[str]) -> dict[str, Organisation]:
    """The organisations that have one of the names in any language, by the folded name; one statement."""
    wanted = sorted({fold(tidy_name(name)) for name in names})
    if not wanted:
        return {}
    same = reduce(or_, (Q(**{f"{place}_folded__in": wanted}) for place in _NAMES))
    folded = {f"{place}_folded": _folded(F(place)) for place in _NAMES}
    found: dict[str, Organisation] = {}
    for row in _rows().alias(**folded).filter(same).order_by("pk"):
        for name in texts_of(row, "name").values():
            found.setdefault(fold(tidy_name(name)), row)
    return {name: found[name] for name in wanted if name in found}


def organisations_like(words: str, *, limit: int = 10) -> list[Organisation]:
    """Organisations with `words` in one of their names; verified ones first, then by where the words stand."""
    all_names = Concat(
        *(part for place in _NAMES for part in (Coalesce(F(place), Value("")), Value("\n"))),
        output_field=CharField(),
    )
    place = Func(_folded(all_names), _folded(Value(tidy_name(words))), function="strpos")
    found = (
        _rows()
        .alias(place=place)
        .filter(place__gt=0)
        .order_by(F("verified_at").asc(nulls_last=True), "place", "pk")
    )
    return list(found[:limit])


def shown_name(organisation: Organisation, language: str) -> str:
    """Its own name in the language, else in the first it has one in."""
    return text_in(organisation, "name", language).value


def _rows() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def _folded(expression: Value | F | Concat) -> Func:
    return Func(expression, function="portal_fold", output_field=CharField())
