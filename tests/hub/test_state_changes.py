"""A state is changed by a service (docs/architecture.md), or by the worker that has claimed the row."""

import ast
from pathlib import Path

PROJECT = Path(__file__).parents[2]
STATES = {"state", "review"}
#: Claimed and marked by conditional updates where they are delivered and made.
CLAIMED = {
    "accounts/mailers/deliver.py",
    "discussions/tasks.py",
    "moderation/exports/make.py",
}


def changes(module: str) -> list[int]:
    """The lines of a source that change a state: by assignment, or in one statement of the database."""
    lines = []
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = {target.attr for target in targets if isinstance(target, ast.Attribute)}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
            named = {keyword.arg for keyword in node.keywords if keyword.arg}
        else:
            continue
        if named & STATES:
            lines.append(node.lineno)
    return lines


def test_no_state_is_changed_but_by_a_service() -> None:
    found = {}
    for application in ("accounts", "discussions", "moderation", "hub"):
        for file in (PROJECT / application).rglob("*.py"):
            place = str(file.relative_to(PROJECT))
            if "/services/" not in place and "/migrations/" not in place:
                found[place] = changes(file.read_text())
    assert {place for place, lines in found.items() if lines} == CLAIMED


def test_each_way_of_changing_a_state_is_seen() -> None:
    assert changes(
        "post.state = 1\nrows.update(review=2)\npost.name = 3\nrows.filter(state=4)"
    ) == [1, 2]
