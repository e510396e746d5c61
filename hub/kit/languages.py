"""Languages of texts: their codes, their names in another language, their direction of writing."""

import re
from functools import cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, gettext, override

from hub.kit.text import sort_key

UNDETERMINED: Final = "und"
# The official languages of the United Nations.
UN_LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")

_CODE: Final = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
_LONGEST_CODE: Final = 35
# ISO 639-1 without the languages that nobody speaks from home (Avestan, Church Slavonic, Pali, and
# the made ones but Esperanto), and some that are spoken widely but have three letters only.
_OFFERED: Final = (
    "aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch ckb co cr cs cv cy da de"
    " dv dz ee el en eo es et eu fa ff fi fil fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy"
    " hz id ig ii ik is it iu ja jv ka kea kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln"
    " lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa"
    " pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th"
    " ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi wa wo xh yi yo za zh zu"
)
_RIGHT_TO_LEFT: Final = frozenset({
    "acm", "acq", "aeb", "apc", "apd", "ar", "arc", "arq", "ars", "ary", "arz", "ayl", "azb",
    "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc", "mzn", "nqo", "pbt",
    "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr", "syc", "syr", "trw", "ug", "ur", "ydd",
    "yi",
})  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "syrj",
    "syrn", "thaa", "yezi",
})  # fmt: skip
_SCRIPT: Final = re.compile("-([a-z]{4})(?:-|$)")


def is_language_code(code: str) -> bool:
    """Whether `code` has the form of a language code: ``en``, ``zh-hans``, ``und`` for another."""
    return len(code) <= _LONGEST_CODE and _CODE.fullmatch(code) is not None


def language_name(code: str, in_language: str) -> str:
    """The name of the language in another, as it stands alone ("French", "Français").

    `und` is "Another language". A code without a name is given back as it is.
    """
    if code == UNDETERMINED:
        with override(in_language):
            return gettext("Another language")
    name = language_within(code, in_language)
    return name[:1].upper() + name[1:] if name != code else code


def language_within(code: str, in_language: str) -> str:
    """The same within a sentence or a list ("French", "français")."""
    if code == UNDETERMINED:
        with override(in_language):
            return gettext("another language")
    names = _locale(in_language).languages
    return names.get(_cldr_code(code)) or names.get(code.partition("-")[0]) or code


def base_language(code: str) -> str:
    """The language of a code without script and region: ``zh`` for ``zh-hans``, ``es`` for ``es-419``."""
    return code.partition("-")[0]


def language_of_words_beside(language: str) -> str:
    """In which language the portal writes words into a text, such as a mask.

    That of the text where the portal speaks it, else the reader's: they are read aloud rightly and are the same on
    every channel. "" for a text whose language is not known.
    """
    base = language.lower().split("-")[0]
    if base in dict(settings.LANGUAGES):
        return base
    return get_language() or settings.LANGUAGE_CODE


def direction(code: str) -> Literal["ltr", "rtl"]:
    """The direction in which a language is written; the script in the code decides if it names one.

    Unknown languages are "ltr"; for `und` let the browser decide (``dir="auto"``).
    """
    script = _SCRIPT.search(code)
    if script:
        return "rtl" if script[1] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def choices(in_language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the languages offered for a text.

    The six of the United Nations first, then the others, each part in alphabetical order; last
    "Another language" (`und`).
    """
    named = [(code, language_name(code, in_language)) for code in _OFFERED.split()]
    named.sort(key=lambda pair: (pair[0] not in UN_LANGUAGES, sort_key(pair[1], in_language)))
    return (*named, (UNDETERMINED, language_name(UNDETERMINED, in_language)))


@cache
def _locale(language: str) -> Locale:
    """The words of a language; English for one that has none."""
    try:
        return Locale.parse(_cldr_code(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _cldr_code(code: str) -> str:
    """``zh_Hans`` for ``zh-hans``, ``pt_BR`` for ``pt-br``."""
    first, *others = code.split("-")
    return "_".join([first, *(o.title() if len(o) == 4 else o.upper() for o in others)])
