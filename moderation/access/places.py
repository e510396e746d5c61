"""Where a moderator may put a post, and into which one it may be merged; asked by the preview and by the act."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from discussions.access.places import Place
from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR, Viewer, check_staff_of
from discussions.enums import PostState
from discussions.errors import NotPossibleNow, OwnText
from discussions.models import Post


def check_destination(viewer: Viewer, post: Post, place: Place, at: datetime) -> None:
    """May the post, with its replies, be put there? The right to move it is asked apart.

    To another space only by staff of that space too, and only to one that readers see. Raises NotModerator,
    NotPossibleNow.
    """
    if place.space.pk != post.space_id:
        check_staff_of(viewer, place.space.pk)
        if not can_see_space(place.space, VISITOR, at):
            raise NotPossibleNow(
                _("That space is not published yet: readers would lose the text.")
            )
    if place.holds(post):
        raise NotPossibleNow(_("It stands there already."))
    if place.hangs_from(post):
        raise NotPossibleNow(_("A text cannot answer itself or one of its own replies."))
    if place.parent is not None and place.parent.state != PostState.PUBLISHED:
        raise NotPossibleNow(_("This text takes no replies, because it is not public now."))


def check_not_tied(tied: Sequence[str]) -> None:
    """Raises NotPossibleNow where texts that stay behind are merged with texts that would leave the space.

    `tied`: the references of those that were merged.
    """
    if tied:
        raise NotPossibleNow(
            _("Merged texts stay in one space. Separate these first: %(references)s.")
            % {"references": ", ".join(tied)}
        )


def check_merge(viewer: Viewer, post: Post, survivor: Post) -> None:
    """May the post be merged into the survivor? The right to decide on the post is asked apart.

    The survivor is another public text of the space, and not the viewer's own: nobody takes another's text away in
    favour of theirs. A link between a text whose author is not to be named and one of somebody who is would tell who it
    is. Raises OwnText, NotPossibleNow.
    """
    if viewer.is_author(survivor.author_id):
        raise OwnText(_("The text that shall stay is your own: another moderator merges them."))
    if survivor.pk == post.pk:
        raise NotPossibleNow(_("A text cannot be merged into itself."))
    if survivor.space_id != post.space_id:
        raise NotPossibleNow(_("Only texts of one space can be merged. Move it there first."))
    if survivor.state != PostState.PUBLISHED:
        raise NotPossibleNow(_("The text that shall stay is not public now."))
    if survivor.name_withheld != post.name_withheld:
        raise NotPossibleNow(
            _(
                "One of the two withholds a name and the other does not: a link would tell who it is."
            )
        )
