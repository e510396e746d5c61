"""A document: its body is written as it comes, the parts around it at the end."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, Self
from urllib.parse import quote, urlsplit

from hub.kit.tables import ZipOut
from hub.kit.word import parts
from hub.kit.word.letters import NO_BREAK_HYPHEN, Look, runs
from hub.kit.word.paragraphs import Stand, paragraph
from hub.kit.word.styles import styles_part

_BULLETS: Final = 1
_LONGEST_LINK: Final = 2000  # characters; Word takes none that is longer
_SPOOLED: Final = 8 * 1024 * 1024  # bytes in memory before the body goes to disk
#: What an address may be made of (RFC 3986); all else is percent-encoded.
_OF_ADDRESSES: Final = "!#$%&'()*+,/:;=?@[]~-._"
_NO_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Frame:
    """What stands around the body. `at` dates the document, in UTC: nothing of it comes from a clock.

    `head` is the line above each page but the first, left and right; `page` what stands before, between and after the
    number of a page and of all pages.
    """

    title: str
    author: str
    language: str
    at: datetime
    head: tuple[str, str]
    foot: str
    page: tuple[str, str, str]


class WordDocument:
    """Written from top to bottom, then saved once, in a `with` block. The same calls give the same bytes."""

    #: Between the margins of an A4 page, in twips.
    width: Final = parts.TEXT_WIDTH

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._body = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - closed by __exit__
        self._links: dict[str, str] = {}
        self._lists: list[tuple[int, int]] = []
        self._marks = 0
        self.write(parts.BODY_START)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._body.close()

    # ------------------------------------------------------------------ what is written
    def write(self, piece: str) -> None:
        """XML of a block: a paragraph, a table."""
        self._body.write(piece.encode())

    def line(self, style: str, *inner: str, stand: Stand | None = None) -> None:
        """A paragraph of the frame around pieces that the methods below give."""
        self.write(paragraph(stand or Stand(style, self.frame.language), "".join(inner)))

    def paragraph(self, style: str, inner: str) -> str:
        """The same as a piece, for a cell of a table."""
        return paragraph(Stand(style, self.frame.language), inner)

    def words(self, text: str, style: str = "", language: str = "") -> str:
        """Words of a line, in the language of the frame if none is named; a line feed ends it."""
        return runs(text, Look(style), language or self.frame.language)

    def to_place(self, name: str, text: str, style: str = "Leading") -> str:
        """Words that lead to a place of this document."""
        inner = self.words(text, style)
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{inner}</w:hyperlink>'

    def to_address(self, address: str, text: str, style: str = "Hyperlink") -> str:
        """Words that lead to an address of the web."""
        link = self.link(address)
        inner = self.words(text, style if link else "")
        return f'<w:hyperlink r:id="{link}" w:history="1">{inner}</w:hyperlink>' if link else inner

    def place(self, name: str, inner: str) -> str:
        """A place to which others lead; `name` begins with a letter, at most 40 letters, digits and "_"."""
        self._marks += 1
        return (
            f'<w:bookmarkStart w:id="{self._marks}" w:name="{name}"/>{inner}'
            f'<w:bookmarkEnd w:id="{self._marks}"/>'
        )

    # ------------------------------------------------------------------ what it needs around
    def link(self, address: str) -> str:
        """The id of the relationship to an address; "" for one that Word would not take."""
        target = _NO_ESCAPE.sub("%25", quote(address, safe=_OF_ADDRESSES))
        try:
            parts = urlsplit(target)
            known = parts.scheme.lower() in {"http", "https", "mailto"} and parts.port != 0
        except ValueError:  # of the host, or of the port
            return ""
        if not known or len(target) > _LONGEST_LINK or target.count("[") or target.count("#") > 1:
            return ""
        return self._links.setdefault(target, f"link{len(self._links) + 1}")

    def numbering(self, level: int, start: int | None) -> int:
        """The id of a list at a level from 0: a new one that begins at `start`, or the one with bullets."""
        if start is None:
            return _BULLETS
        self._lists.append((level, start))
        return _BULLETS + len(self._lists)

    def contents(self, title: str, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """A table of contents: (level from 1, place, words, words in small that stay in one line) a row.

        A field that Word can bring up to date, with its rows in it already: it is there without, and Word asks nothing.
        """
        self.line("TOCHeading", self.words(title))
        start, end = parts.field_around(' TOC \\o "1-2" \\h \\z \\u ')
        for number, (level, name, words, small) in enumerate(rows):
            whole = small.replace("-", NO_BREAK_HYPHEN)
            inner = self.words(words) + (self.words(f"  {whole}", "Reference") if small else "")
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{inner}</w:hyperlink>'
            before = start if number == 0 else ""
            after = end if number == len(rows) - 1 else ""
            self.line(f"TOC{level}", before, link, after)

    # ------------------------------------------------------------------ the file
    def save(self, file: BinaryIO) -> None:
        """Write all of it; `file` stays open."""
        frame = self.frame
        self.write(parts.BODY_END)
        self._body.seek(0)
        head_left, head_right = map(self.words, frame.head)
        page = [self.words(words) if words else "" for words in frame.page]
        with ZipOut(file, frame.at) as package:
            members = {
                "[Content_Types].xml": parts.CONTENT_TYPES,
                "_rels/.rels": parts.RELATIONSHIPS,
                "docProps/core.xml": parts.core(
                    frame.title, frame.author, frame.language, frame.at
                ),
                "docProps/app.xml": parts.APPLICATION,
                "word/_rels/document.xml.rels": parts.document_relationships(self._links),
                "word/styles.xml": styles_part(frame.language),
                "word/numbering.xml": parts.numbering(self._lists),
                "word/settings.xml": parts.settings(frame.language),
                "word/fontTable.xml": parts.FONTS,
                "word/header1.xml": parts.header(head_left, head_right),
                "word/footer1.xml": parts.footer(self.words(frame.foot), page),
            }
            for name, content in members.items():
                package.write_bytes(name, (parts.DECLARATION + content).encode())
            package.write_stream("word/document.xml", self._body)  # type: ignore[arg-type]  # a file of bytes, spooled
