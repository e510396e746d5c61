"""What is set of a window, and what was seen of it by who sets it."""

from dataclasses import dataclass
from datetime import datetime

from discussions.enums import LatePolicy


@dataclass(frozen=True)
class WindowSetting:
    """What can be set of a window. `opens_at` None: at once; `closes_at` None: no end yet (both UTC)."""

    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str
    late_policy: LatePolicy
    grace_minutes: int


@dataclass(frozen=True)
class SeenWindow:
    """The window that was before the eyes of who decides, by its place in the space; 0 is the main one.

    `change_id` is its last WindowChange then, 0 for none: by it a colleague's act in between is noticed.
    """

    space_id: int
    position: int
    change_id: int = 0
