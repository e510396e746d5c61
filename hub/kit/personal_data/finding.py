"""Where e-mail addresses and phone numbers stand in a plain text."""

from dataclasses import dataclass
from enum import StrEnum

from hub.kit.personal_data.addresses import addresses_in
from hub.kit.personal_data.folding import folded
from hub.kit.personal_data.numbers import numbers_in


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Find:
    """A span of the text, from `start` to before `end`, in code points."""

    start: int
    end: int
    kind: Kind


def finds_in(text: str) -> list[Find]:
    """All of a plain text, in their order; none overlaps another. Time grows with the length of the text alone."""
    form = folded(text)
    addresses = addresses_in(form.text)
    rest = _blanked(form.text, addresses)
    spans = [(start, end, Kind.EMAIL) for start, end in addresses]
    spans += [(start, end, Kind.PHONE) for start, end in numbers_in(rest)]
    return [Find(*form.original(start, end), kind) for start, end, kind in sorted(spans)]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a letter for each character of the spans: no number begins or ends beside them."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], "x" * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])
