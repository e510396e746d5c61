"""Texts and files found by their SHA-256."""

from dataclasses import dataclass
from uuid import UUID

from discussions.models import Attachment, Version


@dataclass(frozen=True)
class HashMatch:
    """The first version of a post that holds something with a hash: its text, or a file that came with it."""

    version: Version
    is_text: bool


def match_in(post_id: UUID, sha256: str) -> HashMatch | None:
    """What of a post has the hash; two statements at most."""
    version = Version.objects.filter(post_id=post_id, sha256=sha256).order_by("number").first()
    if version is not None:
        return HashMatch(version, is_text=True)
    files = Attachment.objects.filter(version__post_id=post_id, sha256=sha256)
    file = files.select_related("version").order_by("version__number").first()
    return HashMatch(file.version, is_text=False) if file is not None else None
