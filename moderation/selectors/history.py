"""What else somebody has sent, for the moderators of a space."""

from django.db.models import Count, Q, QuerySet

from discussions.access.viewer import Viewer
from discussions.enums import NameWithheld, PostState
from discussions.models import Post

SHOWN = 10


def other_posts_of_author(post: Post, viewer: Viewer) -> list[Post]:
    """The newest other posts of the author that the viewer may read and whose author they may know; one statement.

    None for a post, and none of the posts, whose author's name is withheld: the list would tell it.
    """
    if post.author_id is None or post.name_withheld != NameWithheld.NO:
        return []
    return list(_readable(viewer).filter(author=post.author_id).exclude(pk=post.pk)[:SHOWN])


def states_of_author(post: Post, viewer: Viewer) -> dict[str, int]:
    """How many posts of the author, this one among them, stand in each state: of the same posts; one statement."""
    if post.author_id is None or post.name_withheld != NameWithheld.NO:
        return {}
    found = _readable(viewer).filter(author=post.author_id).order_by()
    states = found.values("state").annotate(posts=Count("pk"))
    return {row["state"]: row["posts"] for row in states}


def _readable(viewer: Viewer) -> QuerySet[Post]:
    posts = Post.objects.filter(name_withheld=NameWithheld.NO).select_related("space")
    if not viewer.is_secretariat:
        posts = posts.filter(Q(state=PostState.PUBLISHED) | Q(space__in=viewer.moderates))
    return posts.order_by("-received_at", "-pk")
