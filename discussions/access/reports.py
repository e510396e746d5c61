"""Who may report a post to the moderators."""

from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import PostState
from discussions.errors import NotFound, NotPossibleNow
from discussions.models import Post


def check_report(viewer: Viewer, post: Post) -> None:
    """May the viewer report the post? Whoever is signed in, what readers see now, of others.

    Raises SignInFirst, NotFound for a post that never was public, NotPossibleNow for one that is not public now and for
    one's own.
    """
    check_signed_in(viewer)
    if post.state != PostState.PUBLISHED:
        if post.has_been_public or viewer.is_staff_of(post.space_id):
            raise NotPossibleNow(
                _("Readers do not see this text now: there is nothing to report.")
            )
        raise NotFound
    if viewer.is_author(post.author_id):
        raise NotPossibleNow(_("This is your own text. You can correct it or withdraw it."))
