"""Texts and files found by their SHA-256."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from discussions.models import Attachment, Post, Version


@dataclass(frozen=True)
class HashMatch:
    """A version of a post that holds something with a hash: its text, or a file (`file`) that came with it."""

    version: Version
    file: Attachment | None = None


def matches_in(post_id: UUID, sha256: str) -> list[HashMatch]:
    """What of a post has the hash, texts before files, earlier versions first; four statements at most."""
    texts = Version.objects.filter(post_id=post_id, sha256=sha256)
    files = Attachment.objects.filter(version__post_id=post_id, sha256=sha256)
    return [
        *map(HashMatch, texts.prefetch_related("redactions").order_by("number")),
        *(
            HashMatch(file.version, file)
            for file in files.select_related("version")
            .prefetch_related("version__redactions")
            .order_by("version__number", "position")
        ),
    ]


def public_version_of(post: Post) -> Version | None:
    """The version of a post that readers see, with its files and masks at hand; None without one."""
    version = post.public_version
    if version is not None:
        prefetch_related_objects([version], "redactions", "attachments")
    return version
