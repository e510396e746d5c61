"""Two trees merged into one: blocks that stayed, changed, came and went."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from hub.kit.differences.effort import Effort
from hub.kit.differences.lines import stretches_of
from hub.kit.differences.pairing import best_pairs
from hub.kit.differences.sequences import common_items
from hub.kit.differences.words import Word, words_in
from hub.kit.differences.writing import Change, Marks, Stretch, start_tag, written
from hub.kit.sanitise.tree import CELLS, LEAVES, LISTS, SECTIONS, Element, is_inline

#: Parts of a table: each has its place, and a row that lost a cell is another row.
_FIXED: Final = SECTIONS | CELLS
_CLASSES: Final = {"ins": "added", "del": "removed"}


@dataclass(eq=False)
class Block:
    """A block of a text; loose text between blocks is one without a tag."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    nodes: list[Element | str] = field(default_factory=list)

    @cached_property
    def is_line(self) -> bool:
        """Whether it holds text and no blocks."""
        return not self.tag or self.tag in LEAVES

    @cached_property
    def words(self) -> list[Word]:
        """All words in it, in order."""
        if self.is_line:
            return words_in(self.nodes)
        return [word for block in self.inside for word in block.words]

    @cached_property
    def inside(self) -> list["Block"]:
        """The blocks in it."""
        return list(_grouped(self.nodes))

    @cached_property
    def counted(self) -> Counter[Hashable]:
        """How often each word stands in it."""
        return Counter(word.key for word in self.words if not word.is_space)

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return self.counted.total()

    @cached_property
    def whole(self) -> Hashable:
        """The same for blocks that are the same but for white space and emphasis."""
        if self.is_line:
            return ("", *(word.key for word in self.words if not word.is_space))
        return (self.tag, *(block.whole for block in self.inside))


def blocks_of(root: Element) -> list[Block]:
    """The blocks of a text."""
    return list(_grouped(root.children))


def _grouped(nodes: list[Element | str]) -> Iterator[Block]:
    loose: list[Element | str] = []
    for node in nodes:
        if is_inline(node):
            loose.append(node)
            continue
        yield from _loose(loose)
        loose = []
        assert isinstance(node, Element)
        yield Block(node.tag, node.attributes, node.children)
    yield from _loose(loose)


def _loose(nodes: list[Element | str]) -> Iterator[Block]:
    """Loose text as a block; white space between blocks shows nothing and is left out."""
    if any(not isinstance(node, str) or node.strip() for node in nodes):
        yield Block("", nodes=nodes)


class Comparison:
    """One comparison: what it found, and what it may still cost."""

    def __init__(self, marks: Marks, effort: Effort) -> None:
        self.marks = marks
        self.effort = effort
        self.places = 0
        self.is_reformatted = False

    def merged(self, old: list[Block], new: list[Block]) -> str:
        """The HTML of both, one after the other where they differ."""
        parts, a, b = [], 0, 0
        for a_next, b_next in [*self._matched(old, new), (len(old), len(new))]:
            parts += [self._whole(block, "del") for block in old[a:a_next]]
            parts += [self._whole(block, "ins") for block in new[b:b_next]]
            if a_next < len(old):
                parts.append(self._changed(old[a_next], new[b_next]))
            a, b = a_next + 1, b_next + 1
        return "".join(parts)

    # ------------------------------------------------------------------ which block is which
    def _matched(self, old: list[Block], new: list[Block]) -> list[tuple[int, int]]:
        """The places of blocks that are the same or the same changed, rising on both sides."""
        if _are_fixed(old, new):
            return [(n, n) for n in range(len(old))]
        same = common_items([b.whole for b in old], [b.whole for b in new], self.effort)
        pairs, a, b = [], 0, 0
        for a_next, b_next in [*same, (len(old), len(new))]:
            pairs += self._alike(old, new, range(a, a_next), range(b, b_next))
            if a_next < len(old):
                pairs.append((a_next, b_next))
            a, b = a_next + 1, b_next + 1
        return pairs

    def _alike(
        self, old: list[Block], new: list[Block], places: range, others: range
    ) -> list[tuple[int, int]]:
        """Blocks of two stretches that have words in common."""

        def likeness(row: int, column: int) -> float:
            return _likeness(old[places[row]], new[others[column]])

        asked = [len(old[place].counted) for place in places]
        cost = 1 + sum(asked) // max(len(asked), 1)
        pairs = best_pairs(len(places), len(others), likeness, cost, self.effort)
        return [(places[row], others[column]) for row, column in pairs]

    # ------------------------------------------------------------------ how it is written
    def _changed(self, old: Block, new: Block) -> str:
        if old.is_line and new.is_line:
            stretches, is_reformatted = stretches_of(old.words, new.words, self.effort)
            self.places += _places(stretches)
            inside = written(stretches, self.marks)
        else:
            is_reformatted = old.attributes != new.attributes
            inside = self.merged(old.inside, new.inside)
        self.is_reformatted |= is_reformatted or (old.tag or "p") != (new.tag or "p")
        return _wrapped(new, inside)

    def _whole(self, block: Block, change: Change) -> str:
        self.places += 1
        return _wrapped(block, self._inside(block, change), _CLASSES[change])

    def _inside(self, block: Block, change: Change) -> str:
        if block.is_line:
            return written([Stretch(change, block.words)], self.marks)
        return "".join(_wrapped(b, self._inside(b, change)) for b in block.inside)


def _wrapped(block: Block, inside: str, name: str = "") -> str:
    """A block around what is in it; loose text has none."""
    if not block.tag:
        return inside
    attributes = [*block.attributes.items(), *([("class", name)] if name else [])]
    return f"{start_tag(block.tag, attributes)}{inside}</{block.tag}>"


def _are_fixed(old: list[Block], new: list[Block]) -> bool:
    """Whether they are the parts of a table, one for one."""
    return len(old) == len(new) and all(block.tag in _FIXED for block in [*old, *new])


def _likeness(old: Block, new: Block) -> float:
    """The share of common words, from 0 to 1; 0 for blocks that cannot be one."""
    total = old.length + new.length
    if not total or not _can_be_one(old, new):
        return 0.0
    few, many = sorted((old.counted, new.counted), key=len)
    return 2 * sum(min(count, many[key]) for key, count in few.items()) / total


def _can_be_one(old: Block, new: Block) -> bool:
    """Whether one block could become the other."""
    if old.is_line or new.is_line:
        return old.is_line and new.is_line
    if old.tag == "tr" or old.tag == "table":
        return new.tag == old.tag and _are_fixed(old.inside, new.inside)
    return old.tag == new.tag or {old.tag, new.tag} <= LISTS


def _places(stretches: list[Stretch]) -> int:
    """How many stretches are marked; removed words and those in their place are one."""
    changes = [stretch.change for stretch in stretches]
    both = sum(pair == ("del", "ins") for pair in pairwise(changes))
    return sum(map(bool, changes)) - both
