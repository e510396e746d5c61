"""The compilation as PDF: what `templates/pdf/compilation.typ` sets, words as data alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO, Final

from hub.kit.blocks import Block, Heading, Items, Paragraph, Quotation, Span, Table, blocks_of
from hub.kit.instants import in_zone
from hub.kit.languages import UNDETERMINED, direction
from hub.kit.typeset import TypesettingFailed, breakable, typeset_long
from moderation.exports.compilation.content import Compilation, Entry, Fact, Part, Text, Words
from moderation.exports.failure import ExportFailed

Json = Any

#: Typst ends its work where rules go deeper than 64, and each quotation, table or list takes some of them. What stands
#: deeper in them than there is room is not drawn as such and keeps its words.
_ROOM: Final = 24
_TAKES: Final = {Quotation: 4, Table: 2, Items: 1}


def write_pdf(compilation: Compilation, file: BinaryIO, check: Callable[[], None]) -> None:
    """Write the document; the same compilation, release and fonts give the same bytes.

    `check` is asked twice a second whether to go on: what it raises ends the work. Raises ExportFailed where the
    machine has not the memory for it: about 600 MB for each 1,000 inputs of 1,500 characters.
    """
    try:
        typeset_long("compilation", facts_of(compilation), file, check)
    except TypesettingFailed as error:
        raise ExportFailed("pdf-not-made") from error


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
        "entries": [_entry(entry) for entry in part.entries],
        "listings": [
            {
                "title": listing.title,
                "columns": [asdict(column) for column in listing.columns],
                "rows": [[_words(words) for words in row] for row in listing.rows],
            }
            for listing in part.listings
        ],
    }


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
        "text": _text(entry.text),
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


def _words(words: Words) -> Json:
    return {"text": breakable(words.text), "key": words.key, "url": words.url}


def _text(text: Text) -> Json:
    language = text.language.partition("-")[0]
    return {
        "language": "" if language == UNDETERMINED or len(language) > 3 else language,
        "direction": direction(text.language),
        "masked": text.masked,
        "blocks": _blocks(blocks_of(text.html)),
    }


def _blocks(blocks: Sequence[Block], room: int = _ROOM) -> list[Json]:
    return [one for block in blocks for one in _block(block, room)]


def _block(block: Block, room: int) -> list[Json]:
    """A short form, the kind first: there are many of them. Without the room for it only what is in it."""
    if isinstance(block, Paragraph):
        return [["p", _spans(block.spans)]]
    if isinstance(block, Heading):
        return [["h", block.rank, _spans(block.spans)]]
    left = room - _TAKES[type(block)]
    if left < 0:
        return [one for inner in _within(block) for one in _blocks(inner, room)]
    if isinstance(block, Quotation):
        return [["q", _blocks(block.blocks, left)]]
    if isinstance(block, Items):
        start = block.start if block.is_ordered else -1
        return [["l", start, [_blocks(item, left) for item in block.items]]]
    return [_table(block, left)]


def _within(block: Quotation | Items | Table) -> Iterator[Sequence[Block]]:
    if isinstance(block, Quotation):
        yield block.blocks
    elif isinstance(block, Items):
        yield from block.items
    else:
        yield from (cell.blocks for row in block.rows for cell in row)


def _table(table: Table, room: int) -> Json:
    rows = [
        [[cell.width, cell.height, int(cell.is_head), _blocks(cell.blocks, room)] for cell in row]
        for row in table.rows
    ]
    return ["t", table.columns, table.heads, rows]


def _spans(spans: Sequence[Span]) -> list[Json]:
    """[text, signs of its look, address]."""
    return [[breakable(span.text), _look(span), span.href] for span in spans]


def _look(span: Span) -> str:
    strong, emphasised = "b" * span.is_strong, "i" * span.is_emphasised
    return strong + emphasised + {"": "", "sup": "u", "sub": "d"}[span.raised]
