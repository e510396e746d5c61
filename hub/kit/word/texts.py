"""The blocks of a text written into a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hub.kit.blocks import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Span,
    Table,
    whole_rows,
)
from hub.kit.languages import direction
from hub.kit.word.letters import Look, runs
from hub.kit.word.paragraphs import Stand, paragraph
from hub.kit.word.tables import TableStand, cell, placed_rows, row, table_start

if TYPE_CHECKING:
    from hub.kit.word.document import WordDocument

_STEP: Final = 400  # twips from one level of a list or quotation to the next
_DEEPEST: Final = 8  # the last level that Word numbers
_NARROWEST: Final = 300
_LETTER: Final = 105  # twips of a line that a letter of a table takes
_CELL_INSETS: Final = 170
#: Programs differ in the side of its place on which a number stands in a line from right to left: room for both.
_TURNED_NUMBER: Final = 240
_QUOTES: Final = {"ltr": "Quote", "rtl": "QuoteTurned"}
_WIDEST_INDENT: Final = (
    6400  # what stands deeper goes no further in: a line keeps room for some words
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand. `level` counts the lists around them; `width` is what is left of the line."""

    style: str
    language: str
    indent: int
    width: int
    level: int = 0
    is_in_table: bool = False

    def inner(self, *, style: str = "", level: int = 0) -> "_Place":
        return replace(
            self,
            style=style or self.style,
            indent=min(self.indent + _STEP, _WIDEST_INDENT),
            width=max(self.width - _STEP, _NARROWEST),
            level=self.level + level,
        )


def write_blocks(
    document: "WordDocument",
    blocks: Sequence[Block],
    language: str,
    *,
    style: str = "BodyText",
    indent: int = 0,
) -> None:
    """Write a text in its language, all of it indented by so many twips."""
    place = _Place(style, language, indent, document.width - indent)
    for piece in _blocks(document, blocks, place):
        document.write(piece)


def _blocks(document: "WordDocument", blocks: Sequence[Block], place: _Place) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(document, block.spans, place)
        elif isinstance(block, Heading):
            style = "TableHead" if place.is_in_table else f"Heading{3 + block.rank}"
            yield _paragraph(document, block.spans, replace(place, style=style))
        elif isinstance(block, Quotation):
            style = place.style if place.is_in_table else _QUOTES[direction(place.language)]
            yield from _blocks(document, block.blocks, place.inner(style=style))
        elif isinstance(block, Items):
            yield from _list(document, block, place)
        else:
            yield from _table(document, block, place)


def _paragraph(document: "WordDocument", spans: Sequence[Span], place: _Place) -> str:
    stand = Stand(place.style, place.language, place.indent)
    return paragraph(stand, _spans(document, spans, place.language))


def _spans(document: "WordDocument", spans: Sequence[Span], language: str) -> str:
    return "".join(_span(document, span, language) for span in spans)


def _span(document: "WordDocument", span: Span, language: str) -> str:
    link = document.link(span.href) if span.href else ""
    look = Look("Hyperlink" if link else "", span.is_strong, span.is_emphasised, span.raised)
    inner = runs(span.text, look, language)
    return f'<w:hyperlink r:id="{link}" w:history="1">{inner}</w:hyperlink>' if link else inner


def _list(document: "WordDocument", items: Items, place: _Place) -> Iterator[str]:
    level = min(place.level, _DEEPEST)
    numbering = document.numbering(level, items.start if items.is_ordered else None)
    is_inside = place.is_in_table or place.style in _QUOTES.values()
    style = place.style if is_inside else "ListParagraph"
    inner = place.inner(style=style, level=1)
    if direction(place.language) == "rtl" and not place.level:
        inner = replace(inner, indent=inner.indent + _TURNED_NUMBER)
    for item in items.items:
        first, others = item[0] if item else None, item[1:]
        stand = Stand(style, place.language, inner.indent, _STEP, (numbering, level))
        if isinstance(first, Paragraph):
            yield paragraph(stand, _spans(document, first.spans, place.language))
        else:  # the number stands alone above what else an item may begin with
            yield paragraph(stand, "")
            others = item
        yield from _blocks(document, others, inner)


def _table(document: "WordDocument", table: Table, place: _Place) -> Iterator[str]:
    width = max(place.width // table.columns, _NARROWEST)
    stand = TableStand([width] * table.columns, place.indent, place.language, has_grid=True)
    yield table_start(stand, table.heads)
    short = whole_rows(table, lambda cell: (width * cell.width - _CELL_INSETS) // _LETTER)
    for number, (cells, is_whole) in enumerate(zip(placed_rows(table), short, strict=True)):
        inner = ""
        for placed in cells:
            own = placed.cell
            merge = "<w:vMerge/>" if not placed.is_first else ""
            if placed.is_first and own.height > 1:
                merge = '<w:vMerge w:val="restart"/>'
            style = "TableHead" if own.is_head else "TableText"
            inside = _Place(
                style, place.language, 0, width * own.width - _CELL_INSETS, is_in_table=True
            )
            words = "".join(_blocks(document, own.blocks, inside)) if placed.is_first else ""
            if not words.endswith("</w:p>"):
                words += paragraph(Stand(style, place.language), "")
            inner += cell(
                words, width * own.width, span=own.width, merge=merge, is_head=own.is_head
            )
        yield row(inner, is_head=number < table.heads, may_split=not is_whole)
    yield "</w:tbl>"
    yield paragraph(Stand("TableGap"), "")
