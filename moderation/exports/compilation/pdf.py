"""The compilation as PDF: what `templates/pdf/compilation.typ` sets, words as data alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Final

from django.conf import settings

from hub.kit.blocks import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Span,
    Table,
    blocks_of,
    whole_rows,
)
from hub.kit.instants import in_zone
from hub.kit.languages import UNDETERMINED, direction
from hub.kit.typeset import TypesettingFailed, TypesettingTooLarge, breakable, typeset_long
from moderation.exports.compilation.content import (
    Column,
    Compilation,
    Entry,
    Fact,
    Listing,
    Part,
    Text,
    Words,
)
from moderation.exports.compilation.pdf_tables import (
    NARROWEST,
    PAGE_WIDTH,
    Measure,
    Sheet,
    heads_repeat,
    letters_in,
    stacked,
)
from moderation.exports.failure import DocumentNotMade

Json = Any

#: Typst ends its work where rules go deeper than 64, and each quotation, table or list takes some of them. What stands
#: deeper in them than there is room is not drawn as such and keeps its words.
_ROOM: Final = 24
_TAKES: Final = {Quotation: 4, Table: 2, Items: 1}
#: Points by which what stands in them is narrower; a table says so by its cells.
_STEPS: Final = {Quotation: 24, Table: 0, Items: 24}
_REPLY: Final = 12
_SMALLEST: Final = 7
_LISTING: Final = 8.5  # the size of the type in the tables of annexes
_LISTING_INSETS: Final = 10


def write_pdf(compilation: Compilation, file: BinaryIO, check: Callable[[], None]) -> None:
    """Write the document; the same compilation, release and fonts give the same bytes.

    `check` is asked twice a second whether to go on: what it raises ends the work. Raises DocumentNotMade:
    `pdf-not-made` where EXPORT_PDF_MEGABYTES of memory, or 15 minutes, do not suffice (about 600 MB for each 1,000 inputs
    of 1,500 characters), `pdf-faulty` for a fault of ours.
    """
    try:
        typeset_long(
            "compilation",
            facts_of(compilation),
            file,
            check,
            memory=settings.EXPORT_PDF_MEGABYTES * 1024**2,
        )
    except TypesettingTooLarge as error:
        raise DocumentNotMade("pdf-not-made") from error
    except TypesettingFailed as error:
        raise DocumentNotMade("pdf-faulty") from error


def facts_of(compilation: Compilation) -> dict[str, Json]:
    """All that the template is told."""
    cover = asdict(compilation.cover)
    cover["facts"] = [_fact(fact) for fact in compilation.cover.facts]
    return {
        "language": compilation.language,
        "at": list(in_zone(compilation.cut_off, "UTC").timetuple()[:6]),
        "site": compilation.site,
        "running": list(compilation.running),
        "labels": asdict(compilation.labels),
        "cover": cover,
        "reading": list(compilation.reading),
        "parts": [_part(part) for part in compilation.parts],
    }


def _part(part: Part) -> Json:
    return {
        "key": part.key,
        "title": part.title,
        "asked": [_text(text) for text in part.asked],
        "introduction": part.introduction,
        "begins_page": part.begins_page,
        "entries": [_entry(entry) for entry in part.entries],
        "listings": [_listing(listing) for listing in part.listings],
    }


def _listing(listing: Listing) -> Json:
    rooms = _rooms(listing.columns)
    return {
        "title": listing.title,
        "columns": [asdict(column) for column in listing.columns],
        "rows": [
            [_words(words, room) for words, room in zip(row, rooms, strict=True)]
            for row in listing.rows
        ],
    }


def _rooms(columns: Sequence[Column]) -> list[int]:
    """How many letters of a word each column has room for at least; those of numbers are as wide as their heads."""
    heads = sum(
        len(column.title) * _LISTING * 0.7 + _LISTING_INSETS
        for column in columns
        if column.is_number
    )
    shares = sum(column.share for column in columns if not column.is_number)
    return [
        len(column.title) if column.is_number
        else letters_in((PAGE_WIDTH - heads) * column.share / shares - _LISTING_INSETS, _LISTING)
        for column in columns
    ]  # fmt: skip


def _entry(entry: Entry) -> Json:
    return {
        "key": entry.key,
        "reference": " ".join(part for part in (entry.reference, entry.mark) if part),
        "address": _words(entry.address),
        "entity": breakable(entry.entity),
        "byline": breakable(entry.byline),
        "received": entry.received,
        "states": list(entry.states),
        "before": [_fact(fact) for fact in entry.before],
        "text": _text(entry.text, PAGE_WIDTH - (_REPLY if entry.depth else 0)),
        "files": [
            {"name": breakable(file.name), "facts": breakable(file.facts)} for file in entry.files
        ],
        "after": [_fact(fact) for fact in entry.after],
        "depth": entry.depth,
    }


def _fact(fact: Fact) -> Json:
    return {
        "label": fact.label,
        "lines": [_words(words) for words in fact.lines],
    }


def _words(words: Words, *room: int) -> Json:
    return {"text": breakable(words.text, *room), "key": words.key, "url": words.url}


def _text(text: Text, width: float = PAGE_WIDTH) -> Json:
    language = text.language.partition("-")[0]
    return {
        "language": "" if language == UNDETERMINED or len(language) > 3 else language,
        "direction": direction(text.language),
        "masked": text.masked,
        "blocks": _blocks(blocks_of(text.html), _Place(width)),
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand: the width of a line in points, how many letters of a word it has room for, how much deeper they may go."""

    width: float
    letters: int = 0
    room: int = _ROOM

    def inside(self, block: Block) -> "_Place":
        width = max(self.width - _STEPS[type(block)], NARROWEST)
        letters = int(self.letters * width / self.width)
        return _Place(width, letters, self.room - _TAKES[type(block)])


