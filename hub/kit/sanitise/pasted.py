"""What word processors put on the clipboard, read as what it says: lists, bold type, what was deleted.

Word writes the items of its lists as paragraphs with their number as text, and says in styles that they are a list.
Google Docs wraps a paste in ``<b style="font-weight:normal">`` and makes letters bold by styles. Tracked changes hold
what was deleted, and comments stand behind the text. Only attributes that no canonical text has are looked at, so a
canonical text passes unchanged. Time grows with the number of tags.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final, Literal

from hub.kit.sanitise.characters import is_blank
from hub.kit.sanitise.tokens import Token
from hub.kit.sanitise.word_lists import WITHIN_LINES, with_lists

_HINT: Final = re.compile(r"<[^<>]*\s(?:style|class)\s*+=|<del\b", re.IGNORECASE)
_COMMENT: Final = re.compile(
    r"mso-element:\s*+comment|mso-special-character:\s*+comment", re.IGNORECASE
)
_COMMENT_CLASSES: Final = frozenset(
    {"msocomanchor", "msocomtxt", "msocommentreference", "msocommenttext"}
)
_LIGHT: Final = re.compile(r"(?<![\w-])font-weight:\s*+(?:normal|[1-4]00)", re.IGNORECASE)
_STYLES: Final = (
    (re.compile(r"(?<![\w-])font-weight:\s*+(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"(?<![\w-])font-style:\s*+italic", re.IGNORECASE), "em"),
    (re.compile(r"(?<![\w-])vertical-align:\s*+super", re.IGNORECASE), "sup"),
    (re.compile(r"(?<![\w-])vertical-align:\s*+sub\b", re.IGNORECASE), "sub"),
)


def is_pasted(source: str) -> bool:
    """Whether there is anything to look at: most texts need none of this."""
    return _HINT.search(source) is not None


def as_meant(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a paste as those of the HTML that its author would have written."""
    return with_lists(_without_empty_lines(_letters(_without_deleted(list(tokens)))))


# ---------------------------------------------------------------- what is left out


def _without_deleted(tokens: list[Token]) -> Iterator[Token]:
    """Without deletions of tracked changes and without comments; what is never closed stays."""
    open_at: dict[str, list[int]] = defaultdict(list)
    edges = [0] * (len(tokens) + 1)  # how many such passages begin, less how many end
    for place, token in enumerate(tokens):
        if token.kind == "start":
            open_at[token.value].append(place)
        elif token.kind == "end" and open_at[token.value]:
            start = open_at[token.value].pop()
            if _is_left_out(tokens[start]):
                edges[start] += 1
                edges[place + 1] -= 1
    for token, inside in zip(tokens, accumulate(edges), strict=False):
        if not inside:
            yield token


def _is_left_out(token: Token) -> bool:
    attributes = token.attributes()
    if token.value == "del" and attributes.keys() & {"cite", "datetime"}:
        return True
    classes = attributes.get("class", "").lower().split()
    return bool(
        _COMMENT_CLASSES.intersection(classes) or _COMMENT.search(attributes.get("style", ""))
    )


# ---------------------------------------------------------------- letters


def _letters(tokens: Iterable[Token]) -> Iterator[Token]:
    """Bold, italic, raised and lowered by style as by tag; ``<b>`` that is told to be light as nothing."""
    open_at: dict[str, list[list[str]]] = {"span": [], "b": [], "strong": []}
    for token in tokens:
        name = token.value
        if token.kind == "text" or name not in open_at:
            yield token
        elif token.kind == "start":
            names = _meant_by(name, token.attributes().get("style", ""))
            open_at[name].append(names)
            yield from _tags("start", names)
            if name == "span":
                yield token  # the marker of an item is one
        else:
            if name == "span":
                yield token
            names = open_at[name].pop() if open_at[name] else [name]
            yield from _tags("end", reversed(names))


def _meant_by(name: str, style: str) -> list[str]:
    if name != "span":
        return [] if _LIGHT.search(style) else [name]
    return [tag for pattern, tag in _STYLES if pattern.search(style)]


def _tags(kind: Literal["start", "end"], names: Iterable[str]) -> Iterator[Token]:
    return (Token(kind, name) for name in names if name != "span")


# ---------------------------------------------------------------- empty lines


def _without_empty_lines(tokens: Iterable[Token]) -> Iterator[Token]:
    """Without ``<br>`` between two blocks: an empty line in Google Docs, a mark of browsers at the end of a copy."""
    held: list[Token] = []  # breaks and what is blank around them, behind a block
    after_block = True
    for token in tokens:
        is_break = token.kind == "start" and token.value == "br"
        if is_break and "apple-interchange-newline" in token.attributes_source.lower():
            continue
        if after_block and (is_break or (token.kind == "text" and is_blank(token.value))):
            held.append(token)
            continue
        is_block = token.kind != "text" and token.value not in WITHIN_LINES and not is_break
        if held:
            yield from (one for one in held if one.kind == "text") if is_block else held
            held = []
        if token.kind == "text" or is_break:
            after_block = False
        elif is_block:
            after_block = True
        yield token
