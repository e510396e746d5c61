"""Runs: letters that look alike, in one language and one direction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from babel.core import get_global

from hub.kit.blocks import Raised
from hub.kit.languages import UNDETERMINED, direction

_LATIN: Final = "A-Za-z\u00c0-\u024f"
_RIGHT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
#: In a line from right to left: what goes the other way. In one from left to right likewise.
_LATIN_WORDS: Final = re.compile(f"([{_LATIN}](?:[^{_RIGHT}]*[{_LATIN}0-9])?)")
_RIGHT_WORDS: Final = re.compile(f"([{_RIGHT}](?:[^{_LATIN}]*[{_RIGHT}])?)")
#: XML has no way to write these, and Word no use for them.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Marks that turn the direction of all that follows.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EAST_ASIA: Final = {
    "ja": "Yu Mincho",
    "ko": "Malgun Gothic",
    "zh-hant": "PMingLiU",
    "zh-tw": "PMingLiU",
    "zh-hk": "PMingLiU",
    "yue": "PMingLiU",
}
_REGIONS: Final = {"en": "en-GB", "ar": "ar-SA"}


#: In a text: a hyphen after which no line ends. Word counts it among its signs, and has no such letter.
NO_BREAK_HYPHEN: Final = "\x1e"


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look beside their paragraph; `style` is the id of a style of letters."""

    style: str = ""
    is_strong: bool = False
    is_emphasised: bool = False
    raised: Raised = Raised.NO


def xml_text(text: str) -> str:
    """Escaped, without what XML cannot hold."""
    return escape(_NOT_XML.sub("", text), quote=True)


def runs(text: str, look: Look, language: str) -> str:
    """The runs of a text; a line feed ends a line."""
    return "".join(
        f"<w:r>{_properties(look, language, is_right=is_right)}{_letters(piece)}</w:r>"
        for piece, is_right in _pieces(text, language)
        if piece
    )


def _pieces(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Word has no marks that isolate: what they part are runs of their own."""
    is_right = direction(language) == "rtl"
    others = _LATIN_WORDS if is_right else _RIGHT_WORDS
    for part in _TURNING.split(text):
        for place, piece in enumerate(others.split(part)):
            yield piece, is_right != bool(place % 2)


def _letters(text: str) -> str:
    return "<w:br/>".join(
        "<w:noBreakHyphen/>".join(map(_letters_of_line, line.split(NO_BREAK_HYPHEN)))
        for line in text.split("\n")
    )


def _letters_of_line(text: str) -> str:
    return f'<w:t xml:space="preserve">{xml_text(text)}</w:t>' if text else ""


def _properties(look: Look, language: str, *, is_right: bool) -> str:
    """In the order of the schema."""
    parts = []
    if look.style:
        parts.append(f'<w:rStyle w:val="{look.style}"/>')
    font = _EAST_ASIA.get(language, "")
    if font:
        parts.append(f'<w:rFonts w:eastAsia="{font}"/>')
    if look.is_strong:
        parts.append("<w:b/><w:bCs/>")
    if look.is_emphasised:
        parts.append("<w:i/><w:iCs/>")
    if look.raised is not Raised.NO:
        height = "superscript" if look.raised is Raised.UP else "subscript"
        parts.append(f'<w:vertAlign w:val="{height}"/>')
    if is_right:
        parts.append("<w:rtl/>")
    parts.append(language_mark(language))
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


@cache
def language_mark(language: str) -> str:
    """For spelling and for voices: the language, in the attribute of its script; "" for none."""
    if not language:
        return ""
    if language == UNDETERMINED:
        return '<w:lang w:val="x-none"/>'
    attribute = "val"
    if direction(language) == "rtl":
        attribute = "bidi"
    elif language.partition("-")[0] in {"zh", "yue", "ja", "ko"}:
        attribute = "eastAsia"
    return f'<w:lang w:{attribute}="{xml_text(word_language(language))}"/>'


def word_language(language: str) -> str:
    """The name that Word knows a language by: "es-ES" for "es"; what it does not know stays as it is."""
    if language in _REGIONS:
        return _REGIONS[language]
    first, *others = language.split("-")
    known = "_".join(
        [first, *(part.title() if len(part) == 4 else part.upper() for part in others)]
    )
    likely = get_global("likely_subtags")
    region = str(likely.get(known) or likely.get(first, "")).rpartition("_")[2]
    return f"{first}-{region}" if region else language
