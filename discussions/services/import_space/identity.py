"""Ids that repeat, and ids that nothing has."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from discussions.services.import_space.reading import matches, texts

#: Where things of a kind have their id.
_IDS: Mapping[str, str] = {
    "person": "people/*/id",
    "window": "space/windows/*/id",
    "document": "space/documents/*/id",
    "prompt": "prompts/*/id",
    "post": "posts/*/id",
}
#: Where an id is named, and of what kind it is.
_NAMED: Mapping[str, str] = {
    "space/moderators/*": "person",
    "space/windows/*/changes/*/by": "person",
    "prompts/*/asked_by": "person",
    "prompts/*/window": "window",
    "prompts/*/document": "document",
    "posts/*/prompt": "prompt",
    "posts/*/in_reply_to": "post",
    "posts/*/author": "person",
    "posts/*/outside_source/entered_by": "person",
    "posts/*/merged_into": "post",
    "posts/*/moved_from/*/prompt": "prompt",
    "posts/*/moved_from/*/in_reply_to": "post",
}


def check_identity(document: Any, faults: Faults) -> None:
    """Note ids and prompt numbers that stand twice, and references to ids that are not there."""
    known = {kind: _check_once(document, pattern, faults) for kind, pattern in _IDS.items()}
    for pattern, kind in _NAMED.items():
        for pointer, name in texts(document, pattern):
            if name not in known[kind]:
                faults.add(
                    pointer,
                    "dangling-reference",
                    _("Nothing in the archive has the id %(id)r.") % {"id": name},
                )
    _check_numbers(document, faults)


def _check_once(document: Any, pattern: str, faults: Faults) -> set[str]:
    seen: set[str] = set()
    for pointer, name in texts(document, pattern):
        if name in seen:
            faults.add(pointer, "duplicate-id", _("The id %(id)r stands twice.") % {"id": name})
        seen.add(name)
    return seen


def _check_numbers(document: Any, faults: Faults) -> None:
    """A prompt's number is given, or its place in the list."""
    seen: set[Any] = set()
    for place, (pointer, prompt) in enumerate(matches(document, "prompts/*"), 1):
        number = prompt.get("number", place) if isinstance(prompt, dict) else None
        if isinstance(number, int | float):
            if number in seen:
                faults.add(
                    f"{pointer}/number",
                    "duplicate-number",
                    _("Two questions have the number %(number)s.") % {"number": number},
                )
            seen.add(number)
