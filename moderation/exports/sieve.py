"""Which posts an export holds: one set of rules, for the count on the page and for the export itself."""

from dataclasses import dataclass, field

from discussions.access.viewer import Viewer
from discussions.models import Post
from moderation.exports.candidates import Places, candidate_of
from moderation.exports.changes import Change, Earlier, Facts, facts_of
from moderation.exports.wanted import ExportFilter


@dataclass
class Sieve:
    """Takes posts one by one, by the filter, and where there is an `earlier` export by what changed since.

    `index` are the facts of what the filter took, also of what did not change: a later export is compared with them.
    `changes` are those of the posts that were taken, by reference. A mere count (`keeps_index` false) needs no facts
    where nothing is compared.
    """

    wanted: ExportFilter
    reader: Viewer
    places: Places
    earlier: Earlier | None = None
    keeps_index: bool = True
    index: dict[str, Facts] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    _left_out: dict[str, tuple[Facts, str]] = field(default_factory=dict)

    def takes(self, post: Post) -> bool:
        """Whether the post is in; needs what `posts_for_export`, `posts_for_count` or `posts_alike` fetched."""
        is_in = self.wanted.takes(candidate_of(post, self.reader, self.places))
        if self.earlier is None and not (is_in and self.keeps_index):
            return is_in
        reference = post.reference
        facts = facts_of(
            post,
            self.reader,
            self.places.number_of(post),
            with_earlier=self.wanted.with_earlier,
        )
        if not is_in:
            self._left_out[reference] = (facts, post.state)
            return False
        self.index[reference] = facts
        return self.earlier is None or self._has_changed(reference, facts, post.state)

    def gone(self) -> list[Change]:
        """What the earlier export held and this one does not, once all posts have been looked at."""
        if self.earlier is None:
            return []
        return self.earlier.gone(self.index, self._left_out)

    def _has_changed(self, reference: str, facts: Facts, state: str) -> bool:
        assert self.earlier is not None, "asked only then"
        change = self.earlier.change_of(reference, facts, state)
        if change is not None:
            self.changes[reference] = change
        return change is not None
