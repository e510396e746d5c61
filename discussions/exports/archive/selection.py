"""Which posts of a space stand in an edition, and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from discussions.enums import PostState
from discussions.exports.archive.edition import Edition
from discussions.models import Post, Space
from discussions.models.post import STUB_STATES


@dataclass(frozen=True)
class Selection:
    """`whole`: posts with their texts. `lines`: posts as a bare line. None: all of them, whole."""

    whole: frozenset[UUID] | None
    lines: frozenset[UUID] = frozenset()

    def is_whole(self, post_id: UUID) -> bool:
        """Whether the post stands there with its text."""
        return self.whole is None or post_id in self.whole

    def holds(self, post_id: UUID) -> bool:
        """Whether the post stands there at all."""
        return self.is_whole(post_id) or post_id in self.lines


@dataclass(frozen=True)
class _Row:
    post_id: UUID
    sequence: int
    path: str
    state: str
    was_public: bool
    merged_into: UUID | None

    @property
    def ancestors(self) -> Iterator[int]:
        """Their sequences, read from the path."""
        step = len(Post.step(0))
        for place in range(0, len(self.path) - step, step):
            yield int(self.path[place : place + step])


def select(space: Space, edition: Edition) -> Selection:
    """The posts of an edition; no statement where it is all of them, otherwise one."""
    if edition.post_ids is None and not edition.is_public:
        return Selection(None)
    rows = _rows(space)
    wanted = list(rows.values())
    if edition.post_ids is not None:
        chosen = frozenset(edition.post_ids)
        wanted = [row for row in rows.values() if row.post_id in chosen]
    whole = {
        row.post_id for row in wanted if not edition.is_public or row.state == PostState.PUBLISHED
    }
    stubs = {row.post_id for row in wanted if row.state in STUB_STATES and row.was_public}
    return Selection(frozenset(whole), frozenset(_with_needed(whole | stubs, rows) - whole))


def _rows(space: Space) -> dict[UUID, _Row]:
    found = Post.objects.filter(space=space).values_list(
        "pk", "sequence", "path", "state", "public_version_id", "merged_into_id"
    )
    return {
        post_id: _Row(post_id, sequence, path, state, public is not None, merged_into)
        for post_id, sequence, path, state, public, merged_into in found.iterator()
    }


def _with_needed(chosen: set[UUID], rows: dict[UUID, _Row]) -> set[UUID]:
    """The chosen ones, what they answer, what they were merged into, and so on."""
    by_sequence = {row.sequence: row.post_id for row in rows.values()}
    found, waiting = set(chosen), list(chosen)
    while waiting:
        row = rows[waiting.pop()]
        needed = {by_sequence[sequence] for sequence in row.ancestors}
        if row.merged_into is not None:
            needed.add(row.merged_into)
        waiting += needed - found
        found |= needed
    return found
