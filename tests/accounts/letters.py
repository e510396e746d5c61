"""Words of notices that only tests send."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from accounts.mailers.letter import Letter

if TYPE_CHECKING:  # the settings of a worker name these letters before there are models
    from accounts.models import Notice

MAILERS = {
    "hello": "tests.accounts.letters.hello",
    "nothing": "tests.accounts.letters.nothing",
    "broken": "tests.accounts.letters.broken",
}


def hello(notice: "Notice") -> Letter:
    """A letter in the active language."""
    language = get_language() or ""
    words = "Bonjour à toi" if language == "fr" else "Hello"
    return Letter(subject=words, text=f"{words}\n", html=f"<p>{words}</p>", language=language)


def nothing(notice: "Notice") -> None:
    """What it told of is hidden meanwhile."""


def broken(notice: "Notice") -> Letter:
    """A fault of ours."""
    raise LookupError("no such thing")
