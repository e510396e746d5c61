"""What the pages that set up a space list."""

from django.db.models import Count, QuerySet

from accounts.models import Person
from discussions.enums import SpaceRoleName
from discussions.models import DisplayedModerator, Prompt, Space


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
