"""What part of the review queue is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from moderation.enums import PostKind, QueueShow

#: In the place of the number of a question: posts to the space as a whole.
GENERAL: Final = "general"
#: What a filter says that has one word alone.
YES: Final = "yes"
_LONGEST: Final = 200
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
    and `then` is the one after it.
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

    def query(self, **changed: str) -> str:
        """The same address with some parts changed; parts that are empty or usual are left out."""
        asked = replace(self, **changed)  # type: ignore[arg-type]  # a list comes by its code
        parts = {field.name: str(getattr(asked, field.name)) for field in fields(asked)}
        parts["show"] = "" if asked.show == QueueShow.WAITING else str(asked.show)
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, beside its space."""
        names = ("question", "language", "group", "standing", "kind", "files", "reported", "q")
        return {name: value for name in names if (value := getattr(self, name))}


def queue_query(given: QueryDict) -> QueueQuery:
    """What an address asks for."""
    parts = {field.name: given.get(field.name, "").strip() for field in fields(QueueQuery)}
    parts = {name: value for name, value in parts.items() if _is_known(name, value)}
    parts["show"] = QueueShow(parts.get("show", QueueShow.WAITING))
    if "space" not in parts:
        parts.pop("question", None)  # numbers of questions are those of a space
    return QueueQuery(**parts)  # type: ignore[arg-type]  # the list is made one above


def _is_known(name: str, value: str) -> bool:
    if not value or len(value) > _LONGEST or "\x00" in value:
        return False
    if name == "question":
        return value == GENERAL or (value.isascii() and value.isdecimal() and len(value) < 10)
    return name not in _KNOWN or value in _KNOWN[name]
