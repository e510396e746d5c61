"""What a moderator has before them."""

from discussions.models import Post
from moderation.validators.decisions import SeenPost


def seen_now(post: Post) -> SeenPost:
    """The post as it stands, whatever the test has at hand."""
    newest = post.decisions.order_by("-pk").values_list("pk", flat=True).first()
    return SeenPost(post.pk, post.latest_version_id, newest or 0)
