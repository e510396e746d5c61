"""The way to look behind what is kept from readers, and from staff until they look: one press, on record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from discussions.access.viewer import Viewer
from discussions.access.words import is_kept_from
from discussions.enums import LookReason
from discussions.models import Post, Version


@dataclass(frozen=True)
class Look:
    """A form of one button (moderation/parts/look.html). `reasons`: code and words, of which one may be chosen."""

    url: str
    reference: str
    reasons: list[tuple[str, str]]


def look_of(versions: Iterable[Version], post: Post, viewer: Viewer) -> Look | None:
    """For staff of the post's space; None where nothing of the versions is kept from them."""
    if not any(is_kept_from(version, post, viewer) for version in versions):
        return None
    reasons = [(reason.value, str(reason.label)) for reason in LookReason]
    return Look(reverse("look-behind", args=[post.reference]), post.reference, reasons)
