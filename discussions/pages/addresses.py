"""Addresses that pages link to, in the page's language."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from discussions.models import Post, Prompt, Space


def space_url(space: Space) -> str:
    """The space's page."""
    return reverse("space", args=[space.slug])


def place_url(space: Space, prompt: Prompt | None) -> str:
    """The page of a question, or of the posts to the space as a whole."""
    if prompt is None:
        return reverse("general", args=[space.slug])
    return reverse("prompt", args=[space.slug, prompt.number])


def submit_url(space: Space, prompt: Prompt | None) -> str:
    """Where an answer to a question, or a post to the space as a whole, is written."""
    if prompt is None:
        return reverse("space-submit", args=[space.slug])
    return reverse("prompt-submit", args=[space.slug, prompt.number])


def register_url(space: Space) -> str:
    """The register of the space."""
    return reverse("register", args=[space.slug])


def post_url(post: Post) -> str:
    """The permalink of a post; needs its space at hand."""
    return reverse("post", args=[post.reference])


def reply_url(post: Post) -> str:
    """Where an answer to a post is written."""
    return reverse("post-reply", args=[post.reference])


def act_url(act: str, post: Post) -> str:
    """Where the author of a post does something with it: "correct", "withdraw", "receipt"."""
    return reverse(f"post-{act}", args=[post.reference])


def version_url(post: Post, number: int) -> str:
    """One version of a post; needs its space at hand."""
    return reverse("post-version", args=[post.reference, number])


def compare_url(post: Post, earlier: int, later: int) -> str:
    """What changed between two versions of a post; needs its space at hand."""
    query = urlencode({"from": earlier, "to": later})
    return f"{reverse('post-compare', args=[post.reference])}?{query}"


def check_url(post: Post, sha256: str, proof: str) -> str:
    """Where whoever holds a receipt sees that a reference and a hash belong together; needs the post's space at hand."""
    query = urlencode({"reference": post.reference, "sha256": sha256, "proof": proof})
    return f"{reverse('check-receipt')}?{query}"


def file_url(identifier: UUID, name: str) -> str:
    """A file by the name that the reader knows; imported names may hold what would part an address."""
    return reverse("file", args=[identifier, name.replace("/", "_")])


def sign_in_url(back_to: str) -> str:
    """The way in, and back to an address."""
    return f"{reverse('account_login')}?{urlencode({'next': back_to})}"


def sign_up_url(back_to: str) -> str:
    """To a new account, and back to an address."""
    return f"{reverse('account_signup')}?{urlencode({'next': back_to})}"


def page_after(url: str, post: Post | None) -> str:
    """The page of a list that begins after a post; "" without one."""
    return f"{url}?{urlencode({'after': post.reference})}" if post is not None else ""
