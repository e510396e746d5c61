"""What an export is asked to hold."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Self

from discussions.enums import Standing
from hub.kit.instants import end_of_day
from hub.kit.languages import base_language

#: Stands for the posts to the space as a whole where prompts are chosen by their numbers.
GENERAL: Final = 0


#: Stands for speakers without a country where regions are chosen: UN entities, and whose country is not known.
NO_COUNTRY: Final = "none"


@dataclass(frozen=True)
class Candidate:
    """What of a post a filter looks at.

    `group`, `region` (or `NO_COUNTRY`) and `language` are as the reader of the export may know them: None where they may
    not. A language is that of its code without script and region: ``zh`` for ``zh-hans``.
    """

    prompt: int
    window: str
    received_at: datetime
    group: str | None
    state: str
    standing: str = Standing.ON_TIME
    region: str | None = None
    language: str | None = None
    is_reply: bool = False


@dataclass(frozen=True)
class ExportFilter:
    """Which posts are in, each looked at by itself. A field in which nothing is chosen lets everything through.

    `prompts` are numbers (`GENERAL`: posts to the space as a whole), `window` is a window's id in the archive of its
    space, the days are by the clocks of `zone` and both included. `with_replies`: also what answers another post.
    `with_earlier`: also the versions before the one by which a post counts, and their files. `changed_since` is the
    cut-off (UTC) of the earlier export, where this one is the difference; what it held decides (`exports.sieve`).
    `language` is that of the headings.
    """

    prompts: tuple[int, ...] = ()
    window: str = ""
    received_from: date | None = None
    received_until: date | None = None
    zone: str = "UTC"
    groups: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    with_replies: bool = True
    with_earlier: bool = True
    changed_since: datetime | None = None
    language: str = "en"

    @property
    def is_whole(self) -> bool:
        """Whether it leaves nothing out."""
        return self == type(self)(zone=self.zone, language=self.language)

    def is_within(self, other: Self) -> bool:
        """Whether it takes nothing that the other filter leaves out; what changed since when is another matter."""
        return (
            (not other.window or self.window == other.window)
            and (other.with_replies or not self.with_replies)
            and all(
                not theirs or (bool(mine) and set(mine) <= set(theirs))
                for mine, theirs in zip(self._chosen, other._chosen, strict=True)
            )
            and self._is_in_days_of(other)
        )

    @property
    def _chosen(self) -> tuple[tuple[object, ...], ...]:
        return (
            self.prompts,
            self.states,
            self.standings,
            self.groups,
            self.regions,
            tuple(base_language(code) for code in self.languages),
        )

    def _is_in_days_of(self, other: Self) -> bool:
        (begin, end), (first, last) = self.bounds, other.bounds
        return (first is None or (begin is not None and begin >= first)) and (
            last is None or (end is not None and end <= last)
        )

    def takes(self, post: Candidate) -> bool:
        """Whether the post is in."""
        return (
            (not self.window or post.window == self.window)
            and (self.with_replies or not post.is_reply)
            and all(not chosen or value in chosen for chosen, value in self._choices(post))
            and self._in_time(post.received_at)
        )

    def _choices(self, post: Candidate) -> Iterator[tuple[tuple[object, ...], object]]:
        """What was chosen of each kind, with what the post is."""
        is_ = (post.prompt, post.state, post.standing, post.group, post.region, post.language)
        yield from zip(self._chosen, is_, strict=True)

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """From which instant on, and until which (not included), what was received is in; UTC, None: without end."""
        first, last = self.received_from, self.received_until
        return (
            None if first is None else _begin(first, self.zone),
            None if last is None else _begin(last + timedelta(days=1), self.zone),
        )

    def _in_time(self, received_at: datetime) -> bool:
        begin, end = self.bounds
        return (begin is None or begin <= received_at) and (end is None or received_at < end)

    def to_json(self) -> dict[str, Any]:
        """As the export's row keeps it; the same filter gives the same value."""
        kept = asdict(self)
        for day in ("received_from", "received_until", "changed_since"):
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
            regions=tuple(kept.get("regions", ())),
            languages=tuple(kept.get("languages", ())),
            standings=tuple(kept.get("standings", ())),
            with_replies=kept.get("with_replies", True),
            with_earlier=kept.get("with_earlier", True),
            changed_since=_instant(kept.get("changed_since")),
            language=kept.get("language", "en"),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _begin(day: date, zone: str) -> datetime:
    """The first instant of a day in a zone, UTC: one second after the last of the day before."""
    before = day - timedelta(days=1)
    return end_of_day(before, zone).astimezone(UTC) + timedelta(seconds=1)
