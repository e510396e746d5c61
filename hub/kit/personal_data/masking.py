"""What was found, replaced by words: in plain texts and in canonical HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.kit.languages import language_of_words_beside
from hub.kit.personal_data.finding import Find, Kind, finds_in
from hub.kit.sanitise.markup import serialise, tidy
from hub.kit.sanitise.tokens import tokens
from hub.kit.sanitise.tree import Element, build, is_inline
from hub.kit.text_memory import remembering

# Nothing is found in a text without any of these; most texts are done with it.
_SIGNS: Final = re.compile(
    r"[@＠﹫]|%40|[(\[{<（［]\s*(?:at|arobas|chez|arroba|собака)|\b(?:dot|punto|ponto|point|точка)\b",
    re.IGNORECASE,
)
_FEWEST_DIGITS: Final = 6


@dataclass(frozen=True)
class Masked:
    """A text without its addresses and numbers. Nothing found: the text itself.

    `found` are their kinds, one for each, and `words` what was written there, in the same order.
    """

    text: str
    found: tuple[Kind, ...] = ()
    words: tuple[str, ...] = ()


def mask_plain(text: str, language: str = "") -> str:
    """A plain text with words in brackets for what was found; `language` is its own, "" where unknown.

    The words are in that language where the portal speaks it, else in the reader's.
    """
    return _plain(text, language_of_words_beside(language))


def mask_html(html: str, language: str = "") -> Masked:
    """A canonical text masked in the same way; canonical again.

    The masks are plain words ("[e-mail address]"), so that pages, mails, tables and archives can all hold them. An
    address is found also where tags or unseen characters split it. A link to an address or a number becomes its
    words; other links stay.
    """
    return _html(html, language_of_words_beside(language))


def _words(language: str) -> dict[Kind, str]:
    with override(language):
        return {Kind.EMAIL: _("[e-mail address]"), Kind.PHONE: _("[phone number]")}


@remembering
def _plain(text: str, language: str) -> str:
    words = _words(language)
    for find in reversed(finds_in(text)):
        text = f"{text[: find.start]}{words[find.kind]}{text[find.end :]}"
    return text


@remembering
def _html(html: str, language: str) -> Masked:
    if not _SIGNS.search(html) and sum(map(str.isdecimal, html)) < _FEWEST_DIGITS:
        return Masked(html)
    root = build(tokens(html))
    tidy(root)
    words = _words(language)
    found: list[tuple[Kind, str]] = []
    # What stood apart from a number may be a mask now, and the number be seen for what it is: looked through again.
    while more := [one for line in _lines(root) for one in _mask_line(line, words)]:
        found += more
        _without_links(root, words)
        tidy(root)
    if not found:
        return Masked(html)
    kinds, written = zip(*found, strict=True)
    return Masked(serialise(root), kinds, written)


@dataclass
class _Piece:
    """A string of a line, in its place in the tree; a line break has no place."""

    text: str
    parent: Element | None = None
    place: int = 0
    start: int = 0

    def replace(self, find: Find, words: str) -> None:
        """Put words in the place of what the find covers here."""
        if self.parent is None:
            return
        first, last = max(find.start - self.start, 0), max(find.end - self.start, 0)
        self.text = f"{self.text[:first]}{words}{self.text[last:]}"
        self.parent.children[self.place] = self.text


@dataclass
class _Line:
    """What is read in one go: the strings of a paragraph, a heading, a cell, and the links among them.

    Of each link the places of its first piece and of the one after its last.
    """

    pieces: list[_Piece]
    links: list[tuple[Element, int, int]]


def _lines(element: Element) -> Iterator[_Line]:
    """Every line of a tree: what stands in two paragraphs or cells is never one number."""
    line = _Line([], [])
    for place, child in enumerate(element.children):
        if is_inline(child):
            _collect(element, place, line)
            continue
        yield line
        line = _Line([], [])
        if isinstance(child, Element):
            yield from _lines(child)
    yield line


def _collect(parent: Element, place: int, line: _Line) -> None:
    node = parent.children[place]
    if isinstance(node, str):
        line.pieces.append(_Piece(node, parent, place))
        return
    if node.tag == "br":
        line.pieces.append(_Piece("\n"))
    first = len(line.pieces)
    for inner in range(len(node.children)):
        _collect(node, inner, line)
    if node.tag == "a":
        line.links.append((node, first, len(line.pieces)))


def _mask_line(line: _Line, words: dict[Kind, str]) -> Iterator[tuple[Kind, str]]:
    """Mask a line in place, and mark its links that lead to what is masked; all that was found, with its words."""
    text = ""
    for piece in line.pieces:
        piece.start = len(text)
        # HTML shows the end of a line in its source as a space
        text += piece.text.replace("\n", " ") if piece.parent is not None else "\n"
    finds = finds_in(text)
    for find in finds:
        yield find.kind, text[find.start : find.end]
    for link, first, last in line.links:
        yield from _mask_link(link, line.pieces[first:last], finds)
    for find in reversed(finds):
        covered = [
            piece
            for piece in line.pieces
            if piece.start < find.end and find.start < piece.start + len(piece.text)
        ]
        for number, piece in enumerate(covered):
            piece.replace(find, "" if number else words[find.kind])


def _mask_link(
    link: Element, pieces: list[_Piece], said: list[Find]
) -> Iterator[tuple[Kind, str]]:
    """What a link leads to, where its own words are not masked for it already; the link is marked to go."""
    address = unquote(link.attributes.get("href", ""))
    led = finds_in(address)
    if not led:
        return
    start, end = (pieces[0].start, pieces[-1].start + len(pieces[-1].text)) if pieces else (0, 0)
    is_said = any(
        find.kind == led[0].kind and find.start < end and start < find.end for find in said
    )
    link.attributes = {_GOES: "" if is_said else led[0].kind}
    if not is_said:
        yield led[0].kind, address[led[0].start : led[0].end]


_GOES: Final = "goes"  # no attribute of a text: marks a link that becomes its words


def _without_links(element: Element, words: dict[Kind, str]) -> None:
    """The marked links replaced by their words, and by the mask where these do not hold it already."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept += [child] if child else []
            continue
        _without_links(child, words)
        if _GOES not in child.attributes:
            kept.append(child)
            continue
        kind = child.attributes[_GOES]
        kept += [*child.children, *([f" {words[Kind(kind)]}"] if kind else [])]
    element.children = kept
