"""Every suppression of a check says why (docs/architecture.md); it is code that is asked about, not texts."""

import re
import tokenize
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SUPPRESSION = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma|pylint|fmt:\s*off|nosec)\b", re.IGNORECASE
)
WITH_REASON = re.compile(
    r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \S|type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S)"
)
ROOMS = (
    "hub",
    "accounts",
    "discussions",
    "moderation",
    "benchmarks",
    "deploy",
    "tests",
    "manage.py",
)


def modules() -> list[Path]:
    """Every module of the project."""
    places = [PROJECT / room for room in ROOMS]
    return sorted(
        file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))
    )


def bare_suppressions(module: Path) -> list[str]:
    """The comments of a module that switch a check off and do not say why."""
    with tokenize.open(module) as source:
        comments = [
            token
            for token in tokenize.generate_tokens(source.readline)
            if token.type == tokenize.COMMENT
        ]
    return [
        f"{module.relative_to(PROJECT)}:{comment.start[0]} {comment.string}"
        for comment in comments
        if SUPPRESSION.search(comment.string) and not WITH_REASON.match(comment.string)
    ]


def test_every_suppression_in_the_code_says_why() -> None:
    found = [bare for module in modules() for bare in bare_suppressions(module)]
    assert found == []


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# noqa", True),
        ("# noqa: S105", True),
        ("# noqa: S105 - of the demonstration", False),
        ("# type: ignore", True),
        ("# type: ignore[misc]", True),
        ("# type: ignore[misc]  # its default binds the loop", False),
        ("# why, not what", False),
    ],
)
def test_a_suppression_without_a_reason_is_found(comment: str, bare: bool) -> None:
    assert bool(SUPPRESSION.search(comment) and not WITH_REASON.match(comment)) is bare


def test_every_rule_that_is_left_out_for_some_files_says_why() -> None:
    lines = (PROJECT / "pyproject.toml").read_text().splitlines()
    start = lines.index("[tool.ruff.lint.per-file-ignores]") + 1
    end = next(number for number in range(start, len(lines)) if not lines[number].strip())
    assert [line for line in lines[start:end] if "] # " not in line] == []
