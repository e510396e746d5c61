"""The words of Rich Text Format: a small reader that knows groups, letters and what is no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

_TOKEN: Final = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}]+)|(?P<other>\\)",
    re.DOTALL,
)
_MARKS: Final = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t",
    b"cell": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
    b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n",
}  # fmt: skip
#: Groups that begin so hold no text of the document.
_NO_TEXT: Final = frozenset((
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore latentstyles"
    b" listtable listoverridetable rsidtbl filetbl revtbl xmlnstbl mmathPr fldinst generator nonshppict"
    b" bkmkstart bkmkend template"
).split())  # fmt: skip
_TEXT_AFTER_ALL: Final = frozenset({b"shptxt", b"shpinst"})
_DEEPEST: Final = 2000
_PIECE: Final = 1 << 16
_WINDOWS: Final = 1252


@dataclass(frozen=True)
class _Group:
    is_text: bool = True
    letters_after_unicode: int = 1


def words_of_rtf(file: BinaryIO) -> Iterator[str]:
    """The text in pieces. Raises ValueError for groups too deep in one another."""
    reader, size = _Reader(file.read()), 0
    gathered: list[str] = []
    for found in reader.pieces():
        gathered.append(found)
        size += len(found)
        if size > _PIECE:
            yield _joined(gathered)
            gathered, size = [], 0
    yield _joined(gathered)


def _joined(pieces: list[str]) -> str:
    """Letters beyond the first 65,536 come as two halves."""
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.codec = f"cp{_WINDOWS}"
        self.group = _Group()
        self.around: list[_Group] = []
        self.to_skip = 0  # letters that stand for a Unicode letter in older programs
        self.is_starred = False
        self.at = 0

    def pieces(self) -> Iterator[str]:
        """Each run of text; bytes that follow one another are read as one, for letters of two bytes."""
        pending = bytearray()
        while self.at < len(self.content):
            token = _TOKEN.match(self.content, self.at)
            if token is None:
                return
            self.at = token.end()
            if self._takes_bytes(token, pending) and len(pending) < _PIECE:
                continue
            if pending:
                yield pending.decode(self.codec, "replace")
                pending.clear()
            yield from self._control(token)
        yield pending.decode(self.codec, "replace")

    def _takes_bytes(self, token: "re.Match[bytes]", pending: bytearray) -> bool:
        kind = token.lastgroup
        if kind not in {"hex", "text"}:
            return False
        content = (
            bytes([int(token["hex"], 16)])
            if kind == "hex"
            else token["text"].replace(b"\r", b"").replace(b"\n", b"")
        )
        skipped = min(self.to_skip, len(content))
        self.to_skip -= skipped
        if self.group.is_text:
            pending += content[skipped:]
        return True

    def _control(self, token: "re.Match[bytes]") -> Iterator[str]:
        self.to_skip = 0
        if token["brace"]:
            self._brace(token["brace"])
            return
        word = token["symbol"] or token["word"] or b""
        if word == b"*":
            self.is_starred = True
            return
        number = int(token["number"]) if token["number"] else None
        is_starred, self.is_starred = self.is_starred, False
        self._set(word, number, is_starred=is_starred)
        if not self.group.is_text:
            return
        if word == b"u" and number is not None:
            self.to_skip = self.group.letters_after_unicode
            yield chr(number % 65536)
        elif word in _MARKS:
            yield _MARKS[word]

    def _brace(self, brace: bytes) -> None:
        self.is_starred = False
        if brace == b"{":
            if len(self.around) >= _DEEPEST:
                raise ValueError("groups too deep in one another")
            self.around.append(self.group)
        elif self.around:
            self.group = self.around.pop()

    def _set(self, word: bytes, number: int | None, *, is_starred: bool) -> None:
        if word == b"bin" and number:
            self.at += max(number, 0)
        elif word == b"uc" and number is not None:
            self.group = replace(self.group, letters_after_unicode=max(0, min(number, 16)))
        elif word == b"ansicpg" and number is not None:
            self._use_codepage(number)
        elif word in _TEXT_AFTER_ALL:
            self.group = replace(self.group, is_text=True)
        elif is_starred or word in _NO_TEXT:
            self.group = replace(self.group, is_text=False)

    def _use_codepage(self, number: int) -> None:
        try:
            b"".decode(f"cp{number}")
        except LookupError:
            number = _WINDOWS
        self.codec = f"cp{number}"
