"""Rows that an act of writing holds until its transaction ends.

Always in this order, so that nobody waits in a circle: the author, the question, the window, the
post, the organisation, the space.
"""

from uuid import UUID

from django.db import connection

from discussions.errors import NotFound
from discussions.models import Post, Prompt, Window

# The first halves of the names of advisory locks.
_AUTHORS = 5201
_ORGANISATIONS = 5202


def lock_author(person_id: int) -> None:
    """One act of writing per person at a time: copies of one form, and the rate, are counted right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_AUTHORS, person_id % (1 << 31)])


def lock_organisation(organisation_id: int) -> None:
    """One text of an organisation at a time: of two alike that come at once, the second meets the first.

    It costs little: what follows it is the space's counter, at which all who send there wait for each other anyway.
    """
    with connection.cursor() as cursor:
        key = organisation_id % (1 << 31)
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ORGANISATIONS, key])


def share_window(space_id: int, prompt: Prompt | None) -> Window | None:
    """The window of a prompt (its own, else the main one of the space), held FOR SHARE.

    Closing it takes FOR UPDATE and waits for whoever holds it here. None: always open.
    """
    if prompt is not None and prompt.window_id is not None:
        condition, value = "id = %s", prompt.window_id
    else:
        condition, value = "space_id = %s AND position = 0", space_id
    statement = f"SELECT * FROM discussions_window WHERE {condition} FOR SHARE"  # noqa: S608 - of two constants
    return next(iter(Window.objects.raw(statement, [value])), None)


def hold_windows(space_id: int) -> list[Window]:
    """The windows of a space, the main one first, held FOR KEY SHARE.

    Rows that point to a window are written only by who holds it so before the space: closing takes the window, then the space.
    """
    statement = (
        "SELECT * FROM discussions_window WHERE space_id = %s ORDER BY position, id FOR KEY SHARE"
    )
    return list(Window.objects.raw(statement, [space_id]))


def share_prompt(space_id: int, prompt_id: int) -> Prompt | None:
    """A question of a space, held FOR KEY SHARE: nobody deletes it meanwhile. None: it is gone."""
    statement = "SELECT * FROM discussions_prompt WHERE id = %s AND space_id = %s FOR KEY SHARE"
    return next(iter(Prompt.objects.raw(statement, [prompt_id, space_id])), None)


def share_parent(post_id: UUID) -> Post:
    """The post that is answered, held FOR SHARE: nobody hides or withdraws it meanwhile. Raises NotFound."""
    found = Post.objects.raw("SELECT * FROM discussions_post WHERE id = %s FOR SHARE", [post_id])
    post = next(iter(found), None)
    if post is None:
        raise NotFound
    return post


def lock_post(post_id: UUID) -> Post:
    """The post as it is now, with its space, held until the end. Raises NotFound.

    Its space and its versions are read afterwards: joined here they would be those of before the wait, and a post
    that went to another space or got a new version meanwhile would seem to be gone.
    """
    posts = Post.objects.select_for_update().prefetch_related("space")
    post = posts.filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post


def lock_post_and_window(seen: Post) -> tuple[Post, Window | None]:
    """The same, with the window that it follows where it stands now, held FOR SHARE before it. Raises NotFound.

    `seen` is the post as it was read, with its question.
    """
    window = share_window(seen.space_id, seen.prompt)
    post = lock_post(seen.pk)
    if (post.space_id, post.prompt_id) != (seen.space_id, seen.prompt_id):
        # A moderator moved it meanwhile. Whoever holds a window alone does not wait for a post, so the order of locks
        # may be left here.
        window = share_window(post.space_id, post.prompt)
    return post, window
