"""Who speaks for which organisation, and who of them as staff have confirmed."""

from typing import Any

import pytest

from accounts.models import Membership, User
from accounts.selectors.members import (
    accounts_that_speak_for,
    membership_in,
    memberships_of,
    organisations_with_members,
)
from accounts.selectors.organisations import organisations_named
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from tests import people
from tests.discussions.signing import confirmed

pytestmark = pytest.mark.django_db


def test_confirmed_memberships_that_last_count_while_the_account_is_open() -> None:
    actor = people.stakeholder()
    assert actor.organisation is not None
    key = actor.organisation.pk
    assert organisations_with_members([key]) == frozenset()
    assert accounts_that_speak_for([key]) == {}
    confirmed(actor)
    assert organisations_with_members([key]) == {key}
    assert accounts_that_speak_for([key]) == {key: [actor.user.pk]}
    User.objects.filter(pk=actor.user.pk).update(is_active=False)
    assert organisations_with_members([key]) == frozenset()
    User.objects.filter(pk=actor.user.pk).update(is_active=True)
    Membership.objects.filter(person=actor.person).update(ended_at=database_now())
    assert accounts_that_speak_for([key]) == {}


def test_a_membership_that_ended_is_none() -> None:
    actor = people.stakeholder()
    assert actor.organisation is not None
    person, key = actor.person.pk, actor.organisation.pk
    assert [row.organisation for row in memberships_of(person)] == [actor.organisation]
    assert membership_in(person, key) is not None
    assert membership_in(people.stranger().person.pk, key) is None
    Membership.objects.update(ended_at=database_now())
    assert memberships_of(person) == []
    assert membership_in(person, key) is None


@pytest.mark.parametrize("names", [1, 3])
def test_organisations_are_found_by_any_of_their_names_folded_in_one_statement(
    names: int, django_assert_num_queries: Any
) -> None:
    for number in range(names):
        made = people.organisation(f"Work {number}")
        set_texts(made, "name", {"en": f"Work {number}", "fr": f"Œuvre {number}"})
        made.save()
    with django_assert_num_queries(1):
        found = organisations_named(
            [*(f"OEUVRE {number} " for number in range(names)), " No  one"]
        )
    assert sorted(found) == [f"oeuvre {number}" for number in range(names)]
    with django_assert_num_queries(0):
        assert organisations_named([]) == {}
