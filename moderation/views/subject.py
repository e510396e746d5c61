"""The post that a page of moderators is about."""

from discussions.access.viewer import Viewer, check_staff_of
from discussions.errors import NotFound
from discussions.models import Post
from discussions.selectors.references import moved_post
from moderation.access.decisions import ON_OWN_PAGE, possible_acts
from moderation.selectors.queue import post_for_review
from moderation.validators.decisions import Occasion


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


def occasion_of(post: Post, viewer: Viewer) -> Occasion:
    """What the form of the panel is for, on a post from `post_for_review`."""
    return Occasion(frozenset(possible_acts(viewer, post)) - ON_OWN_PAGE, reads_of(post))


def reads_of(post: Post) -> str:
    """The code of the language in which the author of a post from `post_for_review` is written to; "" without account."""
    user = post.author.user if post.author is not None else None
    return user.language if user is not None and user.is_active else ""