def _blocks(blocks: Sequence[Block], place: _Place) -> list[Json]:
    return [one for block in blocks for one in _block(block, place)]


def _block(block: Block, place: _Place) -> list[Json]:
    """A short form, the kind first: there are many of them. Without the room for it only what is in it."""
    if isinstance(block, Paragraph):
        return [["p", _spans(block.spans, place)]]
    if isinstance(block, Heading):
        return [["h", block.rank, _spans(block.spans, place)]]
    inner = place.inside(block)
    if inner.room < 0:
        return [one for blocks in _within(block) for one in _blocks(blocks, place)]
    if isinstance(block, Quotation):
        return [["q", _blocks(block.blocks, inner)]]
    if isinstance(block, Items):
        start = block.start if block.is_ordered else -1
        return [["l", start, [_blocks(item, inner) for item in block.items]]]
    return _table(block, place.width, inner.room)


def _within(block: Quotation | Items | Table) -> Iterator[Sequence[Block]]:
    if isinstance(block, Quotation):
        yield block.blocks
    elif isinstance(block, Items):
        yield from block.items
    else:
        yield from (cell.blocks for row in block.rows for cell in row)


def _table(table: Table, width: float, room: int) -> list[Json]:
    """As it was sent where it has the room, else each of its rows by itself."""
    measure = Sheet(table, width).measure
    if measure is None and table.columns > 2:
        return [one for row in stacked(table) for one in _table(row, width, room)]
    measure = measure or Measure(width, (1,) * table.columns, _SMALLEST)
    rows = [
        [
            [
                cell.width,
                cell.height,
                int(cell.is_head),
                int(is_whole and cell.height == 1),
                _blocks(cell.blocks, _in(cell, measure, room)),
            ]
            for cell in row
        ]
        for row, is_whole in zip(table.rows, whole_rows(table, measure.letters), strict=True)
    ]
    repeats = int(heads_repeat(table))
    return [["t", list(measure.shares), measure.size, table.heads, repeats, rows]]


def _in(cell: Cell, measure: Measure, room: int) -> _Place:
    return _Place(measure.cell_width(cell), measure.letters(cell), room)


def _spans(spans: Sequence[Span], place: _Place) -> list[Json]:
    """[text, signs of its look, address]."""
    room = (place.letters,) if place.letters else ()
    return [[breakable(span.text, *room), _look(span), span.href] for span in spans]


def _look(span: Span) -> str:
    strong, emphasised = "b" * span.is_strong, "i" * span.is_emphasised
    return strong + emphasised + {"": "", "sup": "u", "sub": "d"}[span.raised]
