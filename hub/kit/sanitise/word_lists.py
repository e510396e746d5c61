"""The lists of Word: paragraphs with their number as text, of which a style says that they are a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from hub.kit.sanitise.characters import is_blank
from hub.kit.sanitise.tokens import Token

#: All that does not begin a new block, also what no canonical text has.
WITHIN_LINES: Final = frozenset(
    {
        "a", "abbr", "acronym", "b", "big", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
        "mark", "o:p", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
    }
)  # fmt: skip
_LIST: Final = re.compile(r"mso-list:\s*+l(\d+)\s++level(\d)", re.IGNORECASE)
_MARKER: Final = re.compile(r"mso-list:\s*+ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\(?([0-9]{1,5})[.)]?")
_BULLET: Final = re.compile(r"[^\w(]|[o\uf000-\uf0ff]")
_LITERAL_MARKER: Final = re.compile(r"\s*+(\(?[0-9]{1,5}[.)]|[·•▪◦‣o§–\uf000-\uf0ff-])[\s\xa0]++")


class _Item(NamedTuple):
    """A paragraph that is an item."""

    level: int
    tokens: list[Token]


class _Mark(NamedTuple):
    """What stands before an item: its kind ("ul", "ol", or "" where it is kept as text), its number, its text."""

    kind: str
    number: int
    text: str


@dataclass
class _List:
    """A list that is open, in an item; `following` is the number of its next item."""

    level: int
    kind: str
    following: int


def with_lists(tokens: Iterable[Token]) -> Iterator[Token]:
    """Paragraphs that Word calls items, as the items of lists with their numbers."""
    open_lists: list[_List] = []
    for part in _grouped(tokens):
        if isinstance(part, _Item):
            yield from _item(open_lists, part)
            continue
        is_between = part.kind == "text" and is_blank(part.value)
        if is_between and open_lists:
            continue
        if not is_between and _is_beside_items(part):
            yield from _closed(open_lists, 0)
        yield part
    yield from _closed(open_lists, 0)


def _grouped(tokens: Iterable[Token]) -> Iterator[_Item | Token]:
    """The paragraphs that are items, each as one; all other tokens as they are."""
    item: _Item | None = None
    for token in tokens:
        if item is not None:
            if not _ends_paragraph(token):
                item.tokens.append(token)
                continue
            yield item
            item = None
            if token == Token("end", "p"):
                continue
        level = _level(token)
        if level is None:
            yield token
        else:
            item = _Item(level, [])
    if item is not None:
        yield item


def _level(token: Token) -> int | None:
    """The level of the item that a paragraph begins; None for all else."""
    if token.kind != "start" or token.value != "p":
        return None
    match = _LIST.search(token.attributes().get("style", ""))
    return int(match[2]) if match else None


def _ends_paragraph(token: Token) -> bool:
    return token.kind != "text" and token.value not in WITHIN_LINES and token.value != "br"


def _is_beside_items(token: Token) -> bool:
    return token.kind == "text" or token.value not in WITHIN_LINES


def _item(open_lists: list[_List], item: _Item) -> Iterator[Token]:
    level = item.level
    mark, content = _parted(item.tokens)
    if mark is None:
        same = open_lists[-1] if open_lists and open_lists[-1].level == level else None
        mark = _Mark(same.kind if same else "ul", same.following if same else 1, "")
    if not mark.kind:
        yield from _closed(open_lists, level)
        yield from (
            Token("start", "p"),
            Token("text", f"{mark.text} "),
            *content,
            Token("end", "p"),
        )
        return
    yield from _closed(open_lists, level + 1)
    same = open_lists[-1] if open_lists and open_lists[-1].level == level else None
    if same is not None and (same.kind, same.following) == (mark.kind, mark.number):
        yield Token("end", "li")
        same.following += mark.kind == "ol"
    else:
        yield from _closed(open_lists, level)
        start = f' start="{mark.number}"' if mark.kind == "ol" and mark.number != 1 else ""
        yield Token("start", mark.kind, start)
        open_lists.append(_List(level, mark.kind, mark.number + (mark.kind == "ol")))
    yield from (Token("start", "li"), *content)


def _closed(open_lists: list[_List], level: int) -> Iterator[Token]:
    """Ends of the lists of this level and of deeper ones."""
    while open_lists and open_lists[-1].level >= level:
        yield from (Token("end", "li"), Token("end", open_lists.pop().kind))


def _parted(tokens: list[Token]) -> tuple[_Mark | None, list[Token]]:
    """The mark of an item and its content without it."""
    begin = next((n for n, one in enumerate(tokens) if _is_marker(one)), None)
    if begin is None:
        return _literal(tokens)
    depth = end = 0
    for end in range(begin, len(tokens)):
        if tokens[end].kind != "text" and tokens[end].value == "span":
            depth += 1 if tokens[end].kind == "start" else -1
        if depth == 0:
            break
    text = "".join(one.value for one in tokens[begin:end] if one.kind == "text")
    return _mark(text.strip()), tokens[:begin] + tokens[end + 1 :]


def _is_marker(token: Token) -> bool:
    style = token.attributes().get("style", "") if token.kind == "start" else ""
    return token.value == "span" and _MARKER.search(style) is not None


def _literal(tokens: list[Token]) -> tuple[_Mark | None, list[Token]]:
    """The same where no style says which part is the mark."""
    place = next(
        (n for n, one in enumerate(tokens) if one.kind == "text" and one.value.strip()), None
    )
    match = _LITERAL_MARKER.match(tokens[place].value) if place is not None else None
    if match is None or place is None:
        return None, tokens
    rest = Token("text", tokens[place].value[match.end() :])
    return _mark(match[1]), [*tokens[:place], rest, *tokens[place + 1 :]]


def _mark(text: str) -> _Mark | None:
    """Numbers become a list's own. Letters, "1.2" and the like stay as text: no list of ours could write them."""
    if not text:
        return None
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _Mark("ol", int(number[1]), text)
    return _Mark("ul" if _BULLET.fullmatch(text) else "", 1, text)
