"""What the pages that set up a space list."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from discussions.enums import SpaceRoleName
from discussions.models import DisplayedModerator, Prompt, Space


@dataclass(frozen=True)
class LaidOut:
    """How much of a space is there before readers come."""

    questions: int
    documents: int
    windows: int
    moderators: int


def laid_out(space: Space) -> LaidOut:
    """How many there are of each; one statement."""
    moderators = Q(roles__role=SpaceRoleName.MODERATOR)
    counts = Space.objects.filter(pk=space.pk).aggregate(
        questions=Count("prompts", distinct=True),
        documents=Count("documents", distinct=True),
        windows=Count("windows", distinct=True),
        moderators=Count("roles", filter=moderators, distinct=True),
    )
    return LaidOut(**counts)


def questions_of(space: Space) -> QuerySet[Prompt]:
    """The questions in the order of the page, each with window, document, and `answers`: its posts in any state; one statement."""
    prompts = space.prompts.select_related("window", "document")
    return prompts.annotate(answers=Count("posts")).order_by("position", "pk")


def people_to_show(space: Space) -> QuerySet[Person]:
    """Who has the right to moderate the space and is not shown yet, by name; one statement."""
    shown = DisplayedModerator.objects.filter(space=space).values("person")
    people = Person.objects.filter(
        user__space_roles__space=space, user__space_roles__role=SpaceRoleName.MODERATOR
    )
    return people.exclude(pk__in=shown).order_by("name", "pk")
