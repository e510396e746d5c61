"""What is told of a post whose facts differ from those that an earlier export kept: in codes, and in words for these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import NameWithheld, PostState
from moderation.exports.fields import Codes

#: The facts of a post, and what is told where one differs for which there is nothing more exact. A new one is added at
#: the end, under a key of its own.
FACTS: Final[dict[str, Promise]] = {
    "state": gettext_lazy("Reason of its state, or with what it is merged"),
    "place": gettext_lazy("Question, or what it answers"),
    "text": gettext_lazy("Text: another version counts"),
    "versions": gettext_lazy("Other versions"),
    "name": gettext_lazy("Name withheld or shown"),
    "masks": gettext_lazy("Withheld words or files"),
    "files": gettext_lazy("Files"),
    "endorsements": gettext_lazy("Endorsements"),
    "co-signatories": gettext_lazy("Co-signatories"),
    "thread": gettext_lazy("Thread, or depth in it"),
    "review": gettext_lazy("What became of a correction"),
    "closing": gettext_lazy("When the window of a late input closed"),
    "since": gettext_lazy("Since when it is in its state"),
}
#: Of these nothing is told beside a text that is no longer shown, or shown for the first time: they follow from it.
_WITH_TEXT: Final = frozenset(FACTS) - {"state", "place", "thread"}
_EXACT: Final[dict[str, Promise]] = {
    "now-pending": gettext_lazy("Now waiting for review"),
    "now-published": gettext_lazy("Now public"),
    "now-returned": gettext_lazy("Now returned to its author"),
    "now-rejected": gettext_lazy("Now rejected"),
    "now-hidden": gettext_lazy("Now hidden by a moderator"),
    "now-merged": gettext_lazy("Now merged with another input"),
    "now-withdrawn": gettext_lazy("Now withdrawn by its author"),
    "text-shown": gettext_lazy("Text now shown"),
    "text-not-shown": gettext_lazy("Text no longer shown"),
    "name-shown": gettext_lazy("Name now shown"),
    "name-withheld": gettext_lazy("Name now withheld, organisation shown"),
    "name-and-organisation-withheld": gettext_lazy("Name and organisation now withheld"),
    "moved-out": gettext_lazy("Moved to another space"),
    "filter": gettext_lazy("Left out by the filter of this export"),
}
_NAMES: Final[dict[str, str]] = {
    NameWithheld.NO: "name-shown",
    NameWithheld.NAME: "name-withheld",
    NameWithheld.NAME_AND_ORGANISATION: "name-and-organisation-withheld",
}
#: These end in the number of a version, in the data dictionary in `n`.
_CORRECTED: Final = "corrected-"
_COUNTS_AGAIN: Final = "counts-again-"


def _numbered(code: str) -> str:
    """Words for a code that ends in the number of a version."""
    if code.startswith(_CORRECTED):
        return _("Corrected: version %(number)s") % {"number": code.removeprefix(_CORRECTED)}
    number = code.removeprefix(_COUNTS_AGAIN)
    return _("Version %(number)s counts again") % {"number": number}


@dataclass(frozen=True)
class WhatCodes(Codes):
    """Words for all that may have changed."""

    def __call__(self, codes: str) -> str:
        """The words, in the language that is active."""
        return "; ".join(what_words(code) for code in codes.split())


#: As the data dictionary lists them.
WHAT: Final = WhatCodes(
    {
        **{key: words for key, words in FACTS.items() if key not in {"text", "name"}},
        **_EXACT,
        f"{_CORRECTED}n": gettext_lazy("Corrected: version n"),
        f"{_COUNTS_AGAIN}n": gettext_lazy("Version n counts again"),
    }
)


def what_words(code: str) -> str:
    """What has changed, in the language that is active."""
    words = WHAT.labels.get(code)
    return _numbered(code) if words is None else str(words)


def what_differs(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of what has changed, in the order of FACTS; of what was not kept then nothing can be told."""
    differing = [key for key in FACTS if key in before and before[key] != now[key]]
    if _state(before) != _state(now):  # of which it is told since when
        differing = [key for key in differing if key != "since"]
    if "text" in differing and not (before["text"] and now["text"]):
        is_told_by_state = _state(before) != _state(now)
        left = [key for key in differing if key not in _WITH_TEXT]
        differing = left if is_told_by_state else ["text", *left]
    return tuple(code for key in differing for code in _codes(key, before, now))


def _codes(key: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    if key == "state" and _state(before) != _state(now):
        yield f"now-{_state(now)}"
    elif key == "text":
        yield _text(before[key], now[key])
    elif key == "name":
        yield _NAMES[now[key]]
    else:
        yield key


def _text(before: str, now: str) -> str:
    if not (before and now):
        return "text-shown" if now else "text-not-shown"
    return f"{_CORRECTED if int(now) > int(before) else _COUNTS_AGAIN}{now}"


def _state(facts: Mapping[str, str]) -> str:
    return str(PostState(facts["state"].partition("|")[0]))
