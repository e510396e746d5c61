"""How much text one form may bring: what is beyond it is refused before anything reads it as HTML."""

import html
import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.kit.files import file_size_text
from hub.kit.refusals import Refusal
from hub.kit.sanitise.characters import clean_characters

_LINE_END: Final = re.compile(
    r"<(?:br|/(?:p|h[1-6]|ul|ol|li|blockquote|table|tr|div|pre))\b[^<>]*>", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")


class TextTooLarge(Refusal):
    """A text of more bytes of HTML than the portal takes (setting TEXT_SIZE_LIMIT_KB), whatever a space allows."""

    code = "text-too-large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            _(
                "The text is too large: with its formatting it may be %(limit)s. Shorten it, or attach a part of it as a file."
            )
            % {"limit": file_size_text(settings.TEXT_SIZE_LIMIT)}
        )


def is_too_large(text: str) -> bool:
    """Whether a text, as a form sent it, is more than the portal takes."""
    limit: int = settings.TEXT_SIZE_LIMIT
    return len(text) > limit or len(text.encode("utf-8", "replace")) > limit


def rough_text(text: str) -> str:
    """A text of any size without its tags, plain, to be copied: in a moment, and without understanding it."""
    if _LINE_END.search(text):  # else it was typed, and "<" is meant
        text = html.unescape(_TAG.sub("", _LINE_END.sub("\n", text)))
    return clean_characters(text).strip()
