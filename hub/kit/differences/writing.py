"""Words written as HTML again, each in its formatting, what changed in ``<ins>`` and ``<del>``."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hub.kit.differences.words import LINE_BREAK, Opened, Path, Word
from hub.kit.sanitise.attributes import LINK_RELATION

Change = Literal["", "ins", "del"]


@dataclass(frozen=True)
class Marks:
    """What stands beside colour and lines at each change, for screen readers, in the language of the page.

    Plain words; "" leaves them out. `removed_language` is that of the old text where it differs from the new one's.
    """

    language: str = ""
    added: str = ""
    added_end: str = ""
    removed: str = ""
    removed_end: str = ""
    removed_language: str = ""


NO_MARKS: Final = Marks()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that follow each other and share their fate."""

    change: Change
    words: Sequence[Word]


def written(stretches: Iterable[Stretch], marks: Marks) -> str:
    """The HTML of a line. Formatting that goes on over a change is not interrupted by it."""
    writer = _Writer(marks)
    for stretch in stretches:
        pieces = [piece for word in stretch.words for piece in word.pieces]
        shared = _shared([path for _, path in pieces])
        around = (*shared, (stretch.change, ())) if stretch.change else shared
        for text, path in pieces:
            writer.write(text, around + path[len(shared) :])
    writer.enter(())
    return "".join(writer.parts)


def start_tag(tag: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """The tag that opens an element of a canonical text."""
    more = [*attributes, ("rel", LINK_RELATION)] if tag == "a" else attributes
    words = "".join(f' {name}="{html.escape(value, quote=True)}"' for name, value in more)
    return f"<{tag}{words}>"


class _Writer:
    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.parts: list[str] = []
        self.open: Path = ()

    def write(self, text: str, path: Path) -> None:
        """Text in its formatting."""
        self.enter(path)
        self.parts.append(html.escape(text, quote=False).replace(LINE_BREAK, "<br>"))

    def enter(self, path: Path) -> None:
        """Close and open what it takes to be inside `path`."""
        kept = len(_shared([self.open, path]))
        self.parts += [self._end(opened) for opened in reversed(self.open[kept:])]
        self.parts += [self._start(opened) for opened in path[kept:]]
        self.open = path

    def _start(self, opened: Opened) -> str:
        tag, attributes = opened
        if tag == "ins":
            return "<ins>" + self._spoken(self.marks.added)
        if tag == "del":
            language = self.marks.removed_language
            said = [("lang", language)] if language else []
            return start_tag(tag, said) + self._spoken(self.marks.removed)
        return start_tag(tag, attributes)

    def _end(self, opened: Opened) -> str:
        ends = {"ins": self.marks.added_end, "del": self.marks.removed_end}
        return self._spoken(ends.get(opened[0], "")) + f"</{opened[0]}>"

    def _spoken(self, words: str) -> str:
        if not words:
            return ""
        begin = start_tag("span", [("class", "vh"), ("lang", self.marks.language)])
        return f"{begin} {html.escape(words)} </span>"


def _shared(paths: Sequence[Path]) -> Path:
    """What all of them begin with."""
    if not paths:
        return ()
    first, last = min(paths, key=len), ()
    for depth, opened in enumerate(first):
        if any(path[depth] != opened for path in paths):
            return first[:depth]
    return first or last
