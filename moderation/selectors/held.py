"""Questions for what of an export readers are shown no longer: ids and states, no text is read."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Now

from discussions.enums import NameWithheld, PostState, VersionReview
from discussions.models import Attachment, FileScan, Post, Redaction, Version
from moderation.enums import ExportVariant
from moderation.models import Export, ExportIndex, ExportLink

_LET_THROUGH = [VersionReview.APPROVED, VersionReview.SUPERSEDED]


def held_by(exports: Collection[Export]) -> dict[UUID, dict[str, list[Any]] | None]:
    """What is kept of what each export shows, by its id; of some nothing is known."""
    kept = ExportIndex.objects.filter(pk__in=[export.pk for export in exports])
    return dict(kept.values_list("pk", "held"))


def posts_not_whole(ids: Collection[UUID], at: datetime) -> list[Post]:
    """Those of the posts of which anything may be kept from readers at an instant (UTC), with all but their texts.

    More than enough of them: what is kept from readers is asked of each. 4 statements.
    """
    of_post = Version.objects.filter(post=OuterRef("pk"))
    masked = Redaction.objects.filter(version__post=OuterRef("pk"), lifted_at__isnull=True)
    scanned = Attachment.objects.filter(
        version__post=OuterRef("pk"), sha256__in=FileScan.objects.values("pk")
    )
    versions = Version.objects.order_by("number").defer("body")
    posts = Post.objects.filter(
        ~Q(state=PostState.PUBLISHED)
        | ~Q(name_withheld=NameWithheld.NO)
        | Q(space__published_at__isnull=True)
        | Q(space__published_at__gt=at)
        | Exists(of_post.exclude(review__in=_LET_THROUGH, published_at__isnull=False))
        | Exists(masked)
        | Exists(scanned),
        pk__in=ids,
    )
    related = Prefetch("versions", versions.prefetch_related("attachments", "redactions"))
    return list(posts.select_related("space", "merged_into").prefetch_related(related))


def given_away(exports: Collection[Export]) -> list[Export]:
    """Those of them that observers or somebody with a link may fetch, with their space."""
    good = ExportLink.objects.filter(
        export=OuterRef("pk"), revoked_at__isnull=True, expires_at__gt=Now()
    )
    found = Export.objects.filter(
        Q(for_observers=True) | Exists(good),
        pk__in=[export.pk for export in exports],
        variant=ExportVariant.PUBLIC,
    )
    return list(found.exclude(stored_as="").select_related("space"))
