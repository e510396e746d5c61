"""What a notice speaks of, by the ids that it holds."""

from uuid import UUID

from accounts.models import Notice
from discussions.models import Post, Version


def post_of_notice(notice: Notice) -> Post | None:
    """The post, with its space, prompt, parent and public version; two statements."""
    posts = Post.objects.select_related("space", "prompt", "public_version", "parent__space")
    posts = posts.prefetch_related("public_version__redactions")
    return posts.filter(pk=notice.facts["post"]).first()


def latest_of_notice(notice: Notice) -> Post | None:
    """The post, with its space, prompt and latest version, the files and redactions of that; three statements."""
    posts = Post.objects.select_related("space", "prompt", "latest_version")
    posts = posts.prefetch_related("latest_version__attachments", "latest_version__redactions")
    return posts.filter(pk=notice.facts["post"]).first()


def version_of_notice(notice: Notice) -> Version | None:
    """The version, with its post, space, prompt, files and redactions; three statements."""
    versions = Version.objects.select_related("post__space", "post__prompt")
    versions = versions.prefetch_related("attachments", "redactions")
    return versions.filter(pk=notice.facts["version"]).first()


def outside_act(post_id: UUID, version: int = 1) -> str:
    """Names the entry of a version from outside the portal, for its letter."""
    return f"outside-receipt:{post_id}:{version}"
