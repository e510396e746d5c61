"""The post that a page of moderators is about."""

from discussions.access.viewer import Viewer, check_staff_of
from discussions.errors import NotFound
from discussions.models import Post
from discussions.selectors.references import moved_post
from moderation.selectors.queue import post_for_review


def subject_of(reference: str, viewer: Viewer) -> Post:
    """The post of a reference, also of one that it had before. Raises NotFound, NotModerator."""
    post = post_for_review(reference)
    if post is None and (moved := moved_post(reference)) is not None:
        post = post_for_review(moved.reference)
    if post is None:
        raise NotFound
    check_staff_of(viewer, post.space_id)
    return post


def subject_now(post: Post, viewer: Viewer) -> Post:
    """The same post as it stands now, whatever its reference has become.

    Raises NotModerator where it stands in a space now that is not the viewer's: nothing of that is theirs to see.
    """
    moved = Post.objects.select_related("space").get(pk=post.pk)
    return subject_of(moved.reference, viewer)
