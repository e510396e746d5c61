"""Which acts the code writes to the record, found by reading it: every call of `write_record`, and of what calls it.

An act is a text, a constant, a word of an enumeration, or put together from such; a parameter is whatever the callers
give. What cannot be told raises `CannotTell`: write the act in a way that can be read, or teach it here.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import TextChoices

FOLDERS = ("accounts", "discussions", "moderation", "hub")
WRITER = "write_record"


class CannotTell(Exception):
    """An act that no reader of the code can know."""


@dataclass(frozen=True)
class Module:
    """One file: its place, its tree, and what stands around each node."""

    name: str
    tree: ast.Module
    parents: dict[ast.AST, ast.AST]


def modules() -> list[Module]:
    """All of the project but migrations."""
    root, found = Path(settings.BASE_DIR), []
    for folder in FOLDERS:
        for place in sorted((root / folder).rglob("*.py")):
            if "migrations" not in place.parts:
                tree = ast.parse(place.read_text("utf-8"))
                name = ".".join(place.relative_to(root).with_suffix("").parts)
                found.append(Module(name.removesuffix(".__init__"), tree, parents(tree)))
    return found


def parents(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    """What stands around each node of a module."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


class Acts:
    """Reads the acts out of modules."""

    def __init__(self, given: list[Module]) -> None:
        self.modules = given

    def all(self) -> set[str]:
        """Every act that some call writes."""
        found: set[str] = set()
        for module, call in self._calls(WRITER, None):
            found |= self._of_argument(module, call, "act", 0, ())
        return found

    def _calls(self, name: str, within: str | None) -> Iterator[tuple[Module, ast.Call]]:
        """The calls of a function; what begins with an underline is called in its own module alone."""
        for module in self.modules:
            if name.startswith("_") and module.name != within:
                continue
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call) and _name_of(node.func) == name:
                    yield module, node

    def _of_argument(
        self, module: Module, call: ast.Call, name: str, place: int, trail: tuple[str, ...]
    ) -> set[str]:
        given = next((one.value for one in call.keywords if one.arg == name), None)
        if given is None and place < len(call.args):
            given = call.args[place]
        if given is None:
            raise CannotTell(f"{module.name}:{call.lineno} gives no {name}")
        return self._values(module, given, trail)

    def _values(self, module: Module, node: ast.expr, trail: tuple[str, ...]) -> set[str]:
        """What an expression may be."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return {str(node.value)}
        if isinstance(node, ast.JoinedStr | ast.FormattedValue):
            return self._joined(module, node, trail)
        if isinstance(node, ast.IfExp):
            branches = (node.body, node.orelse)
            return set().union(*(self._values(module, one, trail) for one in branches))
        if isinstance(node, ast.Attribute):
            return self._attribute(module, node, trail)
        if isinstance(node, ast.Name):
            return self._name(module, node, trail)
        raise CannotTell(f"{module.name}:{node.lineno} {ast.unparse(node)}")

    def _joined(
        self, module: Module, node: ast.JoinedStr | ast.FormattedValue, trail: tuple[str, ...]
    ) -> set[str]:
        if isinstance(node, ast.FormattedValue):
            return self._values(module, node.value, trail)
        parts = [sorted(self._values(module, part, trail)) for part in node.values]
        return {"".join(chosen) for chosen in product(*parts)}

    def _attribute(self, module: Module, node: ast.Attribute, trail: tuple[str, ...]) -> set[str]:
        """A word of an enumeration, or what the classes of the portal set `self.subject` and its like to."""
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return self._class_values(node.attr)
        if isinstance(node.value, ast.Name):
            words = _imported(module, node.value.id)
            if isinstance(words, type) and issubclass(words, TextChoices):
                return {str(words[node.attr].value)}
        raise CannotTell(f"{module.name}:{node.lineno} {ast.unparse(node)}")

    def _class_values(self, name: str) -> set[str]:
        found = set()
        for module in self.modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    found |= {value for value in _assigned(node.body, name) if value}
        return found

    def _name(self, module: Module, node: ast.Name, trail: tuple[str, ...]) -> set[str]:
        """A local variable, a parameter, or a constant of the module or of another one."""
        function = _around(module, node)
        if function is not None:
            values = [
                value
                for inner in ast.walk(function)
                if isinstance(inner, ast.Assign)
                for value in _values_of(inner, node.id)
            ]
            if values:
                return set().union(*(self._values(module, value, trail) for value in values))
            if node.id in _parameters(function):
                return self._parameter(module, function, node.id, trail)
        constant = getattr(import_module(module.name), node.id, None)
        if isinstance(constant, str):
            return {str(constant)}
        raise CannotTell(f"{module.name}:{node.lineno} {node.id}")

    def _parameter(
        self, module: Module, function: ast.FunctionDef, name: str, trail: tuple[str, ...]
    ) -> set[str]:
        """All words of the enumeration that it is of, or what all callers give."""
        annotation = next(one.annotation for one in _arguments(function) if one.arg == name)
        if isinstance(annotation, ast.Name):
            words = _imported(module, annotation.id)
            if isinstance(words, type) and issubclass(words, TextChoices):
                return set(words.values)
        key = f"{module.name}.{function.name}.{name}"
        if key in trail:
            return set()
        place = (
            [one.arg for one in function.args.args].index(name)
            if name in {one.arg for one in function.args.args}
            else 1 << 10
        )
        found: set[str] = set()
        for other, call in self._calls(function.name, module.name):
            found |= self._of_argument(other, call, name, place, (*trail, key))
        if not found:
            raise CannotTell(f"nobody calls {key}")
        return found


def _name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _imported(module: Module, name: str) -> Any:
    return getattr(import_module(module.name), name, None)


def _around(module: Module, node: ast.AST) -> ast.FunctionDef | None:
    """The function in which a node stands."""
    while node in module.parents:
        node = module.parents[node]
        if isinstance(node, ast.FunctionDef):
            return node
    return None


def _arguments(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {one.arg for one in _arguments(function)}


def _values_of(node: ast.Assign, name: str) -> list[ast.expr]:
    """What an assignment gives to a name, alone or within a tuple."""
    found = []
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id == name:
            found.append(node.value)
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            found += [
                value
                for one, value in zip(target.elts, node.value.elts, strict=True)
                if isinstance(one, ast.Name) and one.id == name
            ]
    return found


def _assigned(body: list[ast.stmt], name: str) -> list[str]:
    return [
        str(node.value.value)
        for node in body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
