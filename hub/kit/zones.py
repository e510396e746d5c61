"""What time zones are called, in the language that is active (names of CLDR, by babel)."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language

#: Present name of a zone → its older ones, under which CLDR may know it ("Asia/Calcutta").
_OLDER: Final[dict[str, list[str]]] = {}
for _old, _present in get_global("zone_aliases").items():
    _OLDER.setdefault(_present, []).append(_old)


def zone_city(zone: str) -> str:
    """The place that an IANA zone is named after: "New York" for "America/New_York", in French "Le Caire" for "Africa/Cairo"."""
    named = _names((get_language() or "en").partition("-")[0])
    for known in (zone, *_OLDER.get(zone, ())):
        city = named.get(known, {}).get("city")
        if city:
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _names(language: str) -> Mapping[str, Any]:
    """What CLDR knows of zones in a language; nothing of English ones, which are called as in their own names."""
    try:
        return Locale.parse(language).time_zones
    except (UnknownLocaleError, ValueError):
        return {}
