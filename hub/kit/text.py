"""Texts compared, ordered and written in plain letters."""

import re
import unicodedata
from typing import Final

from hub.kit.sanitise.characters import clean_characters

_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_SILENT: Final = re.compile("['’ʼ‘.]")
_ENYE: Final = "nｚ"  # a full-width z, after every z that people write
_LATIN_ACCENTS: Final = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
# Letters and marks that show nothing: fillers, joiners of graphemes, selectors of variants.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Marks that turn the direction of what follows them, and letters that are written from right to left.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PUNCTUATION: Final = re.compile(r"[\W_]+")
# Letters of the Latin alphabet that Unicode does not take apart.
_PLAIN_LETTERS: Final = str.maketrans(
    {
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ə": "e", "Ə": "E",
        "ǝ": "e", "Ǝ": "E", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D",
        "ɖ": "d", "Ɖ": "D", "ƙ": "k", "Ƙ": "K", "ƴ": "y", "Ƴ": "Y", "ƒ": "f", "Ƒ": "F", "ɣ": "g", "Ɣ": "G",
        "ɲ": "n", "Ɲ": "N", "ʋ": "v", "Ʋ": "V",
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
    count. Ł is l, Ø is o, ß is ss, and so on. In Spanish ñ is a letter of its own after n.
    """
    composed = unicodedata.normalize("NFC", text)
    letters = re.sub("[ñÑ]", _ENYE, composed) if language == "es" else composed
    # Folded first: letters may carry marks beside being such (Ǿ, ǣ).
    plain = fold(fold(letters).translate(_PLAIN_LETTERS))
    words = _PUNCTUATION.sub(" ", _SILENT.sub("", plain))
    return words.strip(), composed.lower(), composed


def one_line(text: str) -> str:
    """A name or another piece of a line, fit to stand between others: it can neither break the line nor turn it.

    Characters that cannot be shown go. Where it holds letters that are written from right to left it is isolated (U+2068, U+2069), so that what stands
    beside it stays where it is.
    """
    words = " ".join(_TURNING.sub("", clean_characters(text)).split())
    return f"\u2068{words}\u2069" if _RIGHT_TO_LEFT.search(words) else words


def to_file_slug(name: str, limit: int = 60, *, empty: str = "unnamed") -> str:
    """`name` for the name of a file: letters and digits of any script, words joined by "-", case kept.

    Latin letters become ASCII ("Côte" is "Cote"), those of other scripts stay as they are, NFC. No
    separators, no control characters, none that turn the direction of writing or cannot be seen. At
    most `limit` characters and twice as many bytes of UTF-8, cut after a whole word where there is
    one. For a name without letters and digits `empty` is returned.
    """
    written = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    decomposed = unicodedata.normalize("NFKD", written).translate(_PLAIN_LETTERS)
    plain = _INVISIBLE.sub("", _SILENT.sub("", _LATIN_ACCENTS.sub("", decomposed)))
    slug: list[str] = []
    for letter in unicodedata.normalize("NFC", plain):
        kind, is_after_letter = unicodedata.category(letter)[0], bool(slug) and slug[-1] != "-"
        if kind in "LN" or (kind == "M" and is_after_letter):
            slug.append(letter)
        elif is_after_letter:
            slug.append("-")
    return _shortened("".join(slug).strip("-"), limit) or empty


def _shortened(slug: str, limit: int) -> str:
    """The beginning of a slug; after a whole word where there is one, and no letter loses its marks."""
    kept = slug[:limit].encode()[: 2 * limit].decode("utf-8", "ignore")
    if kept == slug:
        return slug
    if slug[len(kept)] == "-":
        return kept
    whole_words = kept.rpartition("-")[0]
    if whole_words or not unicodedata.category(slug[len(kept)]).startswith("M"):
        return whole_words or kept
    return kept.rstrip("".join(c for c in kept if unicodedata.category(c)[0] == "M"))[:-1]
