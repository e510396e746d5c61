"""How much text one form may bring: what is beyond it is refused before anything reads it as HTML."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.kit.files import file_size_text
from hub.kit.refusals import Refusal


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
