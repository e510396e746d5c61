"""What a compilation says, in the language of its frame: both writers are given this and nothing else.

All words are finished: names and texts as the reader of the export may know them, dates written out; a piece of a line
can neither break nor turn it. A `key` names a
place in the document to which others lead, "" for none; texts are canonical HTML.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Words:
    """A few words, perhaps with a place of this document or an address to which they lead."""

    text: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said in a line or more under its label."""

    label: str
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its language; `masked` says instead why all of it is kept from the reader."""

    html: str
    language: str
    masked: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with an input: kind and size, and where it lies or why it does not."""

    name: str
    facts: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An input, or one of its late versions (`mark` is then its number, "v3").

    `depth`: 0 for what stands by itself, more for what answers the entry above it. `before` and `after` stand around the text.
    """

    key: str
    reference: str
    mark: str
    address: Words
    entity: str
    byline: str
    received: str
    states: tuple[str, ...]
    before: tuple[Fact, ...]
    text: Text
    files: tuple[File, ...]
    after: tuple[Fact, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and its share of the page; one of numbers is as wide as its head."""

    title: str
    share: int = 0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of an annex under a title; a title of "" is none."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter for one question, or an annex: what is asked, a sentence on what follows, entries, tables.

    One that does not begin a page stands below the one before it.
    """

    key: str
    title: str
    asked: tuple[Text, ...]
    introduction: str
    entries: tuple[Entry, ...] = ()
    listings: tuple[Listing, ...] = ()
    begins_page: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. `warning`: that the document is not for everyone, "" where it is."""

    kicker: str
    title: str
    title_language: str
    subtitle: str
    warning: str
    facts: tuple[Fact, ...]
    counts_title: str
    counts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the frame. `page` is what stands before, between and after the number of a page and of all pages."""

    contents: str
    page: tuple[str, str, str]
    reading: str
    files: str


@dataclass(frozen=True, slots=True)
class Compilation:
    """The whole. `running` stands at the head of each page but the first; `cut_off` dates the document, in UTC."""

    language: str
    site: str
    running: tuple[str, str]
    cut_off: datetime
    cover: Cover
    labels: Labels
    reading: tuple[str, ...]
    parts: tuple[Part, ...]
