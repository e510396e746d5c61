"""The people whom an archive names."""

from datetime import datetime
from typing import Any, Final

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Membership, Person
from discussions.access.viewer import VISITOR
from discussions.access.words import Snapshot, snapshot_for
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

_CHUNK: Final = 500
#: Of the format of archives; a text may say more.
_LONGEST_NAME: Final = 200
_LONGEST_ORGANISATION: Final = 300


def people_objects(
    space: Space, edition: Edition, selection: Selection
) -> tuple[list[Object], dict[int, str]]:
    """The property `people`, and the ids in it by primary key; two statements, four for every reader's eyes.

    In the order of the archive that the space came from; those who came later follow. Readers learn of a person what
    the page shows of moderators, else what the latest of their texts says, else a name: not for whom they could speak,
    nor what they are called since.
    """
    objects: list[Object] = []
    ids: dict[int, str] = {}
    known = _known_to_readers(space, selection) if edition.is_public else {}
    for person in _people(space, edition, selection):
        name_in_archive = person.archive_id or str(person.public_id)  # type: ignore[attr-defined]  # annotated by the query
        said = _facts(person)
        if edition.is_public:
            said = known.get(person.pk) or _named(said["name"], said["organisation"])
        if said["name"]:
            ids[person.pk] = name_in_archive
            objects.append({"id": name_in_archive, **said, **_address(person, edition)})
    return objects, ids


def people_changed_at(space: Space, *, is_public: bool) -> datetime | None:
    """When last something changed of what an archive says of people beside their texts (UTC); one statement.

    None where nothing is known to have changed. For every reader's eyes it looks at nobody whom the page does not name:
    else the instant would tell of somebody who withholds a name.
    """
    named = _beside_authors(space, is_public=is_public)
    if not is_public:
        named |= Q(pk__in=Post.objects.filter(space=space).values("author"))
        named |= Q(pk__in=ArchivePerson.objects.filter(space=space).values("person"))
    changed = Person.objects.filter(named).aggregate(
        Max("changed_at"),
        Max("memberships__changed_at"),
        Max("memberships__organisation__changed_at"),
    )
    return max((at for at in changed.values() if at is not None), default=None)


def _known_to_readers(space: Space, selection: Selection) -> dict[int, Object]:
    """By primary key, for all but moderators whom the page shows."""
    moderators = DisplayedModerator.objects.filter(space=space).values("person")
    asked = Prompt.objects.filter(space=space, asked_by__isnull=False)
    known = {
        prompt.asked_by.pk: _named(prompt.asked_by.name)
        for prompt in asked.exclude(asked_by__in=moderators).select_related("asked_by")
        if prompt.asked_by is not None
    }
    posts = _authored(space, selection).exclude(author__in=moderators)
    latest = posts.order_by("author", "-sequence").distinct("author")
    for post in latest.select_related("public_version").iterator(chunk_size=_CHUNK):
        if post.author_id is not None and post.public_version is not None:
            shown = snapshot_for(post.public_version, post, VISITOR)
            known[post.author_id] = _spoken(shown, known.get(post.author_id))
    return known


def _authored(space: Space, selection: Selection) -> QuerySet[Post]:
    """Posts of which every reader knows the author."""
    posts = Post.objects.filter(space=space, author__isnull=False, name_withheld=NameWithheld.NO)
    return posts if selection.whole is None else posts.filter(pk__in=selection.whole)


def _named(name: str, organisation: str | None = None) -> Object:
    return {
        "name": name,
        "organisation": organisation,
        "stakeholder_group": None,
        "country": None,
    }


def _spoken(shown: Snapshot | None, otherwise: Object | None) -> Object:
    """What a text says of who speaks; without a name what is known `otherwise`, else nothing."""
    if shown is None or not shown.name:
        return otherwise or _named("")
    return {
        "name": shown.name[:_LONGEST_NAME],
        "organisation": shown.organisation and shown.organisation[:_LONGEST_ORGANISATION],
        "stakeholder_group": shown.group,
        "country": shown.country,
    }


def _people(space: Space, edition: Edition, selection: Selection) -> QuerySet[Person]:
    own = ArchivePerson.objects.filter(space=space, person=OuterRef("pk"))
    named = Q(pk__in=_authors(space, edition, selection).values("author"))
    named |= _beside_authors(space, is_public=edition.is_public)
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


def _beside_authors(space: Space, *, is_public: bool) -> Q:
    """Whom the page shows; and who acted, but for every reader's eyes."""
    named = Q(pk__in=DisplayedModerator.objects.filter(space=space).values("person"))
    named |= Q(pk__in=Prompt.objects.filter(space=space).values("asked_by"))
    if is_public:
        return named
    changes = WindowChange.objects.filter(window__space=space)
    entered = Post.objects.filter(space=space)
    named |= Q(pk__in=changes.values("by_person"))
    return named | Q(pk__in=entered.values("outside_entered_by"))


def _authors(space: Space, edition: Edition, selection: Selection) -> QuerySet[Post]:
    """The posts of the edition whose authors the viewer may know."""
    posts = Post.objects.filter(space=space)
    if selection.whole is not None:
        posts = posts.filter(pk__in=selection.whole)
    if edition.eyes.looks_behind:
        return posts
    return posts.filter(Q(name_withheld=NameWithheld.NO) | Q(author=edition.eyes.person_id))


def _facts(person: Person) -> Object:
    """What is kept of a person, with the organisation that they spoke for first of those that they speak for now."""
    organisation, group = person.organisation_name or None, person.stakeholder_group or None
    country = person.country or None
    current = next(iter(person.memberships.all()), None)
    if organisation is None and current is not None:
        organisation = current.organisation.name
        group = group or current.organisation.stakeholder_group
        country = country or current.organisation.country or None
    return {
        "name": person.name,
        "organisation": organisation,
        "stakeholder_group": group,
        "country": country,
    }


def _address(person: Person, edition: Edition) -> Object:
    if not edition.shows_addresses:
        return {}
    return {"email": person.email if person.user is None else person.user.email}
