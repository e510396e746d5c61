"""The language that a text is most likely written in, where that is plain to see."""

from functools import cache
from typing import Final

import gcld3

#: Shorter texts say too little.
FEWEST_CHARACTERS: Final = 60
# Measured on 20,000 short texts in 34 languages: docs/dependencies.md.
_CERTAIN: Final = 0.97
_READ: Final = 3000  # characters
_MOST_BYTES: Final = 2000
#: What the network calls otherwise than ISO 639-1 does today, and languages that it does not tell apart.
_SAME: Final = {
    "iw": "he",
    "fil": "tl",
    "nb": "no",
    "nn": "no",
    "bs": "sr",
    "hr": "sr",
    "jv": "id",
    "ms": "id",
}
#: What it says too often of texts in larger languages.
_DOUBTED: Final = frozenset({"co", "fy", "gd", "gl", "haw", "la", "lb"})
#: The languages that it knows, as their texts may be said to be; of a text in another one nothing can be said.
_CODES: Final = (
    "af am ar az be bg bn bs ca ceb co cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha haw he hi hmn hr ht"
    " hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no ny pa pl ps"
    " pt ro ru sd si sk sl sm sn so sq sr st su sv sw ta te tg th tl tr uk ur uz vi xh yi yo zh zu und"
)  # fmt: skip
_KNOWN: Final = frozenset(_CODES.split())


def other_language(text: str, said: str) -> str:
    """The code of the language that a plain text is surely in where that is not the one it is said to be in; else "".

    `said` is the code it was sent with; `und` is another than any. "" as well for short texts, for texts that mix
    languages, and for what is said to be in a language that is not known here.
    """
    plain = " ".join(text.split())[:_READ]
    code = said.partition("-")[0]
    if len(plain) < FEWEST_CHARACTERS or code not in _KNOWN:
        return ""
    found = _network().FindLanguage(text=plain)
    guessed = str(found.language).partition("-")[0]
    is_sure = found.is_reliable and found.probability >= _CERTAIN and guessed not in _DOUBTED
    if not is_sure or _SAME.get(guessed, guessed) == _SAME.get(code, code):
        return ""
    return {"iw": "he"}.get(guessed, guessed)


@cache
def _network() -> gcld3.NNetLanguageIdentifier:
    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=_MOST_BYTES)
