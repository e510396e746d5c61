"""What a reply answers, said where it does not stand right above."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moderation.exports.compilation.collecting import Collector, Unshown
from moderation.exports.compilation.content import Words
from moderation.exports.compilation.wording import UNSHOWN, joined


@dataclass(frozen=True)
class Places:
    """Where an input is met in the document.

    `entities`: who speaks in each entry, by its key. `unshown`: the inputs whose text the compilation does not show,
    by their reference.
    """

    entities: Mapping[str, str]
    unshown: Mapping[str, Unshown]

    def of(self, reference: str) -> tuple[Words, ...]:
        """An input in words that lead to it: to its entry, or to its line in the annex and to the text that stands for it."""
        if reference in self.entities:
            return (self._entry(reference),)
        row = self.unshown.get(reference)
        if row is None:
            return (Words(joined([reference, _("not in this compilation")])),)
        line = Words(joined([reference, row.state, row.reason]), UNSHOWN)
        if not row.survivor:
            return (line,)
        return line, self._entry(row.survivor)

    def _entry(self, reference: str) -> Words:
        entity = self.entities.get(reference, "")
        return Words(joined([entity, reference]), reference if entity else "")


def places_of(collector: Collector) -> Places:
    """All of them, in the language that is active; no statement."""
    entries = [kept.entry for kept in (*collector.entries, *collector.late)]
    return Places(
        entities={entry.key: entry.entity for entry in entries},
        unshown={row.reference: row for row in collector.unshown},
    )
