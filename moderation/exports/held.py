"""What a made export shows of each post, and what of that is kept from readers since: ids, numbers and codes, no words.

A file that was made stays as it is. What is hidden, masked or withheld after that is still in it, so nobody but the
secretariat is handed it from then on (PRODUCT, section 1).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR
from discussions.access.words import files_for
from discussions.enums import NameWithheld, PostState, VersionReview
from discussions.models import Post, Version, Window
from moderation.exports.candidates import kept_versions, seen_versions, version_that_counts
from moderation.models import Export
from moderation.selectors.held import held_by, main_windows, posts_not_whole


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


@dataclass(frozen=True)
class KeptBack:
    """Why an export is handed out no longer. `references`: of posts of which readers are shown less now.

    `is_closed`: readers do not see its space. Where neither is said it is not known what the file shows.
    """

    references: tuple[str, ...] = ()
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
    known: dict[UUID, dict[str, Held]] = {}
    kept = held_by(exports)
    for export in exports:
        said = kept.get(export.pk)
        if not can_see_space(export.space, VISITOR, at):
            found[export.pk] = KeptBack(is_closed=True)
        elif said is None:
            found[export.pk] = KeptBack()
        else:
            known[export.pk] = {ref: Held.from_json(one) for ref, one in said.items()}
    looked_at = _Now.of({one.post for held in known.values() for one in held.values()}, at)
    for export_id, held in known.items():
        if references := tuple(ref for ref, one in held.items() if looked_at.shows_less(one)):
            found[export_id] = KeptBack(references)
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
    """The posts of which anything is kept from readers at an instant, by id."""

    posts: Mapping[UUID, Post]
    windows: Mapping[int, Window]
    at: datetime

    @classmethod
    def of(cls, ids: Collection[UUID], at: datetime) -> "_Now":
        posts = {post.pk: post for post in posts_not_whole(ids, at)} if ids else {}
        taken_back = {p.space_id for p in posts.values() if p.state == PostState.WITHDRAWN}
        return cls(posts, main_windows(taken_back) if taken_back else {}, at)

    def shows_less(self, then: Held) -> bool:
        """Whether readers are shown less of a post than `then`."""
        post = self.posts.get(then.post)
        if post is None or not then.masks:
            return False
        now = held_of(post)
        return (
            not can_see_space(post.space, VISITOR, self.at)
            or NameWithheld(then.name).or_stricter(NameWithheld(now.name)) != then.name
            or self._hides(post, now, then)
            or any(_masks(v) - then.masks[v.number] for v in _of(post, then.masks))
        )

    def _hides(self, post: Post, now: Held, then: Held) -> bool:
        """Whether a version or a file is shown no longer; what its author took back late, or a merger keeps, is no secret."""
        if self._goes_on_elsewhere(post):
            return any(not _is_let_through(version) for version in _of(post, then.masks))
        return bool(then.masks.keys() - now.masks.keys() or then.files - now.files)

    def _goes_on_elsewhere(self, post: Post) -> bool:
        if post.state == PostState.MERGED:
            survivor = post.merged_into
            return survivor is not None and survivor.state == PostState.PUBLISHED
        return post.state == PostState.WITHDRAWN and self._came_after_closing(post)

    def _came_after_closing(self, post: Post) -> bool:
        own = post.prompt.window if post.prompt else None
        window = own or self.windows.get(post.space_id)
        end = window.grace_ends_at if window else None
        return end is not None and post.state_since >= end


def _of(post: Post, numbers: Collection[int]) -> Iterable[Version]:
    return (version for version in post.versions.all() if version.number in numbers)


def _is_let_through(version: Version) -> bool:
    return version.review in {VersionReview.APPROVED, VersionReview.SUPERSEDED}


def _masks(version: Version) -> frozenset[int]:
    live = (one for one in version.redactions.all() if one.lifted_at is None)
    return frozenset(one.pk for one in live)
