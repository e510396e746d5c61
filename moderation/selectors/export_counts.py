"""Questions for counting what an export would hold: no text is read, and none leaves."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    TextField,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from discussions.models import DocumentFile, Post, Space, Version
from hub.kit.languages import base_language
from hub.kit.models import Record
from moderation.enums import ExportState, ExportVariant
from moderation.models import Export, ExportLink
from moderation.selectors.links import FETCHED_BY_LINK

#: Posts that are in memory at one time: without their texts they are small.
PIECE = 2_000


def posts_for_count(space: Space, only: Collection[UUID] | None = None) -> Iterator[Post]:
    """All posts, or `only` some, in thread order, each with all but its texts; 6 statements per `PIECE` posts."""
    versions = Version.objects.order_by("number").defer("body")
    versions = versions.prefetch_related("attachments", "redactions")
    posts = Post.objects.filter(space=space).in_thread_order().select_related("merged_into")
    if only is not None:
        posts = posts.filter(pk__in=only)
    related = (Prefetch("versions", versions), "co_signatories", "endorsements")
    for post in posts.prefetch_related(*related).iterator(chunk_size=PIECE):
        post.space = space
        yield post


def document_files_of(space: Space) -> int:
    """How many files came with the documents of a space: they are in every export with files."""
    return DocumentFile.objects.filter(document__space=space).count()


def languages_of(space: Space) -> list[str]:
    """The codes of the languages in which something was sent, without script and region: ``zh`` for ``zh-hans``."""
    codes = Version.objects.filter(post__space=space).values_list("language", flat=True)
    return sorted({base_language(code) for code in codes.order_by().distinct()})


def comparable_exports(space: Space) -> list[Export]:
    """Exports of which it is known what they held, the newest first; the bytes need not be kept any more.

    Each with `was_given`: whether others than the secretariat were handed it. They were where observers may fetch it, or
    by a link: one that was taken back counts where the file had been fetched by it.
    """
    known = Export.objects.filter(space=space, state=ExportState.FINISHED, index__isnull=False)
    linked = ExportLink.objects.filter(export=OuterRef("pk"), revoked_at__isnull=True)
    fetched = Record.objects.filter(space_id=space.pk, act=FETCHED_BY_LINK).annotate(
        export=KeyTextTransform("export", "detail")
    )
    fetched = fetched.filter(export=Cast(OuterRef("pk"), TextField()))
    given = Q(for_observers=True) | Q(Exists(linked)) | Q(Exists(fetched))
    told = ExpressionWrapper(Q(variant=ExportVariant.PUBLIC) & given, BooleanField())
    return list(known.annotate(was_given=told).order_by("-finished_at", "pk"))
