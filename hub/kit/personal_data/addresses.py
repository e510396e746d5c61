"""E-mail addresses in a folded text."""

import re
from typing import Final

Span = tuple[int, int]

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN: Final = rf"(?:{_LABEL}\.){{1,8}}[^\W\d_]{{2,24}}(?![^\W\d_])"  # a number may follow: that of a footnote
_AFTER_AT: Final = re.compile(rf"@ ?({_DOMAIN}|\[\d{{1,3}}(?:\.\d{{1,3}}){{3}}\])")
_LOCAL: Final = frozenset("._%+-'~!#$^*|{}`")
_LONGEST_LOCAL: Final = 64

# "name (at) example (dot) org", in the languages in which people here hide addresses.
_AT: Final = r"(?:at|arobase|arobas|chez|arroba|собака)"
_DOT: Final = r"(?:dot|point|punto|ponto|точка)"
_OPEN, _CLOSE = r"[(\[{<]", r"[)\]}>]"
_HIDDEN_AT: Final = rf" ?{_OPEN} ?(?:{_AT}|@) ?{_CLOSE} ?"
_HIDDEN_DOT: Final = rf"(?: ?{_OPEN} ?(?:{_DOT}|\.) ?{_CLOSE} ?| {_DOT} |\.)"
_NAME: Final = r"(?<![\w.+-])[\w.+-]{1,64}"
_HIDDEN: Final = re.compile(
    rf"{_NAME}(?:{_HIDDEN_DOT}[\w+-]{{1,64}}){{0,3}}{_HIDDEN_AT}{_LABEL}(?:{_HIDDEN_DOT}{_LABEL}){{1,5}}(?![\w-])",
    re.IGNORECASE,
)
#: Without brackets both words must be there, and the end must be one that is common.
_SPOKEN: Final = re.compile(
    rf"{_NAME} {_AT} {_LABEL}(?:(?: {_DOT} |\.){_LABEL}){{0,4}} {_DOT}"
    r" (?:com|org|net|int|edu|gov|info|eu|uk|ch|fr|ca|ke|ng|za|mx|br|ph)(?![\w-])",
    re.IGNORECASE,
)

# What such an address cannot do without; looked for first, since most texts have none.
_IN_BRACKETS: Final = re.compile(rf"{_OPEN} ?(?:{_AT}|@) ?{_CLOSE}", re.IGNORECASE)
_IN_WORDS: Final = re.compile(rf" {_DOT} ", re.IGNORECASE)


def addresses_in(text: str) -> list[Span]:
    """The spans of all addresses, in order, none overlapping another."""
    found = [*_written(text)] if "@" in text else []
    for sign, pattern in ((_IN_BRACKETS, _HIDDEN), (_IN_WORDS, _SPOKEN)):
        if sign.search(text):
            found += [match.span() for match in pattern.finditer(text)]
    return apart(sorted(found))


def _written(text: str) -> list[Span]:
    found = []
    for match in _AFTER_AT.finditer(text):
        start = _local_start(text, match.start())
        if start is not None:
            found.append((start, match.end()))
    return found


def _local_start(text: str, at: int) -> int | None:
    """Where the part before the "@" begins; None where there is none, as in the name of an account ("@name")."""
    end = at
    if end and text[end - 1] == " ":
        if text[at + 1 : at + 2] != " ":
            return None
        end -= 1
    if end and text[end - 1] == '"':
        opening = text.rfind('"', max(end - _LONGEST_LOCAL - 2, 0), end - 1)
        return opening if opening >= 0 else None
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in _LOCAL):
        start -= 1
    while start < end and text[start] in "'.-":
        start += 1
    return start if start < end else None


def apart(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch the one before joined to it."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
