"""The tree that a canonical text is: nothing but allowed elements, each where HTML lets it stand.

The builder takes any tags in any order and refuses none; text is never dropped. What stands where:

- in the text as a whole, ``li``, ``blockquote``, ``td`` and ``th``: blocks and loose text;
- in ``p``, ``h3`` and ``h4``: text and inline elements;
- in ``ul`` and ``ol``: ``li``; in tables: their parts.

A tree of this shape is read back from its own HTML unchanged, which is why sanitising twice gives
the same as sanitising once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from hub.kit.sanitise.attributes import ALLOWED, allowed_attributes
from hub.kit.sanitise.characters import is_blank
from hub.kit.sanitise.tokens import Token

Kind = Literal["inline", "leaf", "division", "container"]

LISTS: Final = frozenset({"ul", "ol"})
CELLS: Final = frozenset({"td", "th"})
SECTIONS: Final = frozenset({"thead", "tbody"})
TABLE_PARTS: Final = SECTIONS | {"table", "tr"}
INLINE: Final = frozenset({"strong", "em", "sup", "sub", "a", "br"})
HEADINGS: Final = frozenset({"h3", "h4"})
LEAVES: Final = HEADINGS | {"p"}
BREAK: Final = "hr"  # marks in a tree where one block ends and another begins; never in a text

# Tags that stand for another one. Divisions are not kept: their text becomes paragraphs.
_ALIASES: Final = {
    "b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4",
    "menu": "ul", "dir": "ul", "tfoot": "tbody",
}  # fmt: skip
_DIVISIONS: Final = (
    "address article aside body caption center dd details div dl dt fieldset figcaption figure"
    " footer form header hgroup html legend main nav pre search section summary"
)
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(INLINE - {"br"}, "inline"),
    **dict.fromkeys(LEAVES, "leaf"),
    **dict.fromkeys(_DIVISIONS.split(), "division"),
    **dict.fromkeys(LISTS | CELLS | TABLE_PARTS | {"li", "blockquote"}, "container"),
}
# A start tag closes all that is open inside the nearest of these.
_RETURNS_TO: Final = {
    "li": LISTS,
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tr": SECTIONS | {"table"},
    "td": TABLE_PARTS,
    "th": TABLE_PARTS,
}
# An end tag does not reach beyond these; where nothing is said, not beyond a cell.
_END_STOPS_AT: Final = {
    "table": frozenset[str](),
    "li": LISTS | CELLS,
    **dict.fromkeys(SECTIONS | CELLS | {"tr"}, frozenset({"table"})),
}
_ITEM_STOPS_AT: Final = CELLS | {"table", "blockquote"}

# No text written by hand goes deeper; what does is flattened and keeps its words.
_MOST_OPEN: Final = 100
_DEEPEST: Final = 40
_MOST_RAISED: Final = 3


class Element:
    """An element, or with an empty tag the text as a whole. It holds elements and strings."""

    __slots__ = ("attributes", "children", "implied", "origin", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str] | None = None, *, implied: bool = False
    ) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Element | str] = []
        self.implied = implied  # HTML needs it here though nobody wrote it
        self.origin: _Open | None = None  # of an inline element: the tag that it comes from


@dataclass(slots=True, eq=False)
class _Open:
    """A start tag whose end tag has not come yet."""

    name: str
    kind: Kind
    outside: int  # how many elements were open before it,
    inside: int  # and how many with it
    attributes: dict[str, str]


def build(tokens: Iterable[Token]) -> Element:
    """The tree for `tokens`, still with empty paragraphs and break marks."""
    builder = _Builder()
    for token in tokens:
        if token.kind == "text":
            builder.text(token.value)
        elif token.kind == "start":
            builder.start(token)
        else:
            builder.end(token)
    return builder.elements[0]


class _Builder:
    """`open_tags` are the open tags of the source, `elements` the open elements of the tree."""

    def __init__(self) -> None:
        self.elements = [Element("")]
        self.open_tags: list[_Open] = []
        self.leaf: Element | None = None  # the paragraph or heading to which text is added
        self.inline_chain: list[_Open] | None = None

    # ------------------------------------------------------------------ what comes in
    def start(self, token: Token) -> None:
        """Take a start tag."""
        name = _ALIASES.get(token.value, token.value)
        kind = _KINDS.get(name)
        if name == "br":
            self._add(Element("br"))
        elif name == BREAK:
            self._break()
        elif kind == "inline" and len(self.open_tags) < _MOST_OPEN:
            self._start_inline(name, token)
        elif kind in ("leaf", "division"):
            self._start_leaf(name)
        elif kind == "container":
            self._start_container(name, token)

    def end(self, token: Token) -> None:
        """Take an end tag; one that closes nothing still ends a line of text."""
        name = _ALIASES.get(token.value, token.value)
        kind = _KINDS.get(name)
        if name == "br":
            self._add(Element("br"))
        elif kind == "inline":
            self._end_inline(name)
        elif kind is not None:
            names = HEADINGS if name in HEADINGS else {name}
            self._close(names, stop_at=_END_STOPS_AT.get(name, CELLS))
            self._break()

    def text(self, text: str) -> None:
        """Take text; the lines of preformatted text stay lines."""
        if "\n" not in text or not any(tag.name == "pre" for tag in self.open_tags):
            self._add(text)
            return
        if self.leaf is None:
            text = text.removeprefix("\n")
        for number, line in enumerate(text.split("\n")):
            if number:
                self._add(Element("br"))
            self._add(line)

    # ------------------------------------------------------------------ tags
    def _start_inline(self, name: str, token: Token) -> None:
        if name == "a":
            self._end_inline("a")
        attributes = allowed_attributes(name, token.attributes()) if name in ALLOWED else {}
        self._push(name, "inline", attributes=attributes)

    def _start_leaf(self, name: str) -> None:
        self._close({"p"}, stop_at=_KINDS)
        if name in HEADINGS:
            self._close(HEADINGS, stop_at=_KINDS)
        self._break()
        if len(self.open_tags) < _MOST_OPEN:
            self._push(name, _KINDS[name])

    def _start_container(self, name: str, token: Token) -> None:
        self._close({"p"}, stop_at=_KINDS)
        self._break()
        if len(self.open_tags) >= _MOST_OPEN:
            return
        if len(self.elements) >= _DEEPEST or not self._may_stand_here(name):
            self._push(name, "division")
            return
        self._close_before(name)
        outside = len(self.elements)
        self._enter_parents_of(name)
        attributes = allowed_attributes(name, token.attributes()) if name in ALLOWED else {}
        element = Element(name, attributes)
        self._attach(element)
        self.elements.append(element)
        self._push(name, "container", outside=outside)

    def _may_stand_here(self, name: str) -> bool:
        """Parts of a table stand in a table alone."""
        if name not in TABLE_PARTS | CELLS or name == "table":
            return True
        nearest = next((tag for tag in reversed(self.open_tags) if tag.name == "table"), None)
        return nearest is not None and nearest.kind == "container"

    def _close_before(self, name: str) -> None:
        if name == "li":
            if not self._return_to(LISTS, stop_at=_ITEM_STOPS_AT):
                self._close({"li"}, stop_at=_ITEM_STOPS_AT)
        elif name == "table" and self.elements[-1].tag in TABLE_PARTS:
            self._close({"table"}, stop_at=())
        elif name in _RETURNS_TO:
            self._return_to(_RETURNS_TO[name])

    def _enter_parents_of(self, name: str) -> None:
        if name == "li":
            if self.elements[-1].tag not in LISTS:
                self._enter_implied("ul")
        elif name in CELLS or name == "tr":
            if self.elements[-1].tag == "table":
                self._enter_implied("tbody")
            if name in CELLS and self.elements[-1].tag != "tr":
                self._enter_implied("tr")
        elif name not in SECTIONS:
            self._enter_item(nested_list=name in LISTS)

    def _end_inline(self, name: str) -> None:
        for place in range(len(self.open_tags) - 1, -1, -1):
            tag = self.open_tags[place]
            if tag.name == name:
                del self.open_tags[place]
                self.inline_chain = None
                return
            if tag.name in CELLS:
                return

    # ------------------------------------------------------------------ open tags
    def _push(
        self,
        name: str,
        kind: Kind,
        *,
        attributes: dict[str, str] | None = None,
        outside: int | None = None,
    ) -> None:
        inside = len(self.elements)
        outside = inside if outside is None else outside
        self.open_tags.append(_Open(name, kind, outside, inside, attributes or {}))
        self.inline_chain = None

    def _find(self, names: Iterable[str], stop_at: Iterable[str]) -> int | None:
        """The place of the nearest open tag of these names, no container of `stop_at` between."""
        for place in range(len(self.open_tags) - 1, -1, -1):
            tag = self.open_tags[place]
            if tag.name in names:
                return place
            if tag.kind == "container" and tag.name in stop_at:
                return None
        return None

    def _close(self, names: Iterable[str], *, stop_at: Iterable[str]) -> None:
        """Close the nearest open tag of these names and all that is open inside it."""
        place = self._find(names, stop_at)
        if place is not None:
            self._truncate(place, min(tag.outside for tag in self.open_tags[place:]))

    def _return_to(self, names: Iterable[str], *, stop_at: Iterable[str] = ()) -> bool:
        """Close all that is open inside the nearest open tag of these names, and not that tag."""
        place = self._find(names, stop_at)
        if place is None or self.open_tags[place].kind != "container":
            return False
        self._truncate(place + 1, self.open_tags[place].inside)
        return True

    def _truncate(self, tags: int, elements: int) -> None:
        del self.open_tags[tags:]
        del self.elements[elements:]
        self.inline_chain = None
        self.leaf = None

    # ------------------------------------------------------------------ the tree
    def _enter_implied(self, tag: str) -> None:
        last = _last_element(self.elements[-1])
        if last is None or last.tag != tag or not last.implied:
            last = Element(tag, implied=True)
            self._attach(last)
        else:
            _move_what_follows(self.elements[-1], last)
        self.elements.append(last)

    def _enter_item(self, *, nested_list: bool = False) -> None:
        """In a list enter an item: the last one for a list, a new one for all else."""
        parent = self.elements[-1]
        if parent.tag not in LISTS:
            return
        item = _last_element(parent) if nested_list else None
        if item is None:
            item = Element("li")
            parent.children.append(item)
        else:
            _move_what_follows(parent, item)
        self.elements.append(item)

    def _attach(self, element: Element) -> None:
        """Append to the innermost open element; what no table can hold goes in front of it."""
        parent = self.elements[-1]
        own_parts = SECTIONS | CELLS | {"tr"}
        if parent.tag not in TABLE_PARTS or element.tag in own_parts:
            parent.children.append(element)
            return
        depth = max(n for n, item in enumerate(self.elements) if item.tag == "table")
        siblings = self.elements[depth - 1].children
        siblings.insert(len(siblings) - 1, element)  # the open table is the last of them

    def _break(self) -> None:
        """A block begins or ends here."""
        self.leaf = None
        siblings = self.elements[-1].children
        if siblings and is_inline(siblings[-1]):
            siblings.append(Element(BREAK))

    def _add(self, item: Element | str) -> None:
        """Add text or a line break to the paragraph, the heading or the container that is open."""
        if not item:
            return
        target = self.leaf
        if target is None:
            blank = isinstance(item, str) and is_blank(item)
            if not (blank and self.elements[-1].tag in LISTS | TABLE_PARTS):
                self.leaf = self._new_leaf(blank=blank)
            target = self.leaf or self.elements[-1]
        for tag in self._inlines():
            target = _within(target, tag)
        target.children.append(item)

    def _new_leaf(self, *, blank: bool) -> Element | None:
        """The paragraph or heading that the text to come needs; None where it may stand loose."""
        wrap = self._wrap(blank=blank)
        if wrap is None and self.elements[-1].tag in TABLE_PARTS:
            wrap = "p"
        self._enter_item()
        if wrap is None:
            return None
        leaf = Element(wrap)
        self._attach(leaf)
        return leaf

    def _wrap(self, *, blank: bool) -> str | None:
        wrap = None
        for tag in reversed(self.open_tags):
            if tag.kind == "container":
                break
            if tag.name in HEADINGS:
                return tag.name
            if tag.name == "p" or (tag.kind == "division" and not blank):
                wrap = "p"
        return wrap

    def _inlines(self) -> list[_Open]:
        if self.inline_chain is None:
            self.inline_chain = list(_chain(self.open_tags))
        return self.inline_chain


def is_inline(node: Element | str) -> bool:
    """Whether the node stands within a line of text."""
    return isinstance(node, str) or node.tag in INLINE


def _chain(open_tags: list[_Open]) -> Iterator[_Open]:
    """What text is wrapped in now: nothing twice, the innermost link, no towers of exponents."""
    inline = [tag for tag in open_tags if tag.kind == "inline"]
    links = [tag for tag in inline if tag.name == "a"]
    seen: list[str] = []
    for tag in inline:
        if tag.name in ("sup", "sub"):
            wanted = seen.count("sup") + seen.count("sub") < _MOST_RAISED
        elif tag.name == "a":
            wanted = tag is links[-1] and bool(tag.attributes)
        else:
            wanted = tag.name not in seen
        if wanted:
            seen.append(tag.name)
            yield tag


def _within(target: Element, tag: _Open) -> Element:
    last = target.children[-1] if target.children else None
    if isinstance(last, Element) and last.origin is tag:
        return last
    element = Element(tag.name, tag.attributes)
    element.origin = tag
    target.children.append(element)
    return element


def _last_element(parent: Element) -> Element | None:
    """The last child that is an element, if only white space follows it."""
    for child in reversed(parent.children):
        if isinstance(child, Element) and child.tag != BREAK:
            return child
        if isinstance(child, str) and not is_blank(child):
            return None
    return None


def _move_what_follows(parent: Element, last: Element) -> None:
    """Put the white space after the last element into it, so that nobody looks past it again."""
    place = len(parent.children) - 1
    while parent.children[place] is not last:
        place -= 1
    last.children += parent.children[place + 1 :]
    del parent.children[place + 1 :]
