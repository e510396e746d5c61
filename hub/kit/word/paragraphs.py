"""Paragraphs: their place on the page, in the order of the schema (ECMA-376, CT_PPr)."""

from dataclasses import dataclass
from typing import Final

from hub.kit.languages import direction

_ABOVE_FOLLOWING: Final = 800  # twips


@dataclass(frozen=True, slots=True)
class Stand:
    """How a paragraph stands. Lengths are in twips (1/20 point); `number` is (list, level) of an item.

    One that `keeps_next` stands on one page, with the next. The heading of a chapter begins a page unless it `follows` another.
    """

    style: str = ""
    language: str = ""
    indent: int = 0
    hanging: int = 0
    number: tuple[int, int] | None = None
    keeps_next: bool = False
    follows: bool = False


def paragraph(stand: Stand, inner: str) -> str:
    """The paragraph around its runs."""
    return f"<w:p>{_properties(stand)}{inner}</w:p>"


def _properties(stand: Stand) -> str:
    parts = []
    if stand.style:
        parts.append(f'<w:pStyle w:val="{stand.style}"/>')
    if stand.keeps_next:
        parts.append("<w:keepNext/><w:keepLines/>")
    if stand.follows:
        parts.append('<w:pageBreakBefore w:val="0"/>')
    if stand.number is not None:
        numbering, level = stand.number
        parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')
    if direction(stand.language) == "rtl":
        parts.append("<w:bidi/>")
    if stand.follows:
        parts.append(f'<w:spacing w:before="{_ABOVE_FOLLOWING}"/>')
    if stand.indent or stand.hanging:
        hanging = f' w:hanging="{stand.hanging}"' if stand.hanging else ""
        parts.append(f'<w:ind w:left="{stand.indent}"{hanging}/>')
    inner = "".join(parts)
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""
