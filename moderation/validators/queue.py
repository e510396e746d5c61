"""What part of the review queue is asked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from moderation.enums import PostKind, QueueShow
from moderation.validators.bulk import MOST

#: In the place of the number of a question: posts to the space as a whole.
GENERAL: Final = "general"
#: What a filter says that has one word alone.
YES: Final = "yes"
_LONGEST: Final = 200
_REFERENCE: Final = re.compile("[A-Z][A-Z0-9]{1,7}-[0-9]{1,15}")
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "show": frozenset(QueueShow.values),
    "group": frozenset(StakeholderGroup.values),
    "standing": frozenset(Standing.values),
    "kind": frozenset(PostKind.values),
    "files": frozenset({YES}),
    "reported": frozenset({YES}),
}


@dataclass(frozen=True)
class QueueQuery:
    """The address of a piece of the queue; what is unknown in it counts as left out, empty parts narrow nothing.

    `question` is the number of one of the space, or GENERAL. `q` are words, or a reference. `post` stands in the panel,
    and `then` is the one after it. `chosen` are the references of those that are chosen for one decision on many; `last` is
    the one that was just decided on.
    """

    show: QueueShow = QueueShow.WAITING
    space: str = ""
    question: str = ""
    language: str = ""
    group: str = ""
    standing: str = ""
    kind: str = ""
    files: str = ""
    reported: str = ""
    q: str = ""
    after: str = ""
    post: str = ""
    then: str = ""
    last: str = ""
    chosen: tuple[str, ...] = ()

    def query(self, **changed: str | tuple[str, ...]) -> str:
        """The same address with some parts changed; parts that are empty or usual are left out."""
        return "?" + urlencode(self.parts(**changed))

    def parts(self, **changed: str | tuple[str, ...]) -> list[tuple[str, str]]:
        """The same part by part, as a form sends it."""
        asked = replace(self, **changed)  # type: ignore[arg-type]  # a list comes by its code
        values = {one.name: getattr(asked, one.name) for one in fields(asked)}
        values["show"] = "" if asked.show == QueueShow.WAITING else str(asked.show)
        chosen = [("chosen", reference) for reference in values.pop("chosen")]
        return [(name, value) for name, value in values.items() if value] + chosen

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, beside its space."""
        names = ("question", "language", "group", "standing", "kind", "files", "reported", "q")
        return {name: value for name in names if (value := getattr(self, name))}


def queue_query(given: QueryDict) -> QueueQuery:
    """What an address asks for."""
    parts = {one.name: given.get(one.name, "").strip() for one in fields(QueueQuery)}
    parts = {name: value for name, value in parts.items() if _is_known(name, value)}
    parts["show"] = QueueShow(parts.get("show", QueueShow.WAITING))
    if "space" not in parts:
        parts.pop("question", None)  # numbers of questions are those of a space
    parts.pop("chosen", None)
    chosen = chosen_references(given.getlist("chosen"))
    return QueueQuery(**parts, chosen=chosen)  # type: ignore[arg-type]  # the list is made one above


def chosen_references(given: Iterable[str]) -> tuple[str, ...]:
    """What has the form of a reference, each once, in capitals; at most so many as one decision takes."""
    upper = (value.strip().upper() for value in given)
    found = dict.fromkeys(value for value in upper if _REFERENCE.fullmatch(value))
    return tuple(found)[:MOST]


def _is_known(name: str, value: str) -> bool:
    if not value or len(value) > _LONGEST or "\x00" in value:
        return False
    if name == "question":
        return value == GENERAL or (value.isascii() and value.isdecimal() and len(value) < 10)
    return name not in _KNOWN or value in _KNOWN[name]
