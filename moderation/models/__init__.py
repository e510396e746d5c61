"""Decisions on posts, and exports."""

from moderation.models.decision import Decision
from moderation.models.export import Export

__all__ = ["Decision", "Export"]
