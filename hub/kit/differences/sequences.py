"""Two sequences aligned: which items of one are items of the other, in order, in bounded time.

First what begins and ends alike is set aside, then items that stand once on each side hold the rest together
("patience"), and what lies between them is matched by the shortest edit script (Myers, 1986), as long as that is
short. `difflib` is not used: its time grows with the cube of the length for some texts.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

from hub.kit.differences.effort import Effort

Pairs = list[tuple[int, int]]

#: Edits that are looked for in one stretch; where more would be needed, the stretch counts as replaced.
_MOST_EDITS: Final = 600
_MOST_ROUNDS: Final = 12


def common_items(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> Pairs:
    """Pairs (place in `old`, place in `new`) of equal items, rising on both sides."""
    numbers: dict[Hashable, int] = {}  # so that long items are hashed once and compared fast
    left = [numbers.setdefault(item, len(numbers)) for item in old]
    right = [numbers.setdefault(item, len(numbers)) for item in new]
    return _Aligner(left, right, effort).between(0, len(left), 0, len(right), _MOST_ROUNDS)


class _Aligner:
    def __init__(self, old: list[int], new: list[int], effort: Effort) -> None:
        self.old = old
        self.new = new
        self.effort = effort

    def between(self, a: int, a_end: int, b: int, b_end: int, rounds: int) -> Pairs:
        """The pairs of one stretch of each."""
        head: Pairs = []
        while a < a_end and b < b_end and self.old[a] == self.new[b]:
            head.append((a, b))
            a, b = a + 1, b + 1
        tail: Pairs = []
        while a < a_end and b < b_end and self.old[a_end - 1] == self.new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            tail.append((a_end, b_end))
        tail.reverse()
        if a == a_end or b == b_end:
            return head + tail
        anchors = self._anchors(a, a_end, b, b_end) if rounds else []
        if not anchors:
            return head + self._shortest(a, a_end, b, b_end) + tail
        for a_next, b_next in [*anchors, (a_end, b_end)]:
            head += self.between(a, a_next, b, b_next, rounds - 1)
            if a_next < a_end:
                head.append((a_next, b_next))
            a, b = a_next + 1, b_next + 1
        return head + tail

    def _anchors(self, a: int, a_end: int, b: int, b_end: int) -> Pairs:
        """Items that stand once in each stretch, as many as rise on both sides."""
        if not self.effort.spend(a_end - a + b_end - b):
            return []
        in_old, in_new = Counter(self.old[a:a_end]), Counter(self.new[b:b_end])
        place = {item: n for n, item in enumerate(self.new[b:b_end], b) if in_new[item] == 1}
        pairs = [
            (n, place[item])
            for n, item in enumerate(self.old[a:a_end], a)
            if in_old[item] == 1 and item in place
        ]
        return _rising(pairs)

    def _shortest(self, a: int, a_end: int, b: int, b_end: int) -> Pairs:
        """By the shortest edit script; none where that is too long.

        `reach[k]` is how far into `old` a script gets on the diagonal k (steps in `old` less steps in `new`).
        """
        length, width = a_end - a, b_end - b
        most = min(_MOST_EDITS, length + width)
        reach, trace = [-1] * (2 * most + 3), []
        reach[most + 2] = walked = 0
        for edits in range(most + 1):
            if not self.effort.spend(edits + 1 + walked):
                return []
            walked = 0
            trace.append(reach[most - edits : most + edits + 3])
            for k in range(most + 1 - edits, most + 2 + edits, 2):
                start = x = max(reach[k - 1] + 1, reach[k + 1])
                y = x - k + most + 1
                while x < length and y < width and self.old[a + x] == self.new[b + y]:
                    x, y = x + 1, y + 1
                walked += x - start
                reach[k] = x
                if x >= length and y >= width:
                    steps = _walked_back(trace, length, width)
                    return [(a + x, b + y) for x, y in steps]
        return []


def _rising(pairs: Pairs) -> Pairs:
    """The longest part of the pairs (in the order of the first) in which the second rises too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            last.append(n)
        else:
            ends[at], last[at] = place, n
    found: Pairs = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _walked_back(trace: list[list[int]], x: int, y: int) -> Pairs:
    """The equal items on the way that was found, from its end."""
    pairs: Pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, k = trace[edits], x - y + edits + 1
        is_added = reach[k - 1] < reach[k + 1]
        before = reach[k + 1] if is_added else reach[k - 1]
        start = before if is_added else before + 1
        while x > start:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = (x, y - 1) if is_added else (x - 1, y)
    return pairs[::-1]
