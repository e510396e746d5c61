"""Decisions on posts, exports, and links to them."""

from moderation.models.decision import Decision
from moderation.models.export import Export
from moderation.models.export_index import ExportIndex
from moderation.models.export_link import ExportLink

__all__ = ["Decision", "Export", "ExportIndex", "ExportLink"]
