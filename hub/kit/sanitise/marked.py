"""Places in what can be read of a canonical text: found, replaced by words, marked for a preview.

A place is counted in code points of `hub.kit.sanitise.visible_text`, its end not included; tests pin how that text is
made, because places are kept.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from hub.kit.sanitise import sanitise, visible_text
from hub.kit.sanitise.markup import serialise, tidy
from hub.kit.sanitise.tokens import tokens
from hub.kit.sanitise.tree import Element, build, is_inline
from hub.kit.text_memory import remembering

_WORD: Final = re.compile(r"\S+")
# A mask that a reader selected together with words around it: "[e-mail address]".
_BRACKETED: Final = re.compile(r"\[[^\[\]]{1,80}\]")
_MOST_BEHIND_A_MASK: Final = 400  # characters
# Scripts that write words together, or little words at the beginning of others.
_WRITTEN_TOGETHER: Final = re.compile(
    "[\u0590-\u07ff\u08a0-\u08ff\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00020000-\U0003ffff]"
)
_SHORTEST_IN_ADDRESS: Final = 4  # letters and digits


class Place(NamedTuple):
    """From `start` to before `end` of the visible text."""

    start: int
    end: int


class Mask(NamedTuple):
    """A place, and the words that stand there for it."""

    start: int
    end: int
    words: str


# ---------------------------------------------------------------- found
def places_of(text: str, passage: str, *, within_words: bool = True) -> list[Place]:
    """Where a visible text holds a passage, in order, none overlapping another.

    Case, accents, kinds of white space, quotation marks and dashes do not count, nor does what is not seen. Whole words
    are found; parts of words only where no whole one is, and with `within_words` alone. Of a passage with something in
    brackets that is not in the text, what stands before and after it is found with what is between: the brackets may
    be a mask. Time grows with the length of the text alone.
    """
    form, wanted = _folded(text), _folded(passage.strip()).text.strip()
    if not wanted:
        return []
    spans = _spans(form.text, wanted) or _around_masks(form.text, passage)
    whole = [span for span in spans if not _cuts_a_word(form.text, *span)]
    if not whole and within_words:
        whole = spans
    return _without_overlap(form.original(text, *span) for span in whole)


def _without_overlap(places: Iterable[Place]) -> list[Place]:
    """One letter may be two in the folded text."""
    kept: list[Place] = []
    for place in places:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def cuts_a_word(text: str, place: Place) -> bool:
    """Whether a place begins or ends within a word of a visible text."""
    return _cuts_a_word(text, place.start, place.end)


@dataclass(frozen=True)
class _Folded:
    """A text as passages are looked for; `origins[i]` is where its i-th character comes from."""

    text: str
    origins: Sequence[int]

    def original(self, source: str, start: int, end: int) -> Place:
        """A span in the text itself, with the marks and what is not seen after its last letter."""
        last = self.origins[end - 1] + 1
        while last < len(source) and _is_silent(source[last]):
            last += 1
        return Place(self.origins[start], last)


@remembering
def _folded(text: str) -> _Folded:
    signs: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        for sign in _signs_of(character):
            if sign == " " and signs and signs[-1] == " ":
                continue
            signs.append(sign)
            origins.append(place)
    return _Folded("".join(signs), origins)


_ALIKE: Final = str.maketrans(
    {**dict.fromkeys("’‘ʼ´`", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


@lru_cache(maxsize=20_000)
def _signs_of(character: str) -> str:
    if character.isascii():
        return " " if character.isspace() else character.lower()
    letters = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(letter for letter in letters if not _is_silent(letter))
    return " " if kept.isspace() else kept.translate(_ALIKE)


def _is_silent(character: str) -> bool:
    """Accents, and what is not seen."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) == "Cf"


def _spans(text: str, wanted: str) -> list[tuple[int, int]]:
    found, start = [], text.find(wanted)
    while start >= 0:
        found.append((start, start + len(wanted)))
        start = text.find(wanted, start + len(wanted))
    return found


def _around_masks(text: str, passage: str) -> list[tuple[int, int]]:
    parts = [_folded(part).text.strip() for part in _BRACKETED.split(passage)]
    parts = [part for part in parts if part]
    if not parts or not _BRACKETED.search(passage):
        return []
    ends = ((start, _end_of(text, end, parts[1:])) for start, end in _spans(text, parts[0]))
    return [(start, end) for start, end in ends if end]


def _end_of(text: str, end: int, parts: Sequence[str]) -> int:
    """Where the last of the parts ends, each of which follows soon; 0 where one does not."""
    for part in parts:
        start = text.find(part, end, end + _MOST_BEHIND_A_MASK + len(part))
        if start < 0:
            return 0
        end = start + len(part)
    return end


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    return _is_within_word(text, start) or _is_within_word(text, end)


