"""A canonical text read as plain text: for the text area without JavaScript, mails and tables."""

import re
from collections.abc import Iterator
from typing import Final

from hub.kit.sanitise.tree import CELLS, LEAVES, LISTS, SECTIONS, Element, is_inline

# White space that HTML shows as one space. No-break spaces stay what they are.
_RUNS: Final = re.compile("[ \t\n]+")
_AROUND_LINE_ENDS: Final = re.compile(" *\n *")
_LINE_END: Final = "\x00"  # in no text: cleaned away before


def plain_text(root: Element) -> str:
    """Paragraphs apart by a blank line, "- " and "1. " before items, "> " before quoted lines."""
    return "\n\n".join(_blocks(root))


def words_of(root: Element, *, leave_out: str = "") -> str:
    """All that can be seen, in one line, each run of white space as one space; `leave_out` is a tag that is skipped."""
    return " ".join("".join(_pieces(root, leave_out)).split())


def _pieces(element: Element, leave_out: str) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield " "
        elif child.tag != leave_out:
            edge = "" if is_inline(child) else " "
            yield edge
            yield from _pieces(child, leave_out)
            yield edge


def _blocks(element: Element) -> Iterator[str]:
    """Each paragraph, list, quotation and table as one string; loose text is a paragraph."""
    line: list[Element | str] = []
    for child in element.children:
        if is_inline(child):
            line.append(child)
            continue
        yield from _paragraph(line)
        line = []
        if isinstance(child, Element):
            yield from _block(child)
    yield from _paragraph(line)


def _block(element: Element) -> Iterator[str]:
    if element.tag in LEAVES:
        yield from _paragraph(element.children)
    elif element.tag in LISTS:
        yield "\n".join(_items(element))
    elif element.tag == "blockquote":
        yield _indented("\n\n".join(_blocks(element)), first="> ", others="> ")
    else:
        yield "\n".join(_rows(element))


def _items(element: Element) -> Iterator[str]:
    items = [child for child in element.children if isinstance(child, Element)]
    start = int(element.attributes.get("start", "1"))
    for number, item in enumerate(items, start):
        mark = f"{number}. " if element.tag == "ol" else "- "
        yield _indented("\n".join(_blocks(item)), first=mark, others=" " * len(mark))


def _rows(element: Element) -> Iterator[str]:
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag in SECTIONS:
            yield from _rows(child)
        elif child.tag == "tr":
            cells = [c for c in child.children if isinstance(c, Element) and c.tag in CELLS]
            yield " | ".join(" ".join("\n".join(_blocks(cell)).split("\n")) for cell in cells)


def _indented(text: str, *, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(((others if n else first) + line).rstrip() for n, line in enumerate(lines))


def _paragraph(nodes: list[Element | str]) -> Iterator[str]:
    text = _RUNS.sub(" ", "".join(map(_inline, nodes))).replace(_LINE_END, "\n")
    text = _AROUND_LINE_ENDS.sub("\n", text).strip(" \n")
    if text:
        yield text


def _inline(node: Element | str) -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return _LINE_END
    text = "".join(map(_inline, node.children))
    address = node.attributes.get("href", "")
    if not address or _says(text, address):
        return text
    return f"{text} ({address})"


def _says(text: str, address: str) -> bool:
    """Whether the text of a link is its address already."""
    bare = re.sub("^(mailto:|https?://)", "", address, flags=re.IGNORECASE)
    return text.strip().removesuffix("/") in {
        form.removesuffix("/") for form in (address, bare, bare.partition("?")[0])
    }
