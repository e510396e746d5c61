"""What becomes of the versions that readers saw, once moderators have taken a text from them."""

from django.db.models import Q

from discussions.enums import VersionReview
from discussions.models import Post, Version

_SEEN = Q(review=VersionReview.APPROVED) | Q(
    review=VersionReview.SUPERSEDED, published_at__isnull=False
)


def keep_from_readers(post: Post) -> None:
    """Mark all that readers saw of a post, whose row is held, as rejected: no later version brings it back with it.

    Its latest version may be taken up again and published by decisions of its own.
    """
    Version.objects.filter(_SEEN, post=post).update(review=VersionReview.REJECTED)
