"""Which versions of an imported post readers see, and saw."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from discussions.enums import (
    TURNED_DOWN,
    LatePolicy,
    PostState,
    RedactionTarget,
    Review,
    Standing,
    VersionReview,
)
from discussions.models import Post, Version
from discussions.services.import_space.rows import Rows
from hub.kit.instants import parse_instant

Object = dict[str, Any]

_ARE_PUBLIC: Final = frozenset({PostState.PUBLISHED, PostState.HIDDEN, PostState.MERGED})


def publish(post: Post, versions: list[Version], said: list[Object], rows: Rows) -> None:
    """Choose the latest version and the public one, and say which versions readers saw; nothing is saved here.

    `said`: what the complete archive says of the versions.
    """
    post.latest_version = versions[-1]
    post.public_version = _public_version(post, versions)
    for version in _were_public(post, versions, said, rows):
        version.published_at = version.received_at


def _were_public(
    post: Post, versions: list[Version], said: list[Object], rows: Rows
) -> Iterator[Version]:
    """The versions that readers saw, as far as it is certain.

    All that an archive for every reader holds. Else the public one, and ahead of it approved ones of a post that is or
    was public; replaced ones too where a space reviews after publication, because there each was public at once, unless
    it waited for a moderator: as late under the policy "ask", because words of the text, or a file that it may have held
    anew, were withheld already, or because moderators had turned down one before it.
    """
    public = post.public_version
    if public is None:
        return
    asks = any(window.late_policy == LatePolicy.ASK for window in rows.windows.values())
    before = _Before()
    for version, one in zip(versions[: versions.index(public) + 1], said, strict=False):
        waited = before.held_back(version, one) or (asks and version.standing == Standing.LATE)
        at_once = rows.space.review == Review.AFTER and not waited
        let_through = version.review == VersionReview.APPROVED or (
            version.review == VersionReview.SUPERSEDED and at_once
        )
        if let_through or rows.is_public or version is public:
            yield version


@dataclass
class _Before:
    """What stood against showing a version at once, gathered from one version to the next."""

    masked_at: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    files: set[str] = field(default_factory=set)
    is_turned_down: bool = False

    def held_back(self, version: Version, one: Object) -> bool:
        """Whether it was read by a moderator first; `one` is what the complete archive says of it."""
        for row in one["redactions"]:
            self.masked_at[row["target"]].append(parse_instant(row["at"]))
        files = {file["sha256"] for file in one["attachments"]}
        has_new = bool(files - self.files)
        self.files |= files
        was_turned_down = self.is_turned_down
        self.is_turned_down |= version.review in TURNED_DOWN
        return (
            was_turned_down
            or self._masked(RedactionTarget.TEXT, version)
            or (has_new and self._masked(RedactionTarget.FILE, version))
        )

    def _masked(self, target: str, version: Version) -> bool:
        return any(at <= version.received_at for at in self.masked_at[target])


def _public_version(post: Post, versions: list[Version]) -> Version | None:
    """The last approved one, else the last replaced one; of a withdrawn post only an approved one was public for sure."""
    approved = [version for version in versions if version.review == VersionReview.APPROVED]
    if post.state == PostState.WITHDRAWN:
        return approved[-1] if approved else None
    if post.state not in _ARE_PUBLIC:
        return None
    replaced = [version for version in versions if version.review == VersionReview.SUPERSEDED]
    return (approved or replaced)[-1]
