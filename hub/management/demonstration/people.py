"""The accounts of the demonstration, and the organisations that speak in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from allauth.account.models import EmailAddress

from accounts.enums import StakeholderGroup
from accounts.models import Membership, Organisation, Person, User
from accounts.services.verify import confirm_membership
from discussions.models import Space, SpaceRole
from hub.kit.bilingual import set_texts
from hub.kit.record import write_record

PASSWORD: Final = "consultation"  # noqa: S105 - of the demonstration, served on one machine alone

_MODERATES: Final = "moderator of "


def make_accounts(accounts: list[dict[str, Any]]) -> dict[str, Person]:
    """Users with a confirmed address, and the people behind them, by their id in the archives."""
    people = {}
    for said in accounts:
        user = User.objects.create_user(
            said["email"],
            PASSWORD,
            language=said["language"],
            is_secretariat="secretariat" in said["roles"],
            is_administrator="administrator" in said["roles"],
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        people[said["person_id"]] = Person.objects.create(
            user=user, name=said["name"], country=said["country"]
        )
    return people


def make_organisations(
    documents: Iterable[dict[str, Any]], *, verified_by: User, at: datetime
) -> dict[str, Organisation]:
    """One of each name that people speak for, verified where all that they sent says so."""
    found: dict[str, Organisation] = {}
    unverified: set[str] = set()
    for document in documents:
        for said in document["people"]:
            if said["organisation"] is not None and said["organisation"] not in found:
                found[said["organisation"]] = _organisation(said)
        unverified |= _unverified(document)
    for name, organisation in found.items():
        if name not in unverified:
            organisation.verified_at, organisation.verified_by = at, verified_by
        organisation.save()
    return found


def join(
    accounts: list[dict[str, Any]],
    people: dict[str, Person],
    organisations: dict[str, Organisation],
    *,
    by: User,
) -> None:
    """Let people speak for their organisations; that the authors of the archives are they is an act on record."""
    for said in accounts:
        person = people[said["person_id"]]
        organisation = organisations[said["organisation"]]
        membership = Membership.objects.create(person=person, organisation=organisation)
        if organisation.is_verified:
            confirm_membership(membership_id=membership.pk, by=by.pk)
        write_record(
            "claim_person",
            ("person", person.pk),
            by=by.pk,
            detail={"user": person.user_id, "organisation": organisation.pk},
        )


def give_roles(accounts: list[dict[str, Any]], people: dict[str, Person], *, by: User) -> None:
    """The moderators of the spaces."""
    for said in accounts:
        for role in said["roles"]:
            if role.startswith(_MODERATES):
                space = Space.objects.get(slug=role.removeprefix(_MODERATES))
                user = people[said["person_id"]].user
                assert user is not None
                SpaceRole.objects.create(space=space, user=user, role="moderator", given_by=by)
                write_record(
                    "role-given",
                    ("user", user.pk),
                    by=by.pk,
                    space_id=space.pk,
                    detail={"role": "moderator"},
                )


def _organisation(said: dict[str, Any]) -> Organisation:
    group = said["stakeholder_group"] or StakeholderGroup.OTHER
    made = Organisation(stakeholder_group=group, country=said["country"] or "")
    set_texts(made, "name", {"en": said["organisation"]})
    return made


def _unverified(document: dict[str, Any]) -> set[str]:
    return {
        version["speaker"]["organisation"]
        for post in document["posts"]
        for version in post["versions"]
        if version["speaker"]["organisation"] is not None
        and not version["speaker"].get("verified", False)
    }
