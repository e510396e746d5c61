"""Rows of tables that surely have room on a page."""

import pytest

from hub.kit.blocks import Table, blocks_of, whole_rows

FEW, MANY = "words " * 40, "words " * 400


def whole(rows: str) -> list[bool]:
    (table,) = blocks_of(f"<table><tbody>{rows}</tbody></table>")
    assert isinstance(table, Table)
    return list(whole_rows(table, lambda cell: 20 * cell.width))


@pytest.mark.parametrize(
    ("cell", "is_whole"),
    [
        (FEW, True),
        (MANY, False),
        ("x<br>" * 30, False),
        ("<p>x</p>" * 30, False),
        ("<ul><li>x</li></ul>", True),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", False),
        ("<ul><li><table><tbody><tr><td>x</td></tr></tbody></table></li></ul>", False),
        ("<blockquote><table><tbody><tr><td>x</td></tr></tbody></table></blockquote>", False),
    ],
)
def test_a_row_is_whole_where_each_of_its_cells_is_short(cell: str, is_whole: bool) -> None:
    assert whole(f"<tr><td>x</td><td>{cell}</td></tr>") == [is_whole]


def test_no_row_is_whole_into_which_a_long_cell_reaches() -> None:
    rows = f"<tr><td rowspan='2'>{MANY}</td><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td><td>d</td></tr>"
    assert whole(rows) == [False, False, True]


def test_a_cell_over_columns_has_the_room_of_all() -> None:
    assert whole(f"<tr><td colspan='2'>{'words ' * 120}</td></tr><tr><td>a</td><td>b</td></tr>") == [True, True]  # fmt: skip
    assert whole(f"<tr><td>{'words ' * 120}</td><td>b</td></tr>") == [False]
