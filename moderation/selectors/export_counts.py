"""Questions for counting what an export would hold: no text is read, and none leaves."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from discussions.models import Attachment, DocumentFile, Post, Space, Version
from moderation.models import Export

#: Posts that are in memory at one time: without their texts they are small.
PIECE = 2_000
_MOST_OFFERED = 30


def posts_for_count(space: Space, *, with_facts: bool) -> Iterator[Post]:
    """All posts in thread order with what a filter looks at; 2 statements per `PIECE` posts, 6 `with_facts`.

    Facts are what a difference to an earlier export is told by (`exports.changes`).
    """
    versions = Version.objects.order_by("number").defer("body")
    posts = Post.objects.filter(space=space).in_thread_order()
    if with_facts:
        versions = versions.prefetch_related("attachments", "redactions")
        posts = posts.prefetch_related("co_signatories", "endorsements")
    posts = posts.prefetch_related(Prefetch("versions", versions))
    for post in posts.iterator(chunk_size=PIECE):
        post.space = space
        yield post


def versions_with_files(space: Space) -> QuerySet[Version]:
    """Versions with which files came, without their texts; few posts have any, so they are asked for apart. 3 statements."""
    files = Attachment.objects.filter(version=OuterRef("pk"))
    versions = Version.objects.filter(Exists(files), post__space=space).defer("body")
    return versions.prefetch_related("attachments", "redactions")


def document_files_of(space: Space) -> int:
    """How many files came with the documents of a space: they are in every export with files."""
    return DocumentFile.objects.filter(document__space=space).count()


def languages_of(space: Space) -> list[str]:
    """The codes of the languages in which something was sent."""
    codes = Version.objects.filter(post__space=space).values_list("language", flat=True)
    return sorted(set(codes.order_by().distinct()))


def comparable_exports(space: Space) -> list[Export]:
    """Exports of which it is known what they held, the newest first; the bytes need not be kept any more."""
    known = Export.objects.filter(space=space, index__isnull=False)
    return list(known.order_by("-requested_at")[:_MOST_OFFERED])
