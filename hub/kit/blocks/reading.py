"""HTML of the allow-list read as blocks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Final

from hub.kit.blocks.grid import table_of
from hub.kit.blocks.shapes import Block, Heading, Items, Paragraph, Quotation, Raised, Span
from hub.kit.sanitise.markup import tidy
from hub.kit.sanitise.tokens import tokens
from hub.kit.sanitise.tree import HEADINGS, LISTS, Element, build, is_inline

# White space that HTML shows as one space. No-break spaces stay what they are.
_WHITE: Final = re.compile("[ \t\n]+")
_FIRST_RANK: Final = "h3"
#: Characters. No program follows a longer address, Word takes none, and at 8,000 typst ends its work.
_LONGEST_LINK: Final = 2_000
_RAISED: Final = {"sup": Raised.UP, "sub": Raised.DOWN}


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a canonical text; loose text is a paragraph. Never raises on one."""
    root = build(tokens(html))
    tidy(root)
    _rank(root)
    return tuple(_blocks(root))


def _rank(root: Element) -> None:
    """So that no rank is skipped, within quotations, lists and cells too: who hears the text goes from heading to heading."""
    headings = (one for one in _elements(root) if one.tag in HEADINGS and _spans(one.children))
    for heading in takewhile(lambda one: one.tag != _FIRST_RANK, headings):
        heading.tag = _FIRST_RANK


def _elements(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _elements(child)


def _blocks(element: Element) -> Iterator[Block]:
    for loose, nodes in groupby(element.children, key=is_inline):
        if loose:
            yield from _paragraph(nodes)
            continue
        for node in nodes:
            assert isinstance(node, Element), "a string is inline"
            yield from _block(node)


def _block(element: Element) -> Iterator[Block]:
    if element.tag in HEADINGS:
        spans = _spans(element.children)
        if spans:
            yield Heading(1 if element.tag == _FIRST_RANK else 2, spans)
    elif element.tag == "p":
        yield from _paragraph(element.children)
    elif element.tag in LISTS:
        yield _list(element)
    elif element.tag == "blockquote":
        inner = tuple(_blocks(element))
        if inner:
            yield Quotation(inner)
    else:
        yield from table_of(element, lambda cell: tuple(_blocks(cell)))


def _list(element: Element) -> Items:
    items = [child for child in element.children if isinstance(child, Element)]
    return Items(
        is_ordered=element.tag == "ol",
        start=int(element.attributes.get("start", "1")),
        items=tuple(tuple(_blocks(item)) for item in items),
    )


def _paragraph(nodes: Iterable[Element | str]) -> Iterator[Paragraph]:
    spans = _spans(nodes)
    if spans:
        yield Paragraph(spans)


def _spans(nodes: Iterable[Element | str]) -> tuple[Span, ...]:
    """White space as a browser shows it: runs as one space, none at the edges of a line."""
    spans: list[Span] = []
    at_edge = True
    for span in _pieces(nodes, Span("")):
        text = span.text
        if text != "\n":
            text = _WHITE.sub(" ", text)
            text = text.removeprefix(" ") if at_edge else text
        elif spans:
            spans[-1] = replace(spans[-1], text=spans[-1].text.removesuffix(" "))
        if text:
            at_edge = text[-1] in " \n"
            spans.append(replace(span, text=text))
    return tuple(_joined(_without_blank_ends(spans)))


def _without_blank_ends(spans: list[Span]) -> list[Span]:
    while spans and not spans[-1].text.rstrip(" \n"):
        spans.pop()
    if spans:
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip(" \n"))
    while spans and not spans[0].text.strip(" \n"):
        spans.pop(0)
    return spans


def _joined(spans: list[Span]) -> Iterator[Span]:
    for look, alike in groupby(spans, key=lambda span: replace(span, text="")):
        text = "".join(span.text for span in alike)
        if text:
            yield replace(look, text=text)


def _pieces(nodes: Iterable[Element | str], look: Span) -> Iterator[Span]:
    for node in nodes:
        if isinstance(node, str):
            yield replace(look, text=node)
        elif node.tag == "br":
            yield replace(look, text="\n")
        else:
            yield from _pieces(node.children, _within(look, node))


def _within(look: Span, element: Element) -> Span:
    if element.tag == "strong":
        return replace(look, is_strong=True)
    if element.tag == "em":
        return replace(look, is_emphasised=True)
    if element.tag == "a":
        address = element.attributes.get("href", "")
        return replace(look, href=address if len(address) <= _LONGEST_LINK else "")
    return replace(look, raised=_RAISED.get(element.tag, look.raised))
