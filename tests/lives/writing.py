"""Texts are sent, corrected and withdrawn. Of the three numbers of an act each takes what it needs."""

from datetime import date, timedelta

from accounts.models import Membership, Person
from discussions.enums import (
    Capacity,
    NameWithheld,
    OutsideKind,
)
from discussions.services.correct import correct
from discussions.services.outside import enter_outside_input
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from discussions.services.withhold_name import withhold_name
from discussions.validators.outside import OutsideEntity, OutsideSource
from tests import people
from tests.lives.life import WITHHELD, Life


def send(life: Life, who: int, what: int, how: int) -> None:
    """To a question, or to the space as a whole."""
    by, places = life.writer(who), [*life.prompts, None]
    submit(
        by=by.viewer,
        to=SubmissionPlace(life.space, places[what % len(places)]),
        sent=life.sent(by, what, how),
    )


def answer(life: Life, post: int, what: int, how: int) -> None:
    """A reply."""
    by, parent = life.writer(what + how), life.post(post)
    submit(
        by=by.viewer,
        to=SubmissionPlace(parent.space, parent=parent),
        sent=life.sent(by, what, how),
    )


def mend(life: Life, post: int, what: int, how: int) -> None:
    """By its author."""
    found = life.post(post)
    by = life.author_of(found)
    correct(by=by.viewer, post_id=found.pk, sent=life.sent(by, what, how, found))


def take_back(life: Life, post: int, _what: int, _how: int) -> None:
    """By its author."""
    found = life.post(post)
    by = life.author_of(found)
    withdraw(by=by.viewer, post_id=found.pk)


def keep_name(life: Life, post: int, what: int, _how: int) -> None:
    """By its author."""
    found = life.post(post)
    by = life.author_of(found)
    withhold_name(by=by.viewer, post_id=found.pk, withheld=NameWithheld(WITHHELD[what % 4]))


def enter(life: Life, who: int, what: int, how: int) -> None:
    """What came by mail, entered by the moderator."""
    is_person = who % 2 == 0
    entity = OutsideEntity(
        Capacity.PERSONAL if is_person else Capacity.ORGANISATION,
        organisation_name="" if is_person else life.word("Outside"),
        name=life.word("Name"),
        email=f"{life.word('mail')}@outside.example",
    )
    source = OutsideSource(list(OutsideKind)[what % 4], date(2026, 1, 1) + timedelta(days=how))
    place = SubmissionPlace(life.space, life.prompts[what % 4])
    enter_outside_input(
        by=life.moderator.viewer,
        to=place,
        entity=entity,
        source=source,
        sent=life.sent(life.moderator, what, how),
    )


def rename(life: Life, who: int, _what: int, _how: int) -> None:
    """A person goes by another name from now on."""
    Person.objects.filter(pk=life.writer(who).person.pk).update(name=life.word("Name"))


def join(life: Life, who: int, _what: int, _how: int) -> None:
    """A person begins to speak for an organisation."""
    joined = people.organisation(life.word("Organisation"))
    Membership.objects.create(person=life.writer(who).person, organisation=joined)
