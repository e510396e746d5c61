"""What a compilation is made from beside its inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import StakeholderGroup
from discussions.models import Prompt, Space, Window
from moderation.exports.changes import Change
from moderation.exports.counts import Books
from moderation.exports.tally import Tally
from moderation.exports.wanted import ExportFilter


@dataclass(frozen=True)
class Ground:
    """The order, what was counted, and the space.

    `cut_off` is in UTC; `changes` are those since an earlier export, where the export is the difference.
    """

    space: Space
    wanted: ExportFilter
    variant: str
    windows: Sequence[Window]
    prompts: Sequence[Prompt]
    cut_off: datetime
    books: Books
    tally: Tally
    changes: Sequence[Change] = ()


def entities_in(tally: Tally, *groups: StakeholderGroup | None) -> int:
    """How many organisations, and persons who speak for none, contributed; of groups if any is named.

    Several may speak for one organisation. One that speaks under two groups counts in each.
    """
    speakers = (s for s in tally.contributors if not groups or s.group in groups)
    return len({(s.group, s.organisation, s.organisation or s.name) for s in speakers})


def shown_in(tally: Tally) -> int:
    """How many inputs of an export have their text in it, counted by who contributed them."""
    return sum(one.submissions + one.replies for one in tally.contributors.values())
