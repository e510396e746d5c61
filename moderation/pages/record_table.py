"""The record as a table: the columns of its CSV file."""

from collections.abc import Iterator, Sequence
from typing import Final

from discussions.access.viewer import Viewer
from hub.kit.models import Record
from hub.kit.tables import Cell
from moderation.pages.record import entries_of

#: Names of columns are for programs, the same in every language.
HEADER: Final = (
    "number",
    "at",
    "who",
    "act",
    "what",
    "on",
    "space",
    "reason",
    "why",
    "details",
)


def rows_of(records: Sequence[Record], viewer: Viewer) -> Iterator[Sequence[Cell]]:
    """The rows of some entries, with the words of the page and beside them the codes of acts and reasons."""
    for record, entry in zip(records, entries_of(records, viewer), strict=True):
        yield (
            entry.number,
            entry.at,
            entry.who,
            record.act,
            entry.act,
            entry.subject.text,
            entry.space.value,
            record.reason,
            entry.reason,
            "\n".join(f"{detail.label}: {detail.value}" for detail in entry.details),
        )
