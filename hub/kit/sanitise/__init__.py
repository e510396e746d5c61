"""The texts that people write: the one form in which they are kept, and ways to read them.

A *canonical text* is HTML of the allow-list of PRODUCT.md, section 5, and nothing else, in NFC,
with LF line ends, without characters that cannot be shown. Loose text, and the white space between
blocks, stay as they came: a text that is canonical already is never changed by a byte.
"""

import hashlib
import re
import unicodedata
from typing import Final

import nh3

from hub.kit.sanitise.attributes import ALLOWED, LINK_RELATION, SCHEMES
from hub.kit.sanitise.characters import BLANK, clean_characters, has_visible
from hub.kit.sanitise.markup import serialise, tidy, visible
from hub.kit.sanitise.pasted import as_meant, is_pasted
from hub.kit.sanitise.plain import plain_text, words_of
from hub.kit.sanitise.tokens import tokens
from hub.kit.sanitise.tree import (
    CELLS,
    INLINE,
    LEAVES,
    LISTS,
    TABLE_PARTS,
    Element,
    build,
    is_inline,
)
from hub.kit.text_memory import remembering

__all__ = [
    "body_from_form",
    "canonical_sha256",
    "excerpt",
    "from_plain_text",
    "opening_and_rest",
    "own_text",
    "sanitise",
    "to_plain_text",
    "visible_length",
    "visible_text",
]

ELLIPSIS: Final = "…"
TAGS: Final = LEAVES | INLINE | LISTS | CELLS | TABLE_PARTS | {"li", "blockquote"}

_judge = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ALLOWED.items()},
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel=LINK_RELATION,
)
# One round is enough for all that was ever tried; the rest is for what nobody has thought of.
_MOST_ROUNDS: Final = 4
_BLOCK: Final = "p|h[1-6]|ul|ol|li|blockquote|table|div|pre"
_STARTS_WITH_BLOCK: Final = re.compile(rf"\s*<(?:{_BLOCK})\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(rf"<(/?)({_BLOCK})\b[^<>]*>", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")


def sanitise(html: str) -> str:
    """The canonical text for any HTML, however broken or hostile. Never raises.

    ``sanitise(sanitise(x)) == sanitise(x)`` for every x: what is returned was fed through once more
    and came back the same, from the rebuilding of the tree as well as from nh3. Elements that are
    not allowed go and leave their text; scripts, styles and comments go with their content; empty
    paragraphs go. A text in which nothing can be seen becomes the empty string.
    Time and memory grow with the length of `html` alone.
    """
    text = _rebuilt(html)
    for _ in range(_MOST_ROUNDS):
        judged = _judge.clean(text).replace("&nbsp;", "\xa0")
        again = _rebuilt(judged)
        # The two differ where serialise() writes a character by its number.
        if text == again and (text == judged or text == _rebuilt(text)):
            return text
        text = again
    return from_plain_text(plain_text(_tree(text)))


def canonical_sha256(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_plain_text(text: str) -> str:
    """The canonical text for plain text: blank lines part paragraphs, line ends become ``<br>``.

    Every character stays the character that it is: nothing is read as HTML.
    """
    root = Element("")
    for paragraph in _BLANK_LINES.split(clean_characters(text).strip()):
        if not has_visible(paragraph):
            continue
        if root.children:
            root.children.append("\n")
        element = Element("p")
        for number, line in enumerate(paragraph.split("\n")):
            if number:
                element.children.append(Element("br"))
            if line.strip():
                element.children.append(line.strip())
        root.children.append(element)
    return serialise(root)


def body_from_form(value: str, *, rich: bool | None = None) -> str:
    """The canonical text for what a form sent: HTML of the editor or what was typed in a text area.

    `rich` says which it is. With None the value tells: it is HTML if it begins with the tag of a
    block or holds such a tag and its end tag; all else is plain text, so that "a < b & c" stays.
    """
    if _looks_rich(value) if rich is None else rich:
        text = sanitise(value)
        trimmed = text.strip(BLANK)  # what stood around it may be gone
        return text if trimmed == text else sanitise(trimmed)
    return from_plain_text(value)


def to_plain_text(html: str) -> str:
    """A canonical text as plain text that people can read and go on writing.

    Paragraphs are parted by a blank line, items begin with "- " or "1. ", quoted lines with "> ",
    cells are parted by " | ", a link is followed by its address in brackets where it differs.
    """
    return plain_text(_tree(html))


def visible_text(html: str) -> str:
    """What can be read of a canonical text, in one line, each run of white space as one space."""
    return words_of(_tree(html))


def own_text(html: str) -> str:
    """The visible text without what is quoted in it (``blockquote``); all of it where nothing else stands."""
    root = _tree(html)
    return words_of(root, leave_out="blockquote") or words_of(root)


def visible_length(html: str) -> int:
    """The number of visible characters: code points of `visible_text` without format characters.

    The counter of the editor counts in the same way (static/js/editor.js).
    """
    shown = "".join(c for c in visible_text(html) if unicodedata.category(c) != "Cf")
    return len(" ".join(shown.split()))


@remembering
def opening_and_rest(html: str, length: int) -> tuple[str, str]:
    """A canonical text in two whole parts: the blocks that hold its first `length` visible characters, and the others.

    The two joined are the text, byte for byte; each is canonical. The rest is "" where the text is
    no longer, or has but one block.
    """
    if len(html) <= length:
        return html, ""
    root, shown, place = _tree(html), 0, 0
    for child in root.children:
        if shown >= length and not is_inline(child):
            break
        shown += len(child if isinstance(child, str) else words_of(child))
        place += 1
    rest = Element("")
    rest.children = root.children[place:]
    if not visible(rest):
        return html, ""
    del root.children[place:]
    return serialise(root), serialise(rest)


def excerpt(html: str, length: int) -> str:
    """The beginning of the visible text in at most `length` characters, cut after a word with "…".

    Text without spaces is cut between two characters, never inside one with its accents.
    """
    text = visible_text(html)
    if len(text) <= length:
        return text
    kept = text[: max(length - len(ELLIPSIS), 0)]
    following = text[len(kept)]
    if (following.isalnum() or _continues(following)) and " " in kept:
        kept = kept.rpartition(" ")[0]
    elif kept and _continues(following):
        while kept and _continues(kept[-1]):
            kept = kept[:-1]
        kept = kept[:-1]
    return kept.rstrip(" ,;:–—-(") + ELLIPSIS if length > 0 else ""


def _continues(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category.startswith("M") or category == "Cf" or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _looks_rich(value: str) -> bool:
    if _STARTS_WITH_BLOCK.match(value):
        return True
    opened = set()
    for slash, name in _BLOCK_TAG.findall(value):
        if not slash:
            opened.add(name.lower())
        elif name.lower() in opened:
            return True
    return False


def _tree(html: str) -> Element:
    read = tokens(clean_characters(html))
    root = build(as_meant(read) if is_pasted(html) else read)
    tidy(root)
    return root


def _rebuilt(html: str) -> str:
    root = _tree(html)
    return serialise(root) if visible(root) else ""
