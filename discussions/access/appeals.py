"""Who may ask for another look at what was decided against a text (PRODUCT, section 4: "rejected … on appeal")."""

from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import PostState, VersionReview
from discussions.errors import NotPossibleNow, NotYours
from discussions.models import Post


def check_appeal(viewer: Viewer, post: Post) -> None:
    """May the viewer ask for another look? The author, of what was rejected or hidden, and of a rejected correction.

    Whatever the window says. Of a published post it needs the latest version at hand. Raises SignInFirst, NotYours,
    NotPossibleNow.
    """
    check_signed_in(viewer)
    if not viewer.is_author(post.author_id):
        raise NotYours
    if not _was_decided_against(post):
        raise NotPossibleNow(
            _("Nothing was decided against this text that could be looked at once more.")
        )


def _was_decided_against(post: Post) -> bool:
    if post.state in {PostState.REJECTED, PostState.HIDDEN}:
        return True
    has_correction = (
        post.state == PostState.PUBLISHED and post.latest_version_id != post.public_version_id
    )
    return has_correction and post.latest_version.review == VersionReview.REJECTED
