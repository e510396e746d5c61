"""The archive against its schema."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from discussions.services.import_space.faults import Faults
from hub.kit.instants import parse_instant

SCHEMA = Path(__file__).with_name("space-archive.schema.json")
_LONGEST_WORDS = 300
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _is_instant(value: object) -> bool:
    if isinstance(value, str):
        parse_instant(value)
    return True


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return True
    date.fromisoformat(value)
    return _DAY.fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """JSON Schema's patterns are those of ECMA-262, where `$` is the end and never stands before a line's end."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _pattern(
    _validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _judge() -> Any:
    formats = FormatChecker(formats=())
    formats.checks("date-time", raises=ValueError)(_is_instant)
    formats.checks("date", raises=ValueError)(_is_day)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    judge = extend(Draft202012Validator, {"pattern": _pattern})
    return judge(schema, format_checker=formats)


def check_schema(document: Any, faults: Faults) -> None:
    """Note everything that the schema does not allow, each at its JSON pointer; formats of instants and dates too."""
    for error in _judge().iter_errors(document):
        for deepest in _telling(error):
            faults.add(_pointer(deepest), "schema", _words(deepest))


def _telling(error: ValidationError) -> list[ValidationError]:
    """For a value that may be null or something, what is wrong with the something."""
    if error.validator != "oneOf" or error.instance is None:
        return [error]
    wrong = [below for below in error.context if below.validator_value != "null"]
    return wrong or [error]


def _pointer(error: ValidationError) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in error.absolute_path]
    return "".join(f"/{part}" for part in parts)


def _words(error: ValidationError) -> str:
    words = " ".join(str(error.message).split())
    return words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS] + "…"
