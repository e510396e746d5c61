"""The next reference of a space (PRODUCT, section 2: gapless and unique, taken last)."""

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from discussions.models import Post, PostMove, Space


def issue_number(space_id: int) -> int:
    """The number of the next reference, in the caller's transaction; raises the revision with it.

    One update of the space's counter: its row stays locked until the transaction ends, so this comes
    last of all that may wait or be refused. A transaction that is rolled back issues nothing.
    """
    return issue_numbers(space_id, 1)


def issue_numbers(space_id: int, count: int) -> int:
    """The same for the next `count` references, which follow each other; the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE discussions_space SET last_number = last_number + %s, revision = revision + 1"
            " WHERE id = %s RETURNING last_number",
            [count, space_id],
        )
        (number,) = cursor.fetchone()
    return int(number) - count + 1


def raise_revisions_around(post: Post) -> None:
    """The same for every space whose pages tell of the post: its own, those that it left, those of texts carried over.

    In the order of their ids, so that nobody waits in a circle.
    """
    began = Concat(OuterRef("reference_prefix"), Value("-"))
    left = PostMove.objects.filter(post=post, reference__startswith=began)
    carried = Post.objects.filter(Q(carried_from=post) | Q(pk=post.carried_from_id))
    around = Q(pk=post.space_id) | Exists(left) | Exists(carried.filter(space=OuterRef("pk")))
    for space_id in Space.objects.filter(around).order_by("pk").values_list("pk", flat=True):
        raise_revision(space_id)


def raise_revision(space_id: int) -> None:
    """Tell cached pages that what the public sees of the space has changed."""
    Space.objects.filter(pk=space_id).update(revision=F("revision") + 1)
