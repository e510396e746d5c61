"""Which of two rows of things are the same thing, changed: the pairs that have the most in common together."""

from collections.abc import Callable
from typing import Final

from hub.kit.differences.effort import Effort

#: Below this likeness two things are different things.
_LEAST: Final = 0.4
#: The part of what is left to spend that one pair of rows may cost.
_SHARE: Final = 4

Likeness = Callable[[int, int], float]


def best_pairs(
    rows: int, columns: int, likeness: Likeness, cost: int, effort: Effort
) -> list[tuple[int, int]]:
    """Pairs of places, rising on both sides, with the greatest sum of likeness (0 to 1); none where it costs too much.

    `cost` is that of asking for one likeness. In long rows a thing is looked for near its place on the other side.
    """
    if not rows or not columns or not effort.spend(rows * columns // _SHARE):
        return []
    reach = min(max(rows, columns), effort.left // (2 * _SHARE * rows * cost))
    if not effort.spend(rows * min(columns, 2 * reach + 1) * cost):
        return []
    sums = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike: dict[tuple[int, int], float] = {}
    for row in range(rows):
        for column in range(columns):
            best = max(sums[row][column + 1], sums[row + 1][column])
            if abs(row * columns // rows - column) <= reach:
                found = likeness(row, column)
                if found >= _LEAST and sums[row][column] + found > best:
                    best = alike[row, column] = sums[row][column] + found
            sums[row + 1][column + 1] = best
    return _walked_back(sums, alike, rows, columns)


def _walked_back(
    sums: list[list[float]], alike: dict[tuple[int, int], float], row: int, column: int
) -> list[tuple[int, int]]:
    pairs = []
    while row and column:
        if alike.get((row - 1, column - 1)) == sums[row][column]:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif sums[row - 1][column] == sums[row][column]:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]
