"""30 posts an hour per account (PRODUCT, section 5), counted from the rows themselves."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import QuerySet

from discussions.errors import TooManyPosts
from discussions.models import Post, Version

_HOUR = timedelta(hours=1)


def check_rate_of_posts(person_id: int, at: datetime) -> None:
    """May the person post once more? Raises TooManyPosts, with the seconds until the next is taken."""
    posts = Post.objects.filter(author_id=person_id, received_at__gt=at - _HOUR)
    _check(posts.values_list("received_at", flat=True), at)


def check_rate_of_corrections(person_id: int, at: datetime) -> None:
    """The same for corrections, counted apart. Raises TooManyPosts."""
    versions = Version.objects.filter(
        post__author_id=person_id, number__gt=1, received_at__gt=at - _HOUR
    )
    _check(versions.values_list("received_at", flat=True), at)


def _check(received: "QuerySet[Post | Version, datetime]", at: datetime) -> None:
    limit = settings.POSTS_PER_HOUR
    latest = list(received.order_by("-received_at")[:limit])
    if len(latest) >= limit:
        raise TooManyPosts(max(1, ceil((latest[-1] + _HOUR - at).total_seconds())))
