"""What differs between an export and an earlier one, told by facts of each post: codes, numbers and hashes, no words.

What readers see of a post is made of what cannot change (its versions) and of these facts, so posts with the same
facts read the same.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from discussions.access.signatures import co_signatories_for
from discussions.access.viewer import Viewer
from discussions.access.words import Exposure, exposure_of, files_for
from discussions.enums import Standing, VersionReview
from discussions.models import Post, Version
from hub.kit.instants import format_instant
from moderation.exports.candidates import (
    Places,
    kept_versions,
    seen_versions,
    survivor_of,
    version_that_counts,
)
from moderation.exports.what_changed import FACTS, what_differs
from moderation.models import ExportIndex

#: By the keys of FACTS.
Facts = dict[str, str]
_SHORT: Final = 12
#: What is said of these is said by which version counts.
_LET_THROUGH: Final = frozenset({VersionReview.APPROVED, VersionReview.SUPERSEDED})
#: How many of FACTS there were when they were kept in their order, without keys.
_WITHOUT_KEYS: Final = 9


class ChangeKind(StrEnum):
    """What became of a post since the earlier export."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


KIND_WORDS: Final[dict[str, Promise]] = {
    ChangeKind.NEW: pgettext_lazy("since an earlier export", "New"),
    ChangeKind.CHANGED: pgettext_lazy("since an earlier export", "Changed"),
    ChangeKind.GONE: pgettext_lazy("since an earlier export", "Gone"),
}
#: The same where they are counted.
SINCE_WORDS: Final[dict[str, Promise]] = {
    ChangeKind.NEW: _("New since the earlier export"),
    ChangeKind.CHANGED: _("Changed since the earlier export"),
    ChangeKind.GONE: _("Gone since the earlier export"),
}


@dataclass(frozen=True)
class Change:
    """What became of one post. `what` are codes of WHAT; the rest is as it stands now, empty where it left the space.

    `state` is a code, `prompt` the number of its question, `entity` who speaks, as far as readers of the export may know.
    """

    reference: str
    kind: ChangeKind
    what: tuple[str, ...] = ()
    state: str = ""
    prompt: int | None = None
    entity: str = ""


@dataclass(frozen=True)
class Now:
    """How a post stands now: its facts, and what a change tells of it beside them."""

    facts: Facts
    state: str
    prompt: int
    entity: str

    def changed(self, reference: str, kind: ChangeKind, what: tuple[str, ...] = ()) -> Change:
        """What became of it."""
        return Change(reference, kind, what, self.state, self.prompt, self.entity)


@dataclass(frozen=True)
class Earlier:
    """What an earlier export held: the facts of each post by its reference.

    One that was made before a fact was kept does not know it, so it tells no difference in it.
    """

    posts: Mapping[str, Mapping[str, str] | Sequence[str]]

    def change_of(self, reference: str, now: Now) -> Change | None:
        """What is new or changed of a post that is in now; None where it reads the same."""
        before = self.posts.get(reference)
        if before is None:
            return now.changed(reference, ChangeKind.NEW)
        what = _differing(before, now.facts)
        return now.changed(reference, ChangeKind.CHANGED, what) if what else None

    def gone(self, there: Iterable[str], left_out: Mapping[str, Now]) -> list[Change]:
        """Those that are in no more, by reference; `left_out` are the posts that the filter leaves out."""
        return [
            self._gone(reference, left_out.get(reference))
            for reference in sorted(self.posts.keys() - set(there), key=_by_number)
        ]

    def _gone(self, reference: str, now: Now | None) -> Change:
        if now is None:
            return Change(reference, ChangeKind.GONE, ("moved-out",))
        what = _differing(self.posts[reference], now.facts) or ("filter",)
        return now.changed(reference, ChangeKind.GONE, what)


def earlier_of(export_id: UUID | None) -> Earlier | None:
    """What a finished export of the space held; None without one. One statement."""
    if export_id is None:
        return None
    return Earlier(ExportIndex.objects.values_list("posts", flat=True).get(pk=export_id))


def facts_of(post: Post, reader: Viewer, places: Places, *, with_earlier: bool = True) -> Facts:
    """The facts of a post for a reader.

    No statement, where all that `posts_for_export` fetches is at hand. Its text is not asked for.
    """
    seen = seen_versions(post, reader)
    counting = version_that_counts(post, seen)
    kept = kept_versions(seen, counting, with_earlier=with_earlier)
    # What readers meet as a line alone has no more facts than that line.
    is_shown = exposure_of(post, reader) == Exposure.TEXT
    survivor = survivor_of(post, reader)
    return {
        "state": f"{post.state}|{post.reason or ''}|{survivor.pk if survivor else ''}",
        "place": f"{places.number_of(post)}|{post.parent_id or ''}",
        "text": str(counting.number) if counting else "",
        "versions": _hash((v.number, v.standing == Standing.LATE) for v in kept if v != counting),
        "name": str(post.name_withheld) if counting else "",
        "masks": _hash(_masks(kept)),
        "files": _hash(_files(kept, post, reader)),
        "endorsements": _hash(_endorsements(post, reader) if is_shown else ()),
        "co-signatories": _hash(_co_signatories(post, reader) if is_shown else ()),
        "thread": f"{post.root_sequence}|{post.depth}",
        "review": _hash((v.number, v.review) for v in kept if v.review not in _LET_THROUGH),
        "closing": _closing(post, kept, counting, places),
        "since": format_instant(post.state_since),
    }


def _closing(post: Post, kept: Sequence[Version], counting: Version | None, places: Places) -> str:
    """It stands beside what came late alone: a post, or versions after the one that counts."""
    first = counting.number if counting else 0
    came_late = any(v.standing == Standing.LATE and v.number > first for v in kept)
    window = places.window_of(post)
    if window is None or not (post.standing == Standing.LATE or came_late):
        return ""
    return format_instant(window.closes_at) if window.closes_at else ""


def _masks(versions: Sequence[Version]) -> Iterable[object]:
    for version in versions:
        for redaction in version.redactions.all():
            if redaction.lifted_at is None:
                yield redaction.pk


def _files(versions: Sequence[Version], post: Post, reader: Viewer) -> Iterable[object]:
    for version in versions:
        for file in files_for(version, post, reader):
            yield (file.attachment.pk, file.scan)


def _endorsements(post: Post, reader: Viewer) -> Iterable[object]:
    for one in post.endorsements.all():
        if reader.looks_behind or one.withdrawn_at is None:
            yield (one.pk, one.withdrawn_at, one.version_id, one.reservation)


def _co_signatories(post: Post, reader: Viewer) -> Iterable[object]:
    for one in co_signatories_for(post, reader):
        yield (one.pk, one.state, one.version_id, one.is_verified, one.answered_at)


def _differing(before: Mapping[str, str] | Sequence[str], now: Facts) -> tuple[str, ...]:
    if not isinstance(before, Mapping):
        before = dict(zip(list(FACTS)[:_WITHOUT_KEYS], before, strict=True))
    return what_differs(before, now)


def _hash(facts: Iterable[object]) -> str:
    """Of facts in their order; "" where there are none."""
    text = "\n".join(str(fact) for fact in facts)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT] if text else ""


def _by_number(reference: str) -> tuple[str, int]:
    prefix, _dash, number = reference.rpartition("-")
    return prefix, int(number)
