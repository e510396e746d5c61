"""The shape of the table of rights: who may, in which state of a text, at which moment of its window."""

from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from discussions.enums import PostState, VersionReview
from moderation.enums import Moment, RightsArea, RightsRole

ALL_STATES: Final = frozenset(PostState)
ALL_MOMENTS: Final = frozenset(Moment)
ALL_REVIEWS: Final = frozenset(VersionReview)


@dataclass(frozen=True)
class Circumstances:
    """How the text stands, the review of its latest version, and the moment of its window."""

    state: PostState = PostState.PUBLISHED
    review: VersionReview = VersionReview.APPROVED
    moment: Moment = Moment.OPEN


@dataclass(frozen=True)
class Rule:
    """These roles may, in these circumstances. `note` says what no column of the table can."""

    roles: frozenset[RightsRole]
    states: frozenset[PostState] = ALL_STATES
    moments: frozenset[Moment] = ALL_MOMENTS
    reviews: frozenset[VersionReview] = ALL_REVIEWS
    note: str | Promise = ""

    def allows(self, role: RightsRole, given: Circumstances) -> bool:
        """Whether somebody in a role may, as things stand."""
        return (
            role in self.roles
            and given.state in self.states
            and given.moment in self.moments
            and given.review in self.reviews
        )

    def covers(self, other: "Rule") -> bool:
        """Whether it is the wider one: whoever it allows may in all circumstances of the other, and in more."""
        mine, theirs = self.circumstances, other.circumstances
        return mine != theirs and all(
            wide >= narrow for wide, narrow in zip(mine, theirs, strict=True)
        )

    @property
    def circumstances(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """In which states, at which moments, with which reviews."""
        return (self.states, self.moments, self.reviews)


@dataclass(frozen=True)
class Right:
    """An act in plain words and the rules for it; whether it depends on a text, and on a window."""

    area: RightsArea
    label: str | Promise
    rules: tuple[Rule, ...]
    of_text: bool = field(default=False, kw_only=True)
    of_window: bool = field(default=False, kw_only=True)

    def allows(self, role: RightsRole, given: Circumstances) -> bool:
        """Whether any of the rules does."""
        return any(rule.allows(role, given) for rule in self.rules)
