"""Migrations do one thing, are named, can be undone, and import none of our code (docs/architecture.md)."""

import ast
import inspect
import re
import sys

import pytest
from django.db.migrations.loader import MigrationLoader

OURS = ("kit", "accounts", "discussions", "moderation")
APPLICATIONS = {"hub", "accounts", "discussions", "moderation"}
MIGRATIONS = {
    f"{label}.{name}": migration
    for (label, name), migration in sorted(
        MigrationLoader(None).disk_migrations.items(), key=lambda found: found[0]
    )
    if label in OURS
}


@pytest.mark.parametrize("name", MIGRATIONS)
def test_it_has_a_name_of_its_own(name: str) -> None:
    assert re.fullmatch(r"[a-z]+\.\d{4}_[a-z]+(_[a-z]+)*", name)
    assert not re.search(r"_(auto|alter|and_more)(_|$)", name)


@pytest.mark.parametrize("name", MIGRATIONS)
def test_every_step_of_it_can_be_undone(name: str) -> None:
    for operation in MIGRATIONS[name].operations:
        assert operation.reversible, operation.describe()


@pytest.mark.parametrize("name", MIGRATIONS)
def test_it_imports_none_of_our_code(name: str) -> None:
    source = inspect.getsource(sys.modules[MIGRATIONS[name].__module__])
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
        assert not {module.partition(".")[0] for module in imported} & APPLICATIONS
