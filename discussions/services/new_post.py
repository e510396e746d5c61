"""Making the row of a post, the same for what its author sends and for what staff enter."""

from collections.abc import Sequence
from uuid import uuid4

from discussions.enums import PostState
from discussions.models import Attachment, Post, Prompt, Space, Version
from discussions.services.reference import issue_number
from discussions.services.versions import save_version


def new_post(space: Space, prompt: Prompt | None, parent: Post | None, version: Version) -> Post:
    """A post for its first version, not saved yet, without author and number; public where the version is."""
    is_public = version.published_at is not None
    return Post(
        id=uuid4(),
        space=space,
        prompt=prompt,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        key=version.key,
        key_digest=version.key_digest,
        received_at=version.received_at,
        standing=version.standing,
        state=PostState.PUBLISHED if is_public else PostState.PENDING,
        state_since=version.received_at,
        latest_version=version,
        public_version=version if is_public else None,
    )


def insert_post(post: Post, version: Version, files: Sequence[Attachment]) -> None:
    """Give the reference, last of all that may wait or be refused, and save everything."""
    number = issue_number(post.space_id)
    parent = post.parent
    post.number = post.sequence = number
    post.root_sequence = parent.root_sequence if parent else number
    post.path = f"{parent.path if parent else ''}{Post.step(number)}"
    post.save(force_insert=True)
    save_version(version, post, 1, files)
