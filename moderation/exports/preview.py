"""What an export would hold now, counted by the rules by which it is made, without a text being read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.access.words import files_for
from discussions.models import Post, Version
from moderation.enums import ExportPart
from moderation.exports.candidates import (
    Places,
    kept_versions,
    seen_versions,
    version_that_counts,
)
from moderation.exports.changes import ChangeKind
from moderation.exports.gather import Order
from moderation.exports.lines import reader_of
from moderation.exports.sieve import Sieve
from moderation.selectors import exports as selectors
from moderation.selectors.export_counts import (
    document_files_of,
    posts_for_count,
    versions_with_files,
)


@dataclass(frozen=True)
class Preview:
    """The numbers. `questions` counts submissions and replies by question, `changes` by what became of them.

    `every` are all posts of the space, `taken` those that are in, `files` those of the package, with documents.
    """

    every: int
    submissions: int
    replies: int
    files: int
    questions: Mapping[tuple[int, bool], int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        """Submissions and replies together."""
        return self.submissions + self.replies


def preview(order: Order) -> Preview:
    """Count; call it inside one snapshot where the numbers must be of one instant.

    2 statements for each 2,000 posts (6 for a difference), and 6 more.
    """
    reader = reader_of(order.variant, order.secretary)
    places = Places(selectors.prompts_of(order.space), selectors.windows_of(order.space))
    sieve = Sieve(order.wanted, reader, places, order.earlier, keeps_index=False)
    every, kept = 0, {}
    questions: Counter[tuple[int, bool]] = Counter()
    for post in posts_for_count(order.space, with_facts=order.is_difference):
        every += 1
        if sieve.takes(post):
            questions[places.number_of(post), post.is_reply] += 1
            kept.update({version.pk: post for version in _kept(post, reader, order)})
    kinds = Counter(change.kind for change in [*sieve.changes.values(), *sieve.gone()])
    return Preview(
        every=every,
        submissions=sum(number for (_, is_reply), number in questions.items() if not is_reply),
        replies=sum(number for (_, is_reply), number in questions.items() if is_reply),
        files=_files(order, reader, kept) if ExportPart.ATTACHMENTS in order.parts else 0,
        questions=questions,
        changes={kind.value: kinds[kind] for kind in ChangeKind} if order.is_difference else {},
    )


def _kept(post: Post, reader: Viewer, order: Order) -> list[Version]:
    seen = seen_versions(post, reader)
    counting = version_that_counts(post, seen)
    return kept_versions(seen, counting, with_earlier=order.wanted.with_earlier)


def _files(order: Order, reader: Viewer, kept: Mapping[UUID, Post]) -> int:
    """How many files are in the package: those of the versions that are in and that nothing masks, and documents."""
    shown = (
        file
        for version in versions_with_files(order.space)
        if version.pk in kept
        for file in files_for(version, kept[version.pk], reader)
    )
    return sum(not file.is_masked for file in shown) + document_files_of(order.space)
