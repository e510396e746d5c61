"""Who meets a post and its versions, and who sees what is kept from readers (PRODUCT, sections 1 and 4)."""

from discussions.access.viewer import Viewer
from discussions.access.words.shown import Exposure
from discussions.enums import LET_THROUGH, TURNED_DOWN, PostState
from discussions.models import Post, Version


def exposure_of(post: Post, viewer: Viewer) -> Exposure:
    """The table of PRODUCT, sections 1 and 4: published texts to all, the rest to author and staff."""
    if post.state == PostState.PUBLISHED or is_insider(post, viewer) or _is_asked(post, viewer):
        return Exposure.TEXT
    is_stub = post.state in {PostState.HIDDEN, PostState.MERGED, PostState.WITHDRAWN}
    return Exposure.STUB if is_stub and post.has_been_public else Exposure.LINE


def public_exposure_of(post: Post) -> Exposure:
    """The exposure for a visitor."""
    return exposure_of(post, Viewer())


def can_see_version(version: Version, post: Post, viewer: Viewer) -> bool:
    """Readers see what was made public of a published post; its author and staff see every version.

    Who was asked to sign it sees the latest as well, while the post waits or is public, but for one that moderators
    rejected or returned.
    """
    if is_insider(post, viewer):
        return True
    if _is_asked(post, viewer) and version.pk == post.latest_version_id:
        return version.review not in TURNED_DOWN
    return post.state == PostState.PUBLISHED and is_let_through(version)


def is_let_through(version: Version) -> bool:
    """Whether readers see a version where its post is public.

    One that was public, and was rejected or returned since, is not shown again by a later one that is published.
    """
    return version.published_at is not None and version.review in LET_THROUGH


def is_insider(post: Post, viewer: Viewer) -> bool:
    """Its author, and the staff of its space: they see every version of it."""
    return viewer.is_author(post.author_id) or viewer.is_staff_of(post.space_id)


def _is_asked(post: Post, viewer: Viewer) -> bool:
    """Asked to sign a joint submission that stands (`access.signatures` makes such viewers)."""
    return post.pk in viewer.asked_to_sign and post.state in {
        PostState.PENDING,
        PostState.PUBLISHED,
    }


def sees_behind(post: Post, viewer: Viewer) -> bool:
    """The author sees their own; staff only by an act on record (PRODUCT, section 1)."""
    return viewer.is_author(post.author_id) or viewer.looks_behind
