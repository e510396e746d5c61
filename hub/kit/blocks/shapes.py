"""The blocks of a text."""

from dataclasses import dataclass
from enum import StrEnum


class Raised(StrEnum):
    """Where letters stand to the line."""

    NO = ""
    UP = "sup"
    DOWN = "sub"


@dataclass(frozen=True, slots=True)
class Span:
    """Letters that look alike. `text` is as read: single spaces, a line feed for the end of a line; `href` "" without a link."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    raised: Raised = Raised.NO
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a text. `rank` is 1 or 2; a text never begins with rank 2."""

    rank: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` is the first number of an ordered one. An item may be empty: it holds a number."""

    is_ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that begins in `column` (from 0) of its row; it may be empty."""

    column: int
    width: int
    height: int
    is_head: bool
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table without holes and overlaps. `heads` of its first rows are heads; no cell reaches out of them."""

    columns: int
    heads: int
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Heading | Items | Quotation | Table
