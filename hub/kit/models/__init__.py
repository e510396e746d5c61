"""The record of every act, and the words around every page."""

from hub.kit.models.frame import FramePart, FrameText
from hub.kit.models.record import Record

__all__ = ["FramePart", "FrameText", "Record"]
