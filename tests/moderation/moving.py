"""Threads to move, and what holds for them wherever they stand."""

from typing import Any

from discussions.enums import ReasonCode
from discussions.models import Post, Prompt, Space
from moderation.validators.decisions import DecisionWords
from moderation.validators.places import Destination
from tests.moderation.services.conftest import Desk

WHY = DecisionWords(ReasonCode.WRONG_PROMPT, "It speaks of Rev. 3.", "Seen with K.")


def to(space: Space, prompt: Prompt | None = None) -> Destination:
    return Destination(space.pk, prompt.pk if prompt else None)


def under(post: Post) -> Destination:
    return Destination(post.space_id, parent=post.pk)


def thread(desk: Desk, prompt: Prompt | None, **more: Any) -> list[Post]:
    """A submission, a reply to it, a reply to that, and another reply to the submission."""
    root = desk.post(state="published", prompt=prompt, **more)
    reply = desk.post(state="published", answers=root)
    below = desk.post(state="withdrawn", answers=reply)
    other = desk.post(state="pending", answers=root)
    return [root, reply, below, other]


def check_trees() -> None:
    """Whatever was done: each reply stands below what it answers, in its space and under its question."""
    for post in Post.objects.select_related("parent"):
        parent = post.parent
        above = parent.path if parent else ""
        assert post.path == above + Post.step(post.sequence)
        assert post.depth == (parent.depth + 1 if parent else 0)
        assert post.root_sequence == (parent.root_sequence if parent else post.sequence)
        if parent is not None:
            assert (post.space_id, post.prompt_id) == (parent.space_id, parent.prompt_id)
        if post.prompt is not None:
            assert post.prompt.space_id == post.space_id


def shape(space: Space) -> list[tuple[int, int, int | None]]:
    """Number, depth and question of all posts in thread order."""
    posts = Post.objects.filter(space=space).in_thread_order()
    return list(posts.values_list("number", "depth", "prompt__number"))
