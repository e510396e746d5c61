"""Why an export is not handed over."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_PERMITTED: Final = "not-permitted"
WORDS: Final[dict[str, Promise]] = {
    "counts-differ": _(
        "The counts do not agree (%(check)s: %(expected)s expected, %(found)s found), so nothing is handed over."
        " Nothing was changed. Tell the administrators."
    ),
    "file-differs": _(
        "A stored file is not what was received (%(path)s), so nothing is handed over. Tell the administrators."
    ),
    "file-missing": _(
        "A stored file is missing (%(path)s), so nothing is handed over. Tell the administrators."
    ),
    NOT_PERMITTED: _("Who asked for it no longer belongs to the secretariat."),
    "given-up": _("It was begun %(attempts)s times and never came to its end. Ask for it again."),
}


class ExportFailed(Exception):
    """The export may not be handed over. `code` is a key of WORDS, `facts` are its placeholders (codes and numbers)."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def failure_words(code: str, facts: dict[str, str | int]) -> str:
    """The sentence for the page, in the language that is active."""
    return str(WORDS[code]) % facts if code in WORDS else code
