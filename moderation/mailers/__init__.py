"""What authors are told of a decision on their text, who asked for an export of that, observers of one that is theirs, who has a role of theirs."""

from moderation.mailers.decision import decision_letter
from moderation.mailers.export_told import (
    export_begun_again_letter,
    export_given_letter,
    export_made_letter,
    export_not_made_letter,
)
from moderation.mailers.roles import role_letter

__all__ = [
    "decision_letter",
    "export_begun_again_letter",
    "export_given_letter",
    "export_made_letter",
    "export_not_made_letter",
    "role_letter",
]
