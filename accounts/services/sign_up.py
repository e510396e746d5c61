"""Someone makes an account."""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from accounts.enums import StakeholderGroup
from accounts.errors import AddressTaken
from accounts.models import Membership, Organisation, Person, User
from accounts.selectors.organisations import organisation_named, tidy_name
from hub.kit.bilingual import set_texts
from hub.kit.record import write_record


@dataclass(frozen=True)
class NewSpeaker:
    """What someone says of themselves, checked. Without `organisation` they speak for themselves."""

    name: str
    language: str
    organisation: str = ""
    stakeholder_group: str = StakeholderGroup.INDIVIDUAL
    country: str = ""


def sign_up(*, user: User, speaker: NewSpeaker) -> Person:
    """Save the account with the person behind it, in one transaction with its record.

    The name of an organisation that is known (accents, case and spaces do not count) joins it, and its own group and
    country stand; a new one is made, unverified. Raises AddressTaken when the address got an account meanwhile.
    """
    with transaction.atomic():
        user.language = speaker.language
        _save_account(user)
        person = Person.objects.create(
            user=user,
            name=speaker.name,
            country=speaker.country or None,
            stakeholder_group=None if speaker.organisation else StakeholderGroup.INDIVIDUAL,
        )
        detail: dict[str, int | bool] = {"person": person.pk}
        if speaker.organisation:
            organisation, is_new = _organisation(speaker)
            Membership.objects.create(person=person, organisation=organisation)
            detail |= {"organisation": organisation.pk, "organisation_is_new": is_new}
        write_record("sign-up", ("user", user.pk), by=user.pk, detail=detail)
    return person


def _save_account(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise AddressTaken from error


def _organisation(speaker: NewSpeaker) -> tuple[Organisation, bool]:
    """The organisation of that name, and whether it was made just now."""
    _lock_name(speaker.organisation)
    known = organisation_named(speaker.organisation)
    if known is not None:
        return known, False
    made = Organisation(stakeholder_group=speaker.stakeholder_group, country=speaker.country)
    set_texts(made, "name", {speaker.language: tidy_name(speaker.organisation)})
    made.save()
    return made, True


def _lock_name(name: str) -> None:
    """Until the transaction ends nobody else makes an organisation of this name, in whatever language."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('organisation:' || portal_fold(%s), 0))",
            [tidy_name(name)],
        )
