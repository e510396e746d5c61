"""The post that a page of moderators is about."""

from discussions.access.viewer import Viewer, check_staff_of
from discussions.errors import NotFound
from discussions.models import Post
from discussions.selectors.references import moved_post, space_of_reference
from moderation.access.decisions import ON_OWN_PAGE, possible_acts
from moderation.selectors.queue import post_for_review
from moderation.services.deciding import moved_away
from moderation.validators.decisions import Occasion


def subject_of(reference: str, viewer: Viewer) -> Post:
    """The post of a reference, also of one that it had before. Raises NotFound, NotModerator, MovedAway."""
    post = post_for_review(reference)
    if post is None and (moved := moved_post(reference)) is not None:
        post = post_for_review(moved.reference)
        _check_not_moved_away(viewer, moved, space_of_reference(reference))
    if post is None:
        raise NotFound
    check_staff_of(viewer, post.space_id)
    return post


def subject_now(post: Post, viewer: Viewer) -> Post:
    """The same post as it stands now, whatever its reference has become.

    Raises NotModerator where it is not the viewer's to see any more, MovedAway where it stands in another space now that
    is not theirs.
    """
    moved = Post.objects.select_related("space").get(pk=post.pk)
    _check_not_moved_away(viewer, moved, post.space_id)
    return subject_of(moved.reference, viewer)


def _check_not_moved_away(viewer: Viewer, post: Post, former: int | None) -> None:
    """Staff of the space in which a post stood before are told that it is gone, and by whom."""
    is_away = former is not None and former != post.space_id
    if is_away and viewer.is_staff_of(former or 0) and not viewer.is_staff_of(post.space_id):
        refusal = moved_away(post)
        if refusal is not None:
            raise refusal


def occasion_of(post: Post, viewer: Viewer) -> Occasion:
    """What the form of the panel is for, on a post from `post_for_review`."""
    return Occasion(frozenset(possible_acts(viewer, post)) - ON_OWN_PAGE, reads_of(post))


def reads_of(post: Post) -> str:
    """The code of the language in which the author of a post from `post_for_review` is written to; "" without account."""
    user = post.author.user if post.author is not None else None
    return user.language if user is not None and user.is_active else ""
