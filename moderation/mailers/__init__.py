"""What authors are told of a decision on their text, and who asked for an export, why there is none."""

from moderation.mailers.decision import decision_letter
from moderation.mailers.export_not_made import export_not_made_letter

__all__ = ["decision_letter", "export_not_made_letter"]
