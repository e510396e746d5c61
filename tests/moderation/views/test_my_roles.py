"""Whoever has an account sees which roles it has, and where they lead."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import Space
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/en/moderation/roles/mine/"


@pytest.fixture
def space() -> Space:
    """Where rights are given."""
    return factories.space()


def test_signed_out_one_is_led_to_signing_in() -> None:
    assert Client().get(PAGE).headers["Location"] == f"/en/accounts/login/?next={PAGE}"


def test_an_observer_sees_the_role_what_it_means_and_the_space(space: Space) -> None:
    response = signed_in(people.observer(space)).get(PAGE)
    page = response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Observer" in page
    assert "Observers see what every reader sees." in page
    assert 'href="/en/spaces/roundtable/"' in page
    assert "Title of roundtable" in page
    assert 'href="/en/moderation/spaces/roundtable/"' not in page


def test_a_moderator_finds_the_pages_of_the_space_and_its_queue(space: Space) -> None:
    page = signed_in(people.moderator(space)).get(PAGE).content.decode()
    assert 'href="/en/moderation/spaces/roundtable/"' in page
    assert 'href="/en/moderation/?space=roundtable"' in page


def test_the_secretariat_and_administrators_see_their_roles_in_the_portal() -> None:
    page = signed_in(people.secretariat()).get(PAGE).content.decode()
    assert "The secretariat moderates every space" in page
    assert "Administrators give and take rights" not in page
    page = signed_in(people.administrator()).get(PAGE).content.decode()
    assert "Administrators give and take rights" in page


def test_who_has_none_is_told_so(space: Space) -> None:
    people.moderator(space)
    page = signed_in(people.stakeholder()).get(PAGE).content.decode()
    assert "Your account has no role." in page
    assert "Title of roundtable" not in page


def test_the_page_of_the_account_leads_there(space: Space) -> None:
    page = signed_in(people.observer(space)).get("/en/accounts/email/").content.decode()
    assert f'href="{PAGE}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_roles_there_are(
    space: Space, rows: int, django_assert_num_queries: Any
) -> None:
    kwame = people.observer(space)
    for number in range(rows):
        other = factories.space(f"s{number}", f"SP{number}")
        other.roles.create(user=kwame.user, role="moderator")
    client = signed_in(kwame)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_a_role_in_a_space_that_its_holder_does_not_see_yet_leads_nowhere(space: Space) -> None:
    Space.objects.update(published_at=None)
    page = signed_in(people.observer(space)).get(PAGE).content.decode()
    assert "Observers see what every reader sees." in page
    assert "spaces/roundtable/" not in page
    page = signed_in(people.moderator(space)).get(PAGE).content.decode()
    assert 'href="/en/moderation/spaces/roundtable/"' in page
