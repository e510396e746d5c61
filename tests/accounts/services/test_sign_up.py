"""Someone makes an account."""

import threading

import pytest
from django.db import connection, transaction

from accounts.errors import AddressTaken
from accounts.models import Membership, Organisation, Person, User
from accounts.services.sign_up import NewSpeaker, sign_up
from hub.kit.models import Record
from tests.people import organisation


def new_user(email: str) -> User:
    """An account that is not saved yet."""
    user = User(email=email)
    user.set_unusable_password()
    return user


def speaker(organisation: str = "Windward Youth Assembly", **more: str) -> NewSpeaker:
    """Somebody of an organisation."""
    defaults = {"stakeholder_group": "women-children-youth", "country": "KE", "language": "fr"}
    return NewSpeaker(name="Amina Otieno", organisation=organisation, **{**defaults, **more})


@pytest.mark.django_db
def test_a_new_organisation_is_made_unverified_with_one_record_of_it_all() -> None:
    person = sign_up(user=new_user("a@test.example"), speaker=speaker())
    made = Organisation.objects.get()
    assert made.name_fr == "Windward Youth Assembly"  # type: ignore[attr-defined]  # a column of modeltranslation
    assert made.name_en is None  # type: ignore[attr-defined]  # a column of modeltranslation
    assert str(made) == "Windward Youth Assembly"
    assert (made.stakeholder_group, made.country) == ("women-children-youth", "KE")
    assert not made.is_verified
    assert Membership.objects.get().person == person
    assert person.stakeholder_group is None
    assert person.user is not None
    assert person.user.language == "fr"
    record = Record.objects.get()
    assert (record.act, record.actor_id, record.subject_id) == (
        "sign-up",
        person.user_id,
        str(person.user_id),
    )
    assert record.detail == {
        "person": person.pk,
        "organisation": made.pk,
        "organisation_is_new": True,
    }


@pytest.mark.django_db
def test_a_known_organisation_is_joined_by_any_of_its_names_and_stays_as_it_is() -> None:
    known = organisation("International Harbour Union", name_fr="Union internationale des ports")
    person = sign_up(
        user=new_user("a@test.example"),
        speaker=speaker("UNION internationale  des pòrts", country="FR"),
    )
    known.refresh_from_db()
    assert Organisation.objects.count() == 1
    assert Membership.objects.get(person=person).organisation == known
    assert (known.stakeholder_group, known.country) == ("civil-society", "KE")
    assert Record.objects.get().detail["organisation_is_new"] is False


@pytest.mark.django_db
def test_somebody_without_an_organisation_is_an_individual() -> None:
    person = sign_up(
        user=new_user("a@test.example"),
        speaker=NewSpeaker(name="Amina Otieno", language="en", country="KE"),
    )
    assert (person.stakeholder_group, person.country) == ("individual", "KE")
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_an_address_that_was_taken_meanwhile_leaves_nothing_behind() -> None:
    sign_up(user=new_user("a@test.example"), speaker=speaker())
    with pytest.raises(AddressTaken):
        sign_up(user=new_user("A@test.example"), speaker=speaker("Another One"))
    assert Person.objects.count() == Organisation.objects.count() == Record.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_name_the_same_new_organisation_at_once_are_of_one() -> None:
    first_holds, second_waits = threading.Event(), threading.Event()

    def second() -> None:
        first_holds.wait(5)
        second_waits.set()
        sign_up(user=new_user("b@test.example"), speaker=speaker("NORTH SHORE", language="en"))
        connection.close()

    other = threading.Thread(target=second)
    other.start()
    with transaction.atomic():
        sign_up(user=new_user("a@test.example"), speaker=speaker("North Shöre"))
        first_holds.set()
        second_waits.wait(5)
        other.join(0.3)
        assert other.is_alive()  # it waits for the name
    other.join(5)
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 2
