"""The people whom an archive names."""

from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Membership, Person
from discussions.enums import NameWithheld
from discussions.exports.archive.edition import Edition
from discussions.exports.archive.selection import Selection
from discussions.models import (
    ArchivePerson,
    DisplayedModerator,
    Post,
    Prompt,
    Space,
    WindowChange,
)

Object = dict[str, Any]


def people_objects(
    space: Space, edition: Edition, selection: Selection
) -> tuple[list[Object], dict[int, str]]:
    """The property `people`, and the ids in it by primary key; two statements.

    In the order of the archive that the space came from; those who came later follow.
    """
    objects, ids = [], {}
    for person in _people(space, edition, selection):
        ids[person.pk] = person.archive_id or str(person.public_id)  # type: ignore[attr-defined]  # annotated by the query
        objects.append(_person(person, ids[person.pk], edition))
    return objects, ids


def _people(space: Space, edition: Edition, selection: Selection) -> QuerySet[Person]:
    own = ArchivePerson.objects.filter(space=space, person=OuterRef("pk"))
    named = Q(pk__in=_authors(space, edition, selection).values("author"))
    named |= Q(pk__in=DisplayedModerator.objects.filter(space=space).values("person"))
    named |= Q(pk__in=Prompt.objects.filter(space=space).values("asked_by"))
    if not edition.is_public:
        changes = WindowChange.objects.filter(window__space=space)
        entered = Post.objects.filter(space=space)
        named |= Q(pk__in=changes.values("by_person"))
        named |= Q(pk__in=entered.values("outside_entered_by"))
    if edition.shows_all_people and selection.whole is None:
        named |= Q(pk__in=ArchivePerson.objects.filter(space=space).values("person"))
    memberships = Membership.objects.filter(ended_at=None).select_related("organisation")
    return (
        Person.objects.filter(named)
        .annotate(
            archive_id=Subquery(own.values("archive_id")[:1]),
            place=Subquery(own.values("position")[:1]),
        )
        .select_related("user")
        .prefetch_related(Prefetch("memberships", memberships.order_by("since", "pk")))
        .order_by(F("place").asc(nulls_last=True), "pk")
    )


def _authors(space: Space, edition: Edition, selection: Selection) -> QuerySet[Post]:
    """The posts of the edition whose authors the viewer may know."""
    posts = Post.objects.filter(space=space)
    if selection.whole is not None:
        posts = posts.filter(pk__in=selection.whole)
    if edition.eyes.looks_behind:
        return posts
    return posts.filter(Q(name_withheld=NameWithheld.NO) | Q(author=edition.eyes.person_id))


def _person(person: Person, name_in_archive: str, edition: Edition) -> Object:
    organisation, group = person.organisation_name, person.stakeholder_group
    country = person.country
    current = next(iter(person.memberships.all()), None)
    if organisation is None and current is not None:
        organisation = current.organisation.name
        group = group or current.organisation.stakeholder_group
        country = country or current.organisation.country or None
    said = {
        "id": name_in_archive,
        "name": person.name,
        "organisation": organisation,
        "stakeholder_group": group,
        "country": country,
    }
    if edition.shows_addresses:
        said["email"] = person.email if person.user is None else person.user.email
    return said
