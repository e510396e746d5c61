"""HTML cut into tags and text, in time that grows with the length of the text and no faster.

Written for hostile input: nothing here looks at the same stretch of text twice, whatever stands in
it. It need not agree with a browser on every malformed text, because what it yields is rebuilt from
nothing but allowed elements (`tree`) and judged once more by nh3.
"""

import html
import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from hub.kit.sanitise.characters import clean_characters

# Elements whose content is never text for a reader: gone to their end tag. Without an end tag,
# scripts and styles take the rest, as they do in a browser; of the others only the tag goes.
_TO_THE_END: Final = frozenset({"script", "style"})
_WITH_CONTENT: Final = _TO_THE_END | {
    "iframe", "math", "noembed", "noframes", "noscript", "object", "svg", "template", "title",
}  # fmt: skip

_TAG: Final = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)((?>[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|[="'])*+)>"""
)
_PLAIN_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))?+)?+"""
)
# html.unescape cannot turn a number of thousands of digits; no character has more than seven.
_HUGE_NUMBER: Final = re.compile(r"&#(?:0*+[1-9][0-9]{7,}+|[xX]0*+[1-9a-fA-F][0-9a-fA-F]{6,}+);?")
_ZEROS: Final = re.compile(r"&#([xX]?)0{8,}+")


class Token(NamedTuple):
    """A start tag, an end tag (`value` is the name in small letters) or decoded text."""

    kind: Literal["start", "end", "text"]
    value: str
    attributes_source: str = ""

    def attributes(self) -> dict[str, str]:
        """The attributes of a start tag, names in small letters; of two alike the first counts."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.attributes_source):
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match[1].lower(), decode(value))
        return found


def decode(text: str) -> str:
    """Character references turned into characters, unusable ones removed."""
    if "&" in text:
        text = html.unescape(_HUGE_NUMBER.sub("\ufffd", _ZEROS.sub(r"&#\g<1>0", text)))
    return clean_characters(text)


def tokens(source: str) -> Iterator[Token]:
    """The tags and the text of `source` in order; comments and declarations are left out."""
    return _Reader(source).read()


class _Reader:
    """One pass over a text. What was looked for in vain is remembered, never looked for again."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tag_pattern = _TAG
        self.missing: set[str] = set()
        self.last_bracket = source.rfind(">")

    def read(self) -> Iterator[Token]:
        """Yield the tokens."""
        position = text_start = 0
        while (bracket := self.source.find("<", position)) >= 0:
            token, end = self._markup(bracket)
            if end == bracket:  # a "<" that begins nothing is text
                position = bracket + 1
                continue
            if bracket > text_start:
                yield Token("text", decode(self.source[text_start:bracket]))
            if token is not None:
                yield token
            position = text_start = end
        if text_start < len(self.source):
            yield Token("text", decode(self.source[text_start:]))

    def _markup(self, start: int) -> tuple[Token | None, int]:
        """What begins at the "<" at `start`, and where it ends (`start` itself: nothing begins)."""
        if start > self.last_bracket:
            return None, start
        following = self.source[start + 1 : start + 4]
        if following.startswith("!--"):
            return None, self._after("-->", start + 2, otherwise=start)
        if following[:1] in ("!", "?"):
            return None, self._after(">", start, otherwise=start)
        return self._tag(start)

    def _tag(self, start: int) -> tuple[Token | None, int]:
        match = self.tag_pattern.match(self.source, start)
        if match is None and self.tag_pattern is _TAG and _PLAIN_TAG.match(self.source, start):
            # A quotation mark is never closed: from here on they have no meaning.
            self.tag_pattern = _PLAIN_TAG
            match = _PLAIN_TAG.match(self.source, start)
        if match is None:
            return None, start
        name = match[2].lower()
        if match[1]:
            return Token("end", name), match.end()
        if name in _WITH_CONTENT:
            return None, self._after_content(name, match.end())
        return Token("start", name, match[3]), match.end()

    def _after_content(self, name: str, start: int) -> int:
        if name not in self.missing:
            found = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(self.source, start)
            if found:
                return found.end()
            self.missing.add(name)
        return len(self.source) if name in _TO_THE_END else start

    def _after(self, mark: str, start: int, *, otherwise: int) -> int:
        if mark in self.missing:
            return otherwise
        found = self.source.find(mark, start)
        if found < 0:
            self.missing.add(mark)
            return otherwise
        return found + len(mark)
