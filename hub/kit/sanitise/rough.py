"""Texts of any size, without their tags."""

import html
import re
from typing import Final

from hub.kit.sanitise.characters import clean_characters

_LINE_END: Final = re.compile(
    r"<(?:br|/(?:p|h[1-6]|ul|ol|li|blockquote|table|tr|div|pre))\b[^<>]*>", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")


def rough_text(text: str) -> str:
    """A text of any size without its tags, plain, to be copied: in a moment, and without understanding it."""
    if _LINE_END.search(text):  # else it was typed, and "<" is meant
        text = html.unescape(_TAG.sub("", _LINE_END.sub("\n", text)))
    return clean_characters(text).strip()
