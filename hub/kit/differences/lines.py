"""Two lines of text compared word by word, the way a reader wants it: few long changes rather than many short ones."""

from collections.abc import Iterator, Sequence
from typing import Final

from hub.kit.differences.effort import Effort
from hub.kit.differences.sequences import common_items
from hub.kit.differences.words import Word
from hub.kit.differences.writing import Stretch

#: Below this share of common words a line counts as written anew.
_LEAST_IN_COMMON: Final = 0.25


def stretches_of(
    old: Sequence[Word], new: Sequence[Word], effort: Effort
) -> tuple[list[Stretch], bool]:
    """What is common, removed and added, in reading order; common words as the new line writes them.

    And whether some of the common words are formatted otherwise.
    """
    left = [word for word in old if not word.is_space]
    right = [word for word in new if not word.is_space]
    pairs = common_items([w.key for w in left], [w.key for w in right], effort)
    if 2 * len(pairs) < _LEAST_IN_COMMON * (len(left) + len(right)):
        pairs = []
    is_reformatted = any(left[a].form != right[b].form for a, b in pairs)
    runs = list(_runs(pairs, len(left), len(right)))
    stretches = [Stretch("", [word for word in new[:1] if word.is_space])]
    for removed, added, common in _worthwhile(runs):
        gone: Sequence[Word] = left[slice(*removed)]
        come: Sequence[Word] = right[slice(*added)]
        before = stretches[-1].words
        if removed[0] and before:
            last, gone, come = _with_space(left[removed[0] - 1], before[-1], gone, come)
            stretches[-1] = Stretch("", [*before[:-1], last])
        stretches += [Stretch("del", gone), Stretch("ins", come)]
        stretches.append(Stretch("", right[slice(*common)]))
    return [stretch for stretch in stretches if stretch.words], is_reformatted


def _with_space(
    old: Word, new: Word, gone: Sequence[Word], come: Sequence[Word]
) -> tuple[Word, Sequence[Word], Sequence[Word]]:
    """The last common word before a change: a space that only one side has after it belongs to the change."""
    if gone and old.space and not new.space:
        return new, [old.only_space(), *gone], come
    if come and new.space and not old.space:
        return new.without_space(), gone, [new.only_space(), *come]
    return new, gone, come


Span = tuple[int, int]
#: Places removed in the old line and added in the new one, then places in the new line that are common.
Run = tuple[Span, Span, Span]


def _runs(pairs: list[tuple[int, int]], left: int, right: int) -> Iterator[Run]:
    a = b = at = 0
    while at <= len(pairs):
        a_next, b_next = pairs[at] if at < len(pairs) else (left, right)
        length = 0
        while at + length < len(pairs) and pairs[at + length] == (
            a_next + length,
            b_next + length,
        ):
            length += 1
        yield (a, a_next), (b, b_next), (b_next, b_next + length)
        a, b, at = a_next + length, b_next + length, at + max(length, 1)


def _worthwhile(runs: list[Run]) -> list[Run]:
    """The same with what is common between two changes given up where it is shorter than both."""
    kept: list[Run] = []
    for run in runs:
        if kept and _is_slight(kept[-1], run):
            (a, _), (b, _), _ = kept[-1]
            kept[-1] = ((a, run[0][1]), (b, run[1][1]), run[2])
        else:
            kept.append(run)
    return kept


def _is_slight(before: Run, after: Run) -> bool:
    common = _length(before[2])
    change_before = max(_length(before[0]), _length(before[1]))
    change_after = max(_length(after[0]), _length(after[1]))
    return 0 < common < min(change_before, change_after)


def _length(span: Span) -> int:
    return span[1] - span[0]
