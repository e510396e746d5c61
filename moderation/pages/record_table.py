"""The record as a table: the columns of its CSV file."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import pgettext_lazy

from discussions.access.viewer import Viewer
from hub.kit.models import Record
from hub.kit.tables import Cell
from moderation.pages.record import entries_of

_COLUMNS: Final = (
    pgettext_lazy("column of the record", "number"),
    pgettext_lazy("column of the record", "at"),
    pgettext_lazy("column of the record", "who"),
    pgettext_lazy("column of the record", "act"),
    pgettext_lazy("column of the record", "what"),
    pgettext_lazy("column of the record", "on"),
    pgettext_lazy("column of the record", "space"),
    pgettext_lazy("column of the record", "reason"),
    pgettext_lazy("column of the record", "why"),
    pgettext_lazy("column of the record", "details"),
)


def header() -> tuple[str, ...]:
    """The names of the columns in the active language, as the words under them."""
    return tuple(str(name) for name in _COLUMNS)


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
