"""Texts compared, ordered and written in plain letters."""

import re
import unicodedata
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_SILENT: Final = re.compile("['’ʼ‘.]")
_ENYE: Final = "nｚ"  # a full-width z, after every z that people write
_PUNCTUATION: Final = re.compile(r"[\W_]+")
# Letters of the Latin alphabet that Unicode does not take apart.
_PLAIN_LETTERS: Final = str.maketrans(
    {
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """`text` in small letters without accents, œ as oe and æ as ae: what searches compare.

    The same as the SQL function ``portal_fold``, letter by letter: the combining marks U+0300 to
    U+036F go after NFD, and each letter becomes small by itself, a Σ at the end of a word too.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return _ACCENTS.sub("", decomposed).replace("Σ", "σ").lower()


def sort_key(text: str, language: str) -> tuple[str, str, str]:
    """The place of a name in alphabetical order in `language`.

    Accents, case and punctuation count only between names that are otherwise alike: apostrophes
    and full stops are as if not there, all else that is no letter or digit parts words. Articles
    count. In Spanish ñ is a letter of its own after n.
    """
    composed = unicodedata.normalize("NFC", text)
    letters = re.sub("[ñÑ]", _ENYE, composed) if language == "es" else composed
    words = _PUNCTUATION.sub(" ", _SILENT.sub("", fold(letters)))
    return words.strip(), composed.lower(), composed


def to_ascii_slug(name: str, limit: int = 60, *, empty: str = "unnamed") -> str:
    """`name` for the name of a file: ASCII letters and digits, words joined by "-", case kept.

    At most `limit` characters, cut after a whole word where there is one. A name in another script
    leaves nothing, for which `empty` is returned.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS))
    plain = _SILENT.sub("", plain).encode("ascii", "ignore").decode()
    slug = re.sub("[^A-Za-z0-9]+", "-", plain).strip("-")
    if len(slug) > limit:
        whole_words = slug[: limit + 1].rpartition("-")[0]
        slug = whole_words or slug[:limit]
    return slug or empty
