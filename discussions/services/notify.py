"""Who is told of what was posted, in the transaction of the act (PRODUCT, section 8)."""

from accounts.services.notices import queue_notice
from discussions.models import Post, Version


def notify_reply(post: Post) -> None:
    """Tell the author of the answered post of a reply that has just become public.

    For submission and publication alike, once per reply. Nobody is told who has no account, or
    who answers themselves.
    """
    if post.parent is None or post.parent.author is None:
        return
    author = post.parent.author
    if author.user_id is None or author.pk == post.author_id:
        return
    queue_notice(
        kind="reply",
        act=f"reply:{post.pk}",
        receivers=[author.user_id],
        facts={"post": str(post.pk)},
    )


def notify_receipt(version: Version, receiver: int) -> None:
    """Send the author the receipt of a version; `receiver` is the id of their account."""
    queue_notice(
        kind="receipt",
        act=f"receipt:{version.pk}",
        receivers=[receiver],
        facts={"version": str(version.pk)},
    )


def notify_withdrawal(post: Post, receiver: int) -> None:
    """Send the author the receipt of a withdrawal; `receiver` is the id of their account."""
    queue_notice(
        kind="receipt",
        act=f"withdrawal:{post.pk}",
        receivers=[receiver],
        facts={"version": str(post.latest_version_id), "withdrawn": True},
    )
