"""What a made export shows of each post, and what of that is kept from readers since: ids, numbers and codes, no words.

A file that was made stays as it is. What is hidden, masked or withheld after that is still in it, so nobody but the
secretariat is handed it from then on (PRODUCT, section 1).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR
from discussions.access.words import files_for
from discussions.enums import NameWithheld, PostState, RedactionTarget, VersionReview
from discussions.models import Post, Redaction, Version
from moderation.exports.candidates import kept_versions, seen_versions, version_that_counts
from moderation.models import Export
from moderation.selectors.held import held_by, posts_not_whole


@dataclass(frozen=True)
class Held:
    """What readers are shown of one post: the masks in each version by its number, and the files that they may have.

    Without a version it stands there as a line alone.
    """

    post: UUID
    name: str
    masks: Mapping[int, frozenset[int]]
    files: frozenset[str]

    def to_json(self) -> list[Any]:
        """As the index of the export keeps it; the same post gives the same value."""
        masks = [[number, sorted(ids)] for number, ids in sorted(self.masks.items())]
        return [str(self.post), self.name, masks, sorted(self.files)]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Held":
        """What `to_json` wrote."""
        post, name, masks, files = kept
        by_number = {number: frozenset(ids) for number, ids in masks}
        return cls(UUID(post), name, by_number, frozenset(files))


class Less(StrEnum):
    """What became of a post, so that readers are shown less of it: its state, or what of it is kept from them."""

    PENDING = "pending"
    RETURNED = "returned"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    SPACE = "space"
    NAME = "name"
    VERSION = "version"
    WORDS = "words"
    FILE = "file"


@dataclass(frozen=True)
class Lost:
    """A post of which readers are shown less now, by the reference under which the file holds it, and what became of it."""

    reference: str
    what: tuple[Less, ...]


@dataclass(frozen=True)
class KeptBack:
    """Why an export is handed out no longer: the posts of which readers are shown less now.

    `is_closed`: readers do not see its space. Where neither is said it is not known what the file shows.
    """

    lost: tuple[Lost, ...] = ()
    is_closed: bool = False


def held_of(post: Post, *, with_earlier: bool = True) -> Held:
    """What every reader is shown of a post; no statement where `posts_for_export` fetched it."""
    seen = seen_versions(post, VISITOR)
    kept = kept_versions(seen, version_that_counts(post, seen), with_earlier=with_earlier)
    files = (file for version in kept for file in files_for(version, post, VISITOR))
    return Held(
        post.pk,
        str(post.name_withheld),
        {version.number: _masks(version) for version in kept},
        frozenset(str(file.attachment.pk) for file in files if not file.is_masked),
    )


def kept_back(exports: Collection[Export], at: datetime) -> dict[UUID, KeptBack]:
    """Those of the exports for readers that are handed out no longer at an instant (UTC), by id, with why.

    6 statements at most, for any number of exports and posts. Each needs its `space` at hand.
    """
    found: dict[UUID, KeptBack] = {}
    known: dict[UUID, dict[str, list[Any]]] = {}
    kept = held_by(exports)
    for export in exports:
        said = kept.get(export.pk)
        if not can_see_space(export.space, VISITOR, at):
            found[export.pk] = KeptBack(is_closed=True)
        elif said is None:
            found[export.pk] = KeptBack()
        else:
            known[export.pk] = said
    looked_at = _Now.of({one[0] for said in known.values() for one in said.values()}, at)
    for export_id, said in known.items():
        if lost := tuple(looked_at.lost(said)):
            found[export_id] = KeptBack(lost)
    return found


def kept_back_of(export: Export, at: datetime) -> KeptBack | None:
    """The same of one export; None where readers may have it."""
    return kept_back([export], at).get(export.pk)


def posts_held(export: Export) -> set[UUID]:
    """The ids of the posts that an export holds; none where it is not known. One statement."""
    held = held_by([export]).get(export.pk) or {}
    return {Held.from_json(one).post for one in held.values()}


@dataclass(frozen=True)
class _Now:
    """The posts of which anything is kept from readers at an instant, by id as text."""

    posts: Mapping[str, Post]
    at: datetime

    @classmethod
    def of(cls, ids: Collection[str], at: datetime) -> "_Now":
        asked = [UUID(id_) for id_ in ids]
        posts = {str(post.pk): post for post in posts_not_whole(asked, at)} if asked else {}
        return cls(posts, at)

    def lost(self, said: Mapping[str, list[Any]]) -> Iterator[Lost]:
        """Those of which readers are shown less than an export shows; `said` is what its index keeps, by reference."""
        for reference, one in said.items():
            post = self.posts.get(one[0])  # most posts are shown whole: they are not looked at
            what = self._less_of(post, Held.from_json(one)) if post is not None else ()
            if what:
                yield Lost(reference, what)

    def _less_of(self, post: Post, then: Held) -> tuple[Less, ...]:
        if not then.masks:
            return ()
        now = held_of(post)
        if not can_see_space(post.space, VISITOR, self.at):
            return (Less.SPACE,)
        if post.state != PostState.PUBLISHED and self._hides(post, now, then):
            return (Less(post.state),)
        return tuple(self._kept_of(post, now, then))

    def _kept_of(self, post: Post, now: Held, then: Held) -> Iterator[Less]:
        """What is kept from readers of a post that they are shown."""
        if NameWithheld(then.name).or_stricter(NameWithheld(now.name)) != then.name:
            yield Less.NAME
        is_there = post.state == PostState.PUBLISHED
        if is_there and then.masks.keys() - now.masks.keys():
            yield Less.VERSION
        masked = {target for v in _of(post, then.masks) for target in _masked_since(v, then)}
        if RedactionTarget.TEXT in masked:
            yield Less.WORDS
        if RedactionTarget.FILE in masked or (is_there and then.files - now.files):
            yield Less.FILE

    def _hides(self, post: Post, now: Held, then: Held) -> bool:
        """Whether a version or a file is shown no longer; what a merger keeps is no secret."""
        if _goes_on_elsewhere(post):
            return any(not _is_let_through(version) for version in _of(post, then.masks))
        return bool(then.masks.keys() - now.masks.keys() or then.files - now.files)


def _goes_on_elsewhere(post: Post) -> bool:
    survivor = post.merged_into if post.state == PostState.MERGED else None
    return survivor is not None and survivor.state == PostState.PUBLISHED


def _of(post: Post, numbers: Collection[int]) -> Iterable[Version]:
    return (version for version in post.versions.all() if version.number in numbers)


def _is_let_through(version: Version) -> bool:
    return version.review in {VersionReview.APPROVED, VersionReview.SUPERSEDED}


def _masks(version: Version) -> frozenset[int]:
    return frozenset(one.pk for one in _live(version))


def _masked_since(version: Version, then: Held) -> Iterator[str]:
    return (one.target for one in _live(version) if one.pk not in then.masks[version.number])


def _live(version: Version) -> Iterator[Redaction]:
    return (one for one in version.redactions.all() if one.lifted_at is None)
