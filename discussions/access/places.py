"""Where a post may stand."""

from dataclasses import dataclass

from discussions.models import Post, Prompt, Space


@dataclass(frozen=True)
class Place:
    """What a post answers: a question, the space as a whole (neither), or a post, whose space and question these are."""

    space: Space
    prompt: Prompt | None = None
    parent: Post | None = None

    def holds(self, post: Post) -> bool:
        """Whether the post stands here."""
        return (post.space_id, post.prompt_id, post.parent_id) == (
            self.space.pk,
            self.prompt.pk if self.prompt else None,
            self.parent.pk if self.parent else None,
        )

    def hangs_from(self, post: Post) -> bool:
        """Whether it is below the post: the post itself, or a reply to it to any depth."""
        parent = self.parent
        return (
            parent is not None
            and (parent.space_id, parent.root_sequence) == (post.space_id, post.root_sequence)
            and parent.path.startswith(post.path)
        )
