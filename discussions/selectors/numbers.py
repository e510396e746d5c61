"""The numbers of a space, from the posts themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from discussions.access.words import named_organisation
from discussions.enums import PostState, Standing
from discussions.models import Post, PostMove, Space
from discussions.selectors.references import number_in

_PUBLISHED = Q(state=PostState.PUBLISHED)
_SUBMISSION = Q(parent__isnull=True)


@dataclass(frozen=True)
class SpaceNumbers:
    """Of what is public: submissions, replies, organisations that are named, and posts that were in grace or late.

    `by_state` counts all posts, public or not.
    """

    submissions: int
    replies: int
    organisations: int
    in_grace: int
    late: int
    by_state: dict[str, int]

    @property
    def posts(self) -> int:
        """All posts that stand in the space, in any state."""
        return sum(self.by_state.values())


@dataclass(frozen=True)
class PromptNumbers:
    """Of one question, or of the space as a whole: what is public, and how many lines its threads have."""

    submissions: int = 0
    replies: int = 0
    in_threads: int = 0


def numbers_of(space: Space) -> SpaceNumbers:
    """One statement."""
    states = {f"state_{state}": Count("pk", filter=Q(state=state)) for state in PostState}
    found = (
        Post.objects.filter(space=space)
        .annotate(organisation=named_organisation())
        .aggregate(
            submissions=Count("pk", filter=_PUBLISHED & _SUBMISSION),
            replies=Count("pk", filter=_PUBLISHED & ~_SUBMISSION),
            organisations=Count("organisation", filter=_PUBLISHED, distinct=True),
            in_grace=Count("pk", filter=_PUBLISHED & Q(standing=Standing.GRACE)),
            late=Count("pk", filter=_PUBLISHED & Q(standing=Standing.LATE)),
            **states,
        )
    )
    by_state = {state.value: found.pop(f"state_{state}") for state in PostState}
    return SpaceNumbers(**found, by_state=by_state)


def numbers_by_prompt(space: Space) -> dict[int | None, PromptNumbers]:
    """By the id of the question, None for the space as a whole; one statement."""
    rows = (
        Post.objects.filter(space=space)
        .in_threads()
        .values("prompt_id")
        .annotate(
            public_submissions=Count("pk", filter=_PUBLISHED & _SUBMISSION),
            public_replies=Count("pk", filter=_PUBLISHED & ~_SUBMISSION),
            lines=Count("pk"),
        )
        .order_by()
    )
    return {
        row["prompt_id"]: PromptNumbers(
            row["public_submissions"], row["public_replies"], row["lines"]
        )
        for row in rows
    }


def submissions_by_space(spaces: Iterable[Space]) -> dict[int, int]:
    """Public submissions by the id of the space; one statement."""
    rows = Post.objects.filter(_PUBLISHED, _SUBMISSION, space__in=list(spaces))
    return dict(rows.values_list("space_id").annotate(Count("pk")).order_by())


def moved_out_of(space: Space) -> int:
    """How many of the space's references name posts that have another reference now; one statement."""
    start = f"{space.reference_prefix}-"
    moves = PostMove.objects.filter(reference__startswith=start).annotate(
        former=number_in("reference", start)
    )
    # A post that came back has a new reference; the one that it had before stays given up.
    held = Post.objects.filter(space=space, number=OuterRef("former"))
    return moves.exclude(Exists(held)).values("reference").distinct().count()
