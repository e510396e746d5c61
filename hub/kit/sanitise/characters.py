"""Characters: what a text may consist of before anything else is asked of it."""

import re
import unicodedata
from typing import Final

# White space as HTML counts it; a no-break space is not among it.
BLANK: Final = " \t\n"

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Control characters, byte order marks and noncharacters say nothing and break XML. The two
# overrides (LRO, RLO) make a text read differently from what it says; every other mark of
# direction stays, since Arabic and Hebrew need it.
_NONCHARACTERS: Final = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NEVER: Final = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ufeff\ufdd0-\ufdef{_NONCHARACTERS}]"
)
# Ordering marks takes time that grows with the square of their number. After 30 in a row (UAX #15,
# "stream-safe text format") an unseen joiner begins a new row; no script needs so many.
_MARKS: Final = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(c))
_MANY_MARKS: Final = re.compile(f"([{_MARKS}]{{30}})(?=[{_MARKS}])")
_JOINER: Final = "\u034f"
# What takes no place on the page though it is no white space and no format character.
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean_characters(text: str) -> str:
    """`text` with LF line ends and without characters that cannot be shown. Not yet NFC.

    Halves of a surrogate pair are joined, or replaced by U+FFFD where the other half is missing.
    """
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _NEVER.sub("", _LINE_ENDS.sub("\n", text))
    return part_marks(text)


def part_marks(text: str) -> str:
    """`text` with an unseen joiner after each 30 combining marks in a row."""
    return text if text.isascii() else _MANY_MARKS.sub(rf"\1{_JOINER}", text)


def is_visible(character: str) -> bool:
    """Whether a reader can see the character (white space and format characters are not seen)."""
    return not (
        character.isspace() or character in _UNSEEN or unicodedata.category(character) == "Cf"
    )


def has_visible(text: str) -> bool:
    """Whether a reader can see anything of the text."""
    return any(map(is_visible, text))


def is_blank(text: str) -> bool:
    """Whether the text is nothing but white space as HTML counts it."""
    return not text.strip(BLANK)