def _is_within_word(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    return all(
        sign.isalnum() and not _WRITTEN_TOGETHER.match(sign)
        for sign in text[place - 1 : place + 1]
    )


# ---------------------------------------------------------------- replaced
@remembering
def with_words(html: str, masks: tuple[Mask, ...]) -> str:
    """A canonical text with the words of each mask in its place; canonical again.

    Masks that overlap become one, with the words of the first. Every paragraph, item or cell of which something is
    masked says so. A link of which words are masked, or whose address spells masked words, becomes its words. Raises
    ValueError for a place that the text does not have.
    """
    if not masks:
        return html
    reading = _Reading(html)
    hidden = [_squeezed(reading.visible[mask.start : mask.end]) for mask in masks]
    for start, end, words in reversed(_apart(masks)):
        reading.replace(Place(start, end), words)
    _cut_links(reading.root, [words for words in hidden if len(words) >= _SHORTEST_IN_ADDRESS])
    root = _without_links(reading.root)
    tidy(root)
    return sanitise(serialise(root))


def with_marks(html: str, places: Iterable[Place]) -> str:
    """A canonical text with each place in `<mark>`, to be shown and never kept: it is not canonical.

    Raises ValueError for a place that the text does not have.
    """
    reading = _Reading(html)
    marked: dict[int, list[tuple[int, int]]] = {}
    for place in places:
        for number, first, last in reading.covered(place):
            if reading.pieces[number].text[first:last].strip():
                marked.setdefault(number, []).append((first, last))
    for number in sorted(marked, reverse=True):  # places in a parent stay right from its end
        reading.pieces[number].mark(sorted(marked[number]))
    return serialise(reading.root)


def _apart(masks: Sequence[Mask]) -> list[Mask]:
    """In order; those that touch or overlap as one."""
    joined: list[Mask] = []
    for mask in sorted(masks):
        if joined and mask.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, mask.end))
        else:
            joined.append(mask)
    return joined


@dataclass(eq=False)
class _Piece:
    """A string or a line break in its place of the tree. `line` is the number of its paragraph, item or cell."""

    text: str
    parent: Element
    place: int
    line: int
    links: tuple[Element, ...]
    start: int = 0
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = len(self.text)

    def replace(self, first: int, last: int, words: str) -> None:
        """Words in the place of a part; a line break goes."""
        self.text = f"{self.text[:first]}{words}{self.text[last:]}"
        self.parent.children[self.place] = self.text

    def mark(self, parts: Sequence[tuple[int, int]]) -> None:
        """Each part in a `mark`."""
        nodes: list[Element | str] = []
        done = 0
        for first, last in parts:
            if first < done:
                continue
            element = Element("mark")
            element.children.append(self.text[first:last])
            nodes += [self.text[done:first], element]
            done = last
        nodes.append(self.text[done:])
        self.parent.children[self.place : self.place + 1] = [node for node in nodes if node]


class _Reading:
    """A canonical text as a tree, with the way from its visible text to the strings in it."""

    def __init__(self, html: str) -> None:
        self.visible = visible_text(html)
        self.root = build(tokens(html))
        tidy(self.root)
        self.pieces: list[_Piece] = []
        self._raw: list[str] = []
        self._length = 0
        self._line = 0
        self._read(self.root, ())
        raw = "".join(self._raw)
        self._words = [match.span() for match in _WORD.finditer(raw)]
        starts, place = [], 0
        for first, last in self._words:
            starts.append(place)
            place += last - first + 1
        self._starts = starts

    def _read(self, element: Element, links: tuple[Element, ...]) -> None:
        for place, child in enumerate(element.children):
            if isinstance(child, str):
                self._add(_Piece(child, element, place, self._line, links))
            elif child.tag == "br":
                self._add(_Piece(" ", element, place, self._line, links))
            elif is_inline(child):
                self._read(child, (*links, child) if child.tag == "a" else links)
            else:
                self._edge()
                self._read(child, links)
                self._edge()

    def _add(self, piece: _Piece) -> None:
        piece.start = self._length
        self.pieces.append(piece)
        self._raw.append(piece.text)
        self._length += piece.length

    def _edge(self) -> None:
        self._raw.append(" ")
        self._length += 1
        self._line += 1

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def covered(self, place: Place) -> Iterator[tuple[int, int, int]]:
        """The number of each piece that a place covers, and which part of it."""
        if not 0 <= place.start < place.end <= len(self.visible):
            raise ValueError(place)
        first, last = self._raw_at(place.start), self._raw_at(place.end - 1) + 1
        beginning = max(bisect_right(self._piece_starts, first) - 1, 0)
        for number in range(beginning, len(self.pieces)):
            piece = self.pieces[number]
            if piece.start >= last:
                return
            if piece.start + piece.length > first:
                yield number, max(first - piece.start, 0), min(last - piece.start, piece.length)

    def _raw_at(self, visible: int) -> int:
        word = bisect_right(self._starts, visible) - 1
        first, last = self._words[word]
        return min(
            first + visible - self._starts[word], last
        )  # the end of a word is the space after it

    def replace(self, place: Place, words: str) -> None:
        """Words in each line that the place covers some of, in the place of what it covers there."""
        covered = [
            (self.pieces[number], first, last) for number, first, last in self.covered(place)
        ]
        said: set[int] = set()
        lines = {piece.line for piece, first, last in covered if piece.text[first:last].strip()}
        for piece, first, last in covered:
            if piece.line not in lines:
                continue  # white space between blocks
            is_seen = bool(piece.text[first:last].strip())
            is_first = is_seen and piece.line not in said
            if is_first:
                said.add(piece.line)
            if is_seen:
                for link in piece.links:
                    link.attributes = {}
            piece.replace(first, last, words if is_first else "")


def _squeezed(words: str) -> str:
    """Letters and digits alone, as an address would spell them."""
    return "".join(sign for sign in _folded(words).text if sign.isalnum())


def _cut_links(element: Element, hidden: Sequence[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.tag == "a" and child.attributes:
            address = _squeezed(unquote(child.attributes.get("href", "")))
            if any(words in address for words in hidden):
                child.attributes = {}
        _cut_links(child, hidden)


def _without_links(element: Element) -> Element:
    """The links that have lost their address replaced by their words."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept += [child] if child else []
            continue
        _without_links(child)
        kept += child.children if child.tag == "a" and not child.attributes else [child]
    element.children = kept
    return element
