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
from discussions.enums import Standing
from discussions.models import Post, Version
from moderation.exports.candidates import kept_versions, seen_versions, version_that_counts
from moderation.models import ExportIndex

#: The facts of a post in the order in which they are kept, and what has changed where one differs.
FACTS: Final[dict[str, Promise]] = {
    "state": _("State or its reason"),
    "place": _("Question, or what it answers"),
    "text": _("Text: another version counts, or it is shown or not shown now"),
    "versions": _("Other versions"),
    "name": _("Name withheld or shown"),
    "masks": _("Withheld words or files"),
    "files": _("Files"),
    "endorsements": _("Endorsements"),
    "co-signatories": _("Co-signatories"),
}
#: Why a post that an earlier export held is not in this one, where no fact of it changed.
OTHER_WHY: Final[dict[str, Promise]] = {
    "moved-out": _("Moved to another space"),
    "filter": _("Left out by the filter of this export"),
}
Facts = tuple[str, ...]
_SHORT: Final = 12


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
    """What became of one post. `what` are keys of FACTS and OTHER_WHY; `state` is its code now, "" where it left."""

    reference: str
    kind: ChangeKind
    what: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class Earlier:
    """What an earlier export held: the facts of each post by its reference."""

    posts: Mapping[str, Sequence[str]]

    def change_of(self, reference: str, facts: Facts, state: str) -> Change | None:
        """What is new or changed of a post that is in now; None where it reads the same."""
        before = self.posts.get(reference)
        if before is None:
            return Change(reference, ChangeKind.NEW, (), state)
        what = _differing(before, facts)
        return Change(reference, ChangeKind.CHANGED, what, state) if what else None

    def gone(
        self, there: Iterable[str], left_out: Mapping[str, tuple[Facts, str]]
    ) -> list[Change]:
        """Those that are in no more, by reference; `left_out` are facts and state of posts that the filter leaves out."""
        return [
            self._gone(reference, left_out.get(reference))
            for reference in sorted(self.posts.keys() - set(there), key=_by_number)
        ]

    def _gone(self, reference: str, now: tuple[Facts, str] | None) -> Change:
        if now is None:
            return Change(reference, ChangeKind.GONE, ("moved-out",))
        facts, state = now
        what = _differing(self.posts[reference], facts) or ("filter",)
        return Change(reference, ChangeKind.GONE, what, state)


def earlier_of(export_id: UUID | None) -> Earlier | None:
    """What a finished export of the space held; None without one. One statement."""
    if export_id is None:
        return None
    return Earlier(ExportIndex.objects.values_list("posts", flat=True).get(pk=export_id))


def facts_of(post: Post, reader: Viewer, place: int, *, with_earlier: bool = True) -> Facts:
    """The facts of a post for a reader; `place` is the number of its question.

    No statement, where all that `posts_for_export` fetches is at hand. Its text is not asked for.
    """
    seen = seen_versions(post, reader)
    counting = version_that_counts(post, seen)
    kept = kept_versions(seen, counting, with_earlier=with_earlier)
    # What readers meet as a line alone has no more facts than that line.
    is_shown = exposure_of(post, reader) == Exposure.TEXT
    facts = {
        "state": f"{post.state}|{post.reason or ''}|{post.merged_into_id or ''}",
        "place": f"{place}|{post.parent_id or ''}",
        "text": str(counting.number) if counting else "",
        "versions": _hash((v.number, v.standing == Standing.LATE) for v in kept if v != counting),
        "name": str(post.name_withheld) if counting else "",
        "masks": _hash(_masks(kept)),
        "files": _hash(_files(kept, post, reader)),
        "endorsements": _hash(_endorsements(post, reader) if is_shown else ()),
        "co-signatories": _hash(_co_signatories(post, reader) if is_shown else ()),
    }
    return tuple(facts[key] for key in FACTS)


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
        yield (one.pk, one.state, one.version_id)


def _differing(before: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key, old, new in zip(FACTS, before, now, strict=True) if old != new)


def _hash(facts: Iterable[object]) -> str:
    """Of facts in their order; "" where there are none."""
    text = "\n".join(str(fact) for fact in facts)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT] if text else ""


def _by_number(reference: str) -> tuple[str, int]:
    prefix, _dash, number = reference.rpartition("-")
    return prefix, int(number)
