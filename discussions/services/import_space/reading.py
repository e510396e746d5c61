"""`space.json` read: strict JSON, and a way to walk through it that no malformed value can trip."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from hub.kit.instants import format_instant, parse_instant

#: Stands for a document that could not be read.
NOTHING: Final = object()


class _Twice(dict[str, Any]):
    """An object with a key that stands in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = [key for key, _value in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # None is what is meant


def parse(content: bytes, faults: Faults) -> Any:
    """The value of a JSON text in UTF-8; NOTHING, with a fault noted, where it is none. Keys may not repeat."""
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_refuse
        )
    except RecursionError:
        faults.add("", "invalid-json", _("space.json is nested too deeply."))
        return NOTHING
    except ValueError as error:
        faults.add(
            "", "invalid-json", _("space.json is not valid JSON: %(error)s") % {"error": error}
        )
        return NOTHING
    for pointer, value in _everything(document, ""):
        for key in getattr(value, "twice", ()):
            faults.add(
                f"{pointer}/{_escaped(key)}",
                "duplicate-key",
                _("The key stands in its object more than once."),
            )
    return document


def matches(document: Any, pattern: str) -> Iterator[tuple[str, Any]]:
    """(JSON pointer, value) of all that a pattern like `posts/*/author` meets; what has another shape is passed over."""
    found: list[tuple[str, Any]] = [("", document)]
    for part in pattern.split("/"):
        found = [below for place in found for below in _below(*place, part)]
    yield from found


def texts(document: Any, pattern: str) -> Iterator[tuple[str, str]]:
    """The matches that are texts."""
    return (
        (pointer, value) for pointer, value in matches(document, pattern) if isinstance(value, str)
    )


def objects(document: Any, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The matches that are objects."""
    return (
        (pointer, value)
        for pointer, value in matches(document, pattern)
        if isinstance(value, dict)
    )


def instants(value: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Those of the keys that are there: null, or an instant as this portal writes it. ValueError for anything else."""
    return {
        key: None if value[key] is None else format_instant(parse_instant(value[key]))
        for key in keys
        if key in value
    }


def every_text(document: Any, *, but: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Every text of the document, keys apart, but those at or below some keys."""
    for pointer, value in _everything(document, "", but):
        if isinstance(value, str):
            yield pointer, value


def _below(pointer: str, value: Any, part: str) -> Iterator[tuple[str, Any]]:
    if part == "*":
        yield from _children(pointer, value)
    elif isinstance(value, dict) and part in value:
        yield f"{pointer}/{part}", value[part]


def _children(pointer: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield f"{pointer}/{_escaped(key)}", below
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield f"{pointer}/{number}", below


def _everything(
    document: Any, pointer: str, but: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Any]]:
    waiting = [(pointer, document)]
    while waiting:
        place, value = waiting.pop()
        yield place, value
        waiting += [
            below for below in _children(place, value) if below[0].rpartition("/")[2] not in but
        ][::-1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Twice(pairs)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _escaped(key: str) -> str:
    """RFC 6901."""
    return key.replace("~", "~0").replace("/", "~1")
