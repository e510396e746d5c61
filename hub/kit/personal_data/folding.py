"""A text as a finder reads it: one spelling for signs that look alike, and the way back to the text itself."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("。｡․", "."),
    **dict.fromkeys("’‘ʼ´", "'"),
    "∕": "/",
    "⁄": "/",
}


_REMEMBERED: Final = 20_000  # code points


@dataclass(frozen=True)
class Folded:
    """`text` with plain digits, spaces, dashes and signs; `places[i]` is where its i-th character stands in the original."""

    text: str
    places: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text (not empty) in the original one."""
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    """The text without what is not seen: full-width signs and the digits of every script become ASCII.

    Several spaces are one.
    """
    plain = text if text.isascii() and "\t" not in text else text.translate(_SIGNS)
    if len(plain) == len(text) and "  " not in plain:
        return Folded(plain, range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        sign = _SIGNS[ord(character)]
        if sign and not (sign == " " and signs and signs[-1] == " "):
            signs.append(sign)
            places.append(place)
    return Folded("".join(signs), places)


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character == "\t" else character
    if character in _PLAIN:
        return _PLAIN[character]
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zs":
        return " "
    wide = unicodedata.normalize("NFKC", character)
    return wide if wide.isascii() and len(wide) == 1 else character


class _Signs(dict[int, str]):
    """For each code point what stands for it: one sign, or nothing for what is not seen; worked out when first met."""

    def __missing__(self, code: int) -> str:
        """Remember it for the next time."""
        sign = _plain(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = sign
        return sign


_SIGNS: Final = _Signs()
