"""Which posts an export holds: one set of rules, for the count on the page and for the export itself."""

from dataclasses import dataclass, field

from discussions.access.viewer import Viewer
from discussions.models import Post
from moderation.exports.candidates import Places, candidate_of, speaker_that_counts
from moderation.exports.changes import Change, Earlier, Facts, Now, facts_of
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
    _left_out: dict[str, Now] = field(default_factory=dict)

    def takes(self, post: Post) -> bool:
        """Whether the post is in; needs what `posts_for_export`, `posts_for_count` or `posts_alike` fetched."""
        is_in = self.wanted.takes(candidate_of(post, self.reader, self.places))
        if self.earlier is None and not (is_in and self.keeps_index):
            return is_in
        reference, now = post.reference, self._now(post)
        if not is_in:
            self._left_out[reference] = now
            return False
        self.index[reference] = now.facts
        return self.earlier is None or self._has_changed(reference, now)

    def gone(self) -> list[Change]:
        """What the earlier export held and this one does not, once all posts have been looked at."""
        if self.earlier is None:
            return []
        return self.earlier.gone(self.index, self._left_out)

    def _now(self, post: Post) -> Now:
        facts = facts_of(
            post,
            self.reader,
            self.places,
            with_earlier=self.wanted.with_earlier,
        )
        speaker = speaker_that_counts(post, self.reader) if self.earlier else None
        entity = (speaker.organisation or speaker.name) if speaker else ""
        return Now(facts, post.state, self.places.number_of(post), entity)

    def _has_changed(self, reference: str, now: Now) -> bool:
        assert self.earlier is not None, "asked only then"
        change = self.earlier.change_of(reference, now)
        if change is not None:
            self.changes[reference] = change
        return change is not None
