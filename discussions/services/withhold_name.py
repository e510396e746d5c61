"""Keeping an author's name from readers, and showing it again."""

from uuid import UUID

from django.db import transaction

from discussions.access.posts import check_author
from discussions.access.viewer import Viewer
from discussions.enums import NameWithheld
from discussions.models import Post
from discussions.services.locks import lock_post
from discussions.services.reference import raise_revisions_around
from hub.kit.record import write_record

ACT = "withhold-name"


def withhold_name(*, by: Viewer, post_id: UUID, withheld: NameWithheld) -> Post:
    """Keep the author's name, or name and organisation, from readers from now on, or show it again.

    Who acts for the author, in every state of the post and of the window; all its versions follow, on every
    channel. Mails that were sent already cannot be called back. Done twice: the same result and no second record.
    Raises SignInFirst, NotYours, NotFound.
    """
    with transaction.atomic():
        post = lock_post(post_id)
        check_author(by, post)
        change_withheld(by, post, withheld)
    return post


def change_withheld(by: Viewer, post: Post, withheld: NameWithheld) -> None:
    """The same for a post whose row is held already; nothing where it stands so."""
    if post.name_withheld == withheld:
        return
    before, post.name_withheld = post.name_withheld, withheld
    post.save(update_fields=["name_withheld"])
    raise_revisions_around(post)
    write_record(
        ACT,
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={"before": str(before), "after": str(withheld)},
    )
