"""A canonical text as a tree of blocks, for documents that are no HTML: Word, PDF.

All that the allow-list knows stands in it, and nothing else: paragraphs, headings, lists, quotations, tables; strong,
emphasis, raised and lowered letters, links, line ends. No block and no span is empty.
"""

from hub.kit.blocks.measuring import lines_of, whole_rows
from hub.kit.blocks.reading import blocks_of
from hub.kit.blocks.shapes import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Raised,
    Span,
    Table,
)

__all__ = [
    "Block",
    "Cell",
    "Heading",
    "Items",
    "Paragraph",
    "Quotation",
    "Raised",
    "Span",
    "Table",
    "blocks_of",
    "lines_of",
    "whole_rows",
]
