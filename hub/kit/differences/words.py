"""A line of text cut into what is compared: words, signs, and single characters of scripts without spaces."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from hub.kit.sanitise.tree import Element

#: An inline element as it is opened: its tag and attributes.
Opened = tuple[str, tuple[tuple[str, str], ...]]
Path = tuple[Opened, ...]

#: Stands for a line break; in no text, since it is cleaned away.
LINE_BREAK: Final = "\x00"
# Chinese and Japanese, Thai, Lao, Burmese and Khmer are written without spaces.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_JOINERS: Final = "\u00ad\u200c\u200d\u2060"
_CHANGES_MEANING: Final = frozenset({"a", "sup", "sub"})


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is what is compared: the word without the space after it, links and raised letters with it.

    `pieces` are its text with that space, each piece in its formatting.
    """

    key: tuple[str, tuple[Path, ...]]
    pieces: tuple[tuple[str, Path], ...]

    @property
    def is_space(self) -> bool:
        """Whether there is nothing to read."""
        return not self.key[0]

    @property
    def space(self) -> str:
        """The space after it."""
        text = self.pieces[-1][0]
        return text[len(text.rstrip()) :]

    def without_space(self) -> "Word":
        """The same word, nothing after it."""
        *others, (text, path) = self.pieces
        return Word(self.key, (*others, (text.rstrip(), path)))

    def only_space(self) -> "Word":
        """The space after it alone."""
        return Word(("", ()), ((self.space, self.pieces[-1][1]),))

    @property
    def form(self) -> tuple[Path, ...]:
        """The formatting of what can be read."""
        return tuple(path for text, path in self.pieces if text.strip())


def words_in(nodes: list[Element | str]) -> list[Word]:
    """The words of a run of text and inline elements, in order; joined they are the run."""
    spans = list(_spans(nodes, ()))
    text = "".join(span for span, _ in spans)
    paths = [path for span, path in spans for _ in span]
    return [_word(text, paths, *match.span()) for match in _pattern().finditer(text)]


def _spans(nodes: list[Element | str], path: Path) -> Iterator[tuple[str, Path]]:
    for node in nodes:
        if isinstance(node, str):
            yield node, path
        elif node.tag == "br":
            yield LINE_BREAK, path
        else:
            opened = (node.tag, tuple(node.attributes.items()))
            yield from _spans(node.children, (*path, opened))


def _word(text: str, paths: list[Path], start: int, end: int) -> Word:
    pieces = tuple(
        ("".join(text[place] for place in run), path)
        for path, run in groupby(range(start, end), key=lambda place: paths[place])
    )
    read = text[start:end].rstrip()
    telling = tuple(path for path, _ in groupby(_meant(pieces)))
    return Word((read, telling if any(telling) else ()), pieces)


def _meant(pieces: tuple[tuple[str, Path], ...]) -> Iterator[Path]:
    """The formatting without which the words would say something else."""
    for text, path in pieces:
        if text.strip():
            yield tuple(opened for opened in path if opened[0] in _CHANGES_MEANING)


@cache
def _pattern() -> re.Pattern[str]:
    marks = "".join(
        f"{chr(run[0])}-{chr(run[-1])}"
        for run in _runs(n for n in range(0x300, 0x1F000) if _is_mark(chr(n)))
    )
    letter = rf"(?:(?![{_UNSPACED}])[\w{marks}{_JOINERS}])"
    within = r"(?:['’ʼ‑./\-]|(?<=\d)[,:\u00a0\u202f](?=\d))"  # d’accord, A/RES/73/195, 1,204
    word = rf"{letter}+(?:{within}{letter}+)*"
    character = rf"[{_UNSPACED}][{marks}{_JOINERS}]*"
    sign = rf"{LINE_BREAK}|[^\s\w{LINE_BREAK}][{marks}{_JOINERS}]*"
    return re.compile(rf"\s+|(?:{word}|{character}|{sign})\s*")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _runs(numbers: Iterator[int]) -> Iterator[list[int]]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]
