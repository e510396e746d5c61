"""Every word that the code translates can be found for the catalogue: what the extraction does not see is never translated."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = ("accounts", "discussions", "moderation", "hub")
MARKERS = {
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
}


def modules() -> list[str]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def faults(source: str) -> list[str]:
    """What hides a message: a name of its own for a marker, words put together, a call within an f-string."""
    nodes = list(ast.walk(ast.parse(source)))
    return [fault for node in nodes for fault in (*_renamed(node), *_within(node), *_made(node))]


def _renamed(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
        for name in node.names:
            if name.name in MARKERS and name.asname not in {None, "_"}:
                yield f"{node.lineno}: {name.name} is called {name.asname}"


def _within(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr) and any(map(_marker, ast.walk(node))):
        yield f"{node.lineno}: a message within an f-string"


def _made(node: ast.AST) -> Iterator[str]:
    words = node.args[: _marker(node)] if isinstance(node, ast.Call) else []
    if not all(isinstance(one, ast.Constant) for one in words):
        yield f"{words[0].lineno}: a message that is no plain text"


def _marker(node: ast.AST) -> int:
    """How many texts a call marks; 0 for another."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return 0
    return 1 if node.func.id == "_" else MARKERS.get(node.func.id, 0)


def test_no_message_is_hidden_from_the_catalogue() -> None:
    found = {name: faults((ROOT / name).read_text("utf-8")) for name in modules()}
    assert {name: hidden for name, hidden in found.items() if hidden} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.translation import gettext_lazy as lazy",
        "f\"{_('Files')}: 3\"",
        "_(words)",
        "_(f'{n} files')",
        "ngettext('a file', many, n)",
    ],
)
def test_each_way_to_hide_one_is_seen(source: str) -> None:
    assert faults(source) != []
