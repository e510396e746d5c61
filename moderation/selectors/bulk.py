"""The posts that a decision on many is about."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from discussions.models import Post
from discussions.selectors.references import parse_reference
from moderation.models import Decision
from moderation.validators.bulk import MOST


def posts_of_references(references: Sequence[str]) -> list[Post]:
    """The posts of some references, whoever asks, in the order of those; at most so many as one decision takes.

    Each with what a line about it needs, and `last_decision`, the id of the last decision on it or None; three
    statements.
    """
    parsed = [one for reference in references if (one := parse_reference(reference)) is not None]
    wanted = dict.fromkeys(parsed[:MOST])
    if not wanted:
        return []
    condition = Q()
    for prefix, number in wanted:
        condition |= Q(space__reference_prefix=prefix, number=number)
    places = {key: place for place, key in enumerate(wanted)}
    found = _with_all(Post.objects.filter(condition))
    return sorted(found, key=lambda post: places[post.space.reference_prefix, post.number])


def posts_of_ids(ids: Collection[UUID]) -> dict[UUID, Post]:
    """The same by id; three statements."""
    return {post.pk: post for post in _with_all(Post.objects.filter(pk__in=ids))}


def _with_all(posts: QuerySet[Post]) -> QuerySet[Post]:
    decisions = Decision.objects.filter(post=OuterRef("pk")).order_by().values("post")
    return (
        posts.select_related("space", "prompt", "latest_version")
        .prefetch_related("latest_version__redactions", "latest_version__attachments")
        .annotate(last_decision=Subquery(decisions.annotate(last=Max("pk")).values("last")))
    )
