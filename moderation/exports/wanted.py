"""What an export is asked to hold."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from hub.kit.instants import end_of_day

#: Stands for the posts to the space as a whole where prompts are chosen by their numbers.
GENERAL = 0


@dataclass(frozen=True)
class Candidate:
    """What of a post a filter looks at; `group` as the reader of the export may know it."""

    prompt: int
    window: str
    received_at: datetime
    group: str | None
    state: str


@dataclass(frozen=True)
class ExportFilter:
    """Which posts are in. A field in which nothing is chosen lets everything through.

    `prompts` are numbers (`GENERAL`: posts to the space as a whole), `window` is a window's id in the archive of its
    space, the days are by the clocks of `zone` and both included. `language` is that of the headings.
    """

    prompts: tuple[int, ...] = ()
    window: str = ""
    received_from: date | None = None
    received_until: date | None = None
    zone: str = "UTC"
    groups: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    language: str = "en"

    @property
    def is_whole(self) -> bool:
        """Whether it leaves nothing out."""
        return not (
            self.prompts
            or self.window
            or self.received_from
            or self.received_until
            or self.groups
            or self.states
        )

    def takes(self, post: Candidate) -> bool:
        """Whether the post is in."""
        return (
            (not self.prompts or post.prompt in self.prompts)
            and (not self.window or post.window == self.window)
            and (not self.groups or post.group in self.groups)
            and (not self.states or post.state in self.states)
            and self._in_time(post.received_at)
        )

    def _in_time(self, received_at: datetime) -> bool:
        if self.received_from is not None and received_at < _begin(self.received_from, self.zone):
            return False
        return self.received_until is None or received_at < _begin(
            self.received_until + timedelta(days=1), self.zone
        )

    def to_json(self) -> dict[str, Any]:
        """As the export's row keeps it; the same filter gives the same value."""
        kept = asdict(self)
        for day in ("received_from", "received_until"):
            kept[day] = kept[day].isoformat() if kept[day] else None
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The filter that `to_json` wrote."""
        return cls(
            prompts=tuple(kept.get("prompts", ())),
            window=kept.get("window", ""),
            received_from=_day(kept.get("received_from")),
            received_until=_day(kept.get("received_until")),
            zone=kept.get("zone", "UTC"),
            groups=tuple(kept.get("groups", ())),
            states=tuple(kept.get("states", ())),
            language=kept.get("language", "en"),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _begin(day: date, zone: str) -> datetime:
    """The first instant of a day in a zone, UTC: one second after the last of the day before."""
    before = day - timedelta(days=1)
    return end_of_day(before, zone).astimezone(UTC) + timedelta(seconds=1)
