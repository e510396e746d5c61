"""Countries and areas: their ISO 3166-1 codes, and their names as the United Nations prints them.

Other languages than English and French have the names of the CLDR.
"""

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from hub.kit.text import sort_key

# Two-letter codes of the CLDR that ISO 3166-1 does not assign to a country or area.
_NOT_ASSIGNED: Final = frozenset({
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ",
})  # fmt: skip

# Where the United Nations prints another name than the CLDR.
_UN_NAMES: Final = {
    "en": {
        "BN": "Brunei Darussalam",
        "BO": "Bolivia (Plurinational State of)",
        "BQ": "Bonaire, Sint Eustatius and Saba",
        "CD": "Democratic Republic of the Congo",
        "CG": "Congo",
        "CV": "Cabo Verde",
        "FK": "Falkland Islands (Malvinas)",
        "FM": "Micronesia (Federated States of)",
        "GB": "United Kingdom of Great Britain and Northern Ireland",
        "GS": "South Georgia and the South Sandwich Islands",
        "HM": "Heard Island and McDonald Islands",
        "HK": "China, Hong Kong Special Administrative Region",
        "IR": "Iran (Islamic Republic of)",
        "KP": "Democratic People’s Republic of Korea",
        "KR": "Republic of Korea",
        "LA": "Lao People’s Democratic Republic",
        "MD": "Republic of Moldova",
        "MF": "Saint Martin (French part)",
        "MM": "Myanmar",
        "MO": "China, Macao Special Administrative Region",
        "NL": "Netherlands (Kingdom of the)",
        "PN": "Pitcairn",
        "PS": "State of Palestine",
        "RU": "Russian Federation",
        "ST": "Sao Tome and Principe",
        "SX": "Sint Maarten (Dutch part)",
        "SY": "Syrian Arab Republic",
        "TW": "Taiwan, Province of China",
        "TZ": "United Republic of Tanzania",
        "UM": "United States Minor Outlying Islands",
        "US": "United States of America",
        "VA": "Holy See",
        "VC": "Saint Vincent and the Grenadines",
        "VE": "Venezuela (Bolivarian Republic of)",
        "VI": "United States Virgin Islands",
        "VN": "Viet Nam",
    },
    "fr": {
        "BN": "Brunéi Darussalam",
        "BO": "Bolivie (État plurinational de)",
        "BQ": "Bonaire, Saint-Eustache et Saba",
        "BY": "Bélarus",
        "CD": "République démocratique du Congo",
        "CG": "Congo",
        "CV": "Cabo Verde",
        "FK": "Îles Falkland (Malvinas)",
        "FM": "Micronésie (États fédérés de)",
        "GB": "Royaume-Uni de Grande-Bretagne et d’Irlande du Nord",
        "HK": "Chine, région administrative spéciale de Hong Kong",
        "IQ": "Iraq",
        "IR": "Iran (République islamique d’)",
        "KN": "Saint-Kitts-et-Nevis",
        "KP": "République populaire démocratique de Corée",
        "KR": "République de Corée",
        "LA": "République démocratique populaire lao",
        "LR": "Libéria",
        "MD": "République de Moldova",
        "MF": "Saint-Martin (partie française)",
        "MM": "Myanmar",
        "MO": "Chine, région administrative spéciale de Macao",
        "NG": "Nigéria",
        "NL": "Pays-Bas (Royaume des)",
        "PS": "État de Palestine",
        "RU": "Fédération de Russie",
        "SV": "El Salvador",
        "SY": "République arabe syrienne",
        "TL": "Timor-Leste",
        "TR": "Türkiye",
        "TW": "Taïwan, province de Chine",
        "TZ": "République-Unie de Tanzanie",
        "US": "États-Unis d’Amérique",
        "VA": "Saint-Siège",
        "VE": "Venezuela (République bolivarienne du)",
        "VN": "Viet Nam",
    },
}


def country_name(code: str, in_language: str) -> str:
    """The name of the country or area in the language; a code without a name is given back."""
    return _names(in_language).get(code, code)


@cache
def choices(in_language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of all countries and areas in the alphabetical order of the language."""
    names = _names(in_language)
    return tuple(sorted(names.items(), key=lambda pair: sort_key(pair[1], in_language)))


@cache
def _names(language: str) -> dict[str, str]:
    first, _, more = language.partition("-")
    try:
        locale = Locale.parse(f"{first}_{more.title()}" if more else first)
    except (UnknownLocaleError, ValueError):
        locale, first = Locale.parse("en"), "en"
    names = {
        code: name
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_ASSIGNED
    }
    if first == "en":
        names = {c: n.replace(" & ", " and ").replace("St. ", "Saint ") for c, n in names.items()}
    return names | _UN_NAMES.get(first, {})
