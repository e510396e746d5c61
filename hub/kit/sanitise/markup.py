"""The tree made tidy and written down: one HTML for one tree."""

import html
import unicodedata
from itertools import groupby
from typing import Final

from hub.kit.sanitise.attributes import LINK_RELATION
from hub.kit.sanitise.characters import has_visible, is_blank, part_marks
from hub.kit.sanitise.tree import BREAK, CELLS, INLINE, SECTIONS, Element, is_inline

# Kept without content: a cell holds its place in the row, an item its number in the list.
_MAY_BE_EMPTY: Final = CELLS | {"li", "br"}


def tidy(element: Element) -> None:
    """Remove what shows nothing (empty paragraphs, headings, links …) and the marks of breaks.

    Loose text before and after something removed is kept apart by a line break.
    """
    children, kept = element.children, list[Element | str]()
    apart = after_removed = False
    for child in children:
        if isinstance(child, Element):
            tidy(child)
            if child.tag == BREAK or not _stays(child):
                if child.tag in INLINE:
                    kept += child.children
                else:
                    apart = True
                    after_removed = child.tag != BREAK
                continue
        elif after_removed and is_blank(child):
            continue
        if apart and _is_written(child) and _ends_in_text(kept):
            kept.append(Element("br"))
        apart = apart and not _is_written(child) and is_inline(child)
        after_removed = False
        kept.append(child)
    element.children = _joined(kept)


def _stays(element: Element) -> bool:
    if element.tag in _MAY_BE_EMPTY:
        return True
    if element.tag in SECTIONS or element.tag == "tr":
        return any(isinstance(child, Element) for child in element.children)
    if element.tag in INLINE and element.tag != "a":
        return bool(element.children)
    return visible(element)


def visible(node: Element | str) -> bool:
    """Whether a reader can see anything of the node."""
    if isinstance(node, str):
        return has_visible(node)
    return any(visible(child) for child in node.children)


def serialise(element: Element) -> str:
    """The HTML of what the element holds: NFC, text and attributes escaped once and in one way."""
    return "".join(_text(c) if isinstance(c, str) else _element(c) for c in element.children)


def _element(element: Element) -> str:
    if element.tag == "br":
        return "<br>"
    attributes = dict(element.attributes)
    if element.tag == "a":
        attributes["rel"] = LINK_RELATION
    written = "".join(
        f' {name}="{html.escape(value, quote=False)}"' for name, value in attributes.items()
    )
    return f"<{element.tag}{written}>{serialise(element)}</{element.tag}>"


def _text(text: str) -> str:
    text = unicodedata.normalize("NFC", part_marks(text))
    # A combining stroke at the very start would melt into the ">" before it.
    if text and not unicodedata.is_normalized("NFC", ">" + text[0]):
        return f"&#{ord(text[0])};{html.escape(text[1:], quote=False)}"
    return html.escape(text, quote=False)


def _is_written(node: Element | str) -> bool:
    return is_inline(node) and (not isinstance(node, str) or not is_blank(node))


def _ends_in_text(nodes: list[Element | str]) -> bool:
    for node in reversed(nodes):
        if _is_written(node):
            return isinstance(node, str) or node.tag != "br"
        if not isinstance(node, str):
            return False
    return False


def _joined(nodes: list[Element | str]) -> list[Element | str]:
    joined: list[Element | str] = []
    for is_text, run in groupby(nodes, key=lambda node: isinstance(node, str)):
        alike = list(run)
        joined += ["".join(map(str, alike))] if is_text else alike
    return joined
