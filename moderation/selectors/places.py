"""Where posts stand and may be put."""

from collections.abc import Sequence

from django.db.models import Case, Prefetch, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Person
from discussions.access.places import Place
from discussions.access.viewer import Viewer
from discussions.errors import NotFound, NotPossibleNow
from discussions.models import Post, Prompt, Space
from discussions.selectors.threads import above, all_below, steps_of
from moderation.validators.places import Destination


def find_place(to: Destination) -> Place:
    """The place as it is now; two statements at most.

    Raises NotFound, and NotPossibleNow where the post that it should answer has gone to another space meanwhile.
    """
    if to.parent is not None:
        parents = Post.objects.select_related("space", "prompt")
        parent = parents.filter(pk=to.parent).first()
        if parent is None:
            raise NotFound
        if parent.space_id != to.space:
            raise NotPossibleNow(_("The text that it should answer stands in another space now."))
        return Place(parent.space, parent.prompt, parent)
    space = Space.objects.filter(pk=to.space).first()
    if space is None:
        raise NotFound
    if to.prompt is None:
        return Place(space)
    prompt = Prompt.objects.filter(space=space, pk=to.prompt).first()
    if prompt is None:
        raise NotFound
    return Place(space, prompt)


def tied_by_merges(posts: Sequence[Post]) -> list[str]:
    """The references of merged posts of which just one side is among the posts of a space; one statement.

    The posts are those that would leave the space; needs the space of the first.
    """
    ids = [post.pk for post in posts]
    leaving, surviving = Q(pk__in=ids), Q(merged_into__in=ids)
    merged = Post.objects.filter(merged_into__isnull=False, space=posts[0].space)
    tied = merged.filter((leaving & ~surviving) | (surviving & ~leaving))
    return [
        posts[0].space.reference_of(n)
        for n in tied.order_by("number").values_list("number", flat=True)
    ]


def spaces_to_move_to(viewer: Viewer, post: Post) -> list[Space]:
    """The published spaces that the viewer moderates, that of the post first, each with its questions; two statements."""
    spaces = Space.objects.filter(published_at__lte=Now()) | Space.objects.filter(pk=post.space_id)
    if not viewer.is_secretariat:
        spaces = spaces.filter(pk__in=viewer.moderates)
    first = Case(When(pk=post.space_id, then=Value(0)), default=Value(1))
    prompts = Prompt.objects.order_by("position", "pk")
    return list(
        spaces.order_by(first, "slug").prefetch_related(Prefetch("prompts", queryset=prompts))
    )


def replies_below(post: Post) -> int:
    """How many replies hang from a post, to any depth and in every state; one statement."""
    return all_below(post).count()


def first_replies(post: Post, limit: int) -> list[Post]:
    """The first of those, in thread order, each with what a line about it needs; two statements."""
    replies = all_below(post).in_thread_order().select_related("space", "latest_version")
    return list(replies.prefetch_related("latest_version__redactions")[:limit])


def beside_place(post: Post, place: Place) -> tuple[list[Post], Post | None, Post | None]:
    """What a post would hang from, from the top down, and what would stand before and after it there, as readers see it.

    In thread order: in another space it would be the newest. Four statements.
    """
    above_it: list[Post] = []
    if place.parent is not None:
        place.parent.space = place.space
        known = above([place.parent], place.space)
        above_it = [known[step] for step in steps_of(place.parent) if step in known]
        above_it.append(place.parent)
    others = Post.objects.filter(space=place.space, prompt=place.prompt, parent=place.parent)
    others = others.in_threads().exclude(pk=post.pk).prefetch_related("public_version__redactions")
    before, after = others.order_by("-sequence"), others.none()
    if place.space.pk == post.space_id:
        before = before.filter(sequence__lt=post.sequence)
        after = others.filter(sequence__gt=post.sequence).order_by("sequence")
    found = before.first(), after.first()
    for one in filter(None, found):
        one.space = place.space
    return above_it, *found


def has_account(post: Post) -> bool:
    """Whether the author can sign in, and gets letters; one statement."""
    return Person.objects.filter(posts=post, user__is_active=True).exists()


def endorsements_of(post: Post) -> int:
    """How many endorsements of a post were not taken back; one statement."""
    return post.endorsements.filter(withdrawn_at__isnull=True).count()


def merged_into(post: Post) -> list[str]:
    """The references of the posts that lead to a post; one statement."""
    merged = Post.objects.filter(merged_into=post).order_by("number")
    return [post.space.reference_of(number) for number in merged.values_list("number", flat=True)]
