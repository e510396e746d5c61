"""A look at what is kept from readers, by one act on record (PRODUCT, section 1)."""

from uuid import UUID

from django.db import transaction

from discussions.access.posts import check_look_behind
from discussions.access.viewer import Viewer, looking_behind
from discussions.enums import LookReason
from discussions.errors import NotFound
from discussions.models import Post
from hub.kit.record import write_record

ACT = "look-behind"


def look_behind(
    *, by: Viewer, post_id: UUID, reason: LookReason | None = None, file: UUID | None = None
) -> Viewer:
    """Write one record of a look at a post, or at one file of it by its id, and give the eyes to look with, once.

    A moderator of the post's space or the secretariat; each call is a look and a record of its own. Raises NotFound,
    NotModerator.
    """
    with transaction.atomic():
        post = Post.objects.filter(pk=post_id).first()
        if post is None:
            raise NotFound
        check_look_behind(by, post)
        write_record(
            ACT,
            ("post", post.pk),
            by=by.user_id,
            space_id=post.space_id,
            reason=reason.value if reason is not None else "",
            detail={"file": str(file)} if file is not None else {},
        )
    return looking_behind(by)
