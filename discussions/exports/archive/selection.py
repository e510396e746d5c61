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
    name_withheld: str

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
    needed = _with_needed(whole | stubs, rows, is_public=edition.is_public)
    return Selection(frozenset(whole), frozenset(needed - whole))


def _rows(space: Space) -> dict[UUID, _Row]:
    found = Post.objects.filter(space=space).values_list(
        "pk", "sequence", "path", "state", "public_version_id", "merged_into_id", "name_withheld"
    )
    return {
        post_id: _Row(post_id, sequence, path, state, public is not None, merged_into, withheld)
        for post_id, sequence, path, state, public, merged_into, withheld in found.iterator()
    }


def _with_needed(chosen: set[UUID], rows: dict[UUID, _Row], *, is_public: bool) -> set[UUID]:
    """The chosen ones, what they answer, what they were merged into as far as it may be known, and so on."""
    by_sequence = {row.sequence: row.post_id for row in rows.values()}
    found, waiting = set(chosen), list(chosen)
    while waiting:
        row = rows[waiting.pop()]
        needed = {by_sequence[sequence] for sequence in row.ancestors}
        if row.merged_into is not None and not (is_public and _is_kept_back(row, rows)):
            needed.add(row.merged_into)
        waiting += needed - found
        found |= needed
    return found


def _is_kept_back(row: _Row, rows: dict[UUID, _Row]) -> bool:
    """Whether readers see no link to the survivor (`Post.survivor`)."""
    survivor = rows[row.merged_into] if row.merged_into is not None else None
    is_merged = row.state == PostState.MERGED
    return survivor is None or not is_merged or survivor.name_withheld != row.name_withheld
