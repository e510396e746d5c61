"""Naming people and taking rights away in a browser without script: told first, then done, on record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Space, SpaceRole
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

PORTAL, IN_SPACE = "/en/moderation/roles/", "/en/moderation/spaces/roundtable/roles/"


@pytest.fixture
def space() -> Space:
    """Where rights are given."""
    return factories.space()


@pytest.fixture
def paulo(space: Space) -> Actor:
    """Of the secretariat."""
    return people.secretariat()


def asked(response: Any) -> dict[str, str]:
    """What the question on a page carries when it is answered with yes."""
    assert response.status_code == 200
    given: dict[str, str] = response.context["asked"].cleaned_data
    return given


def named(client: Client, page: str, address: str, role: str) -> Any:
    """The page that asks whether somebody shall have a right."""
    return client.post(page, {"address": address, "role": role})


def test_signed_out_one_is_led_to_signing_in(space: Space) -> None:
    for address in (PORTAL, IN_SPACE):
        assert "/accounts/login/" in Client().get(address)["Location"]


@pytest.mark.parametrize("role", ["stakeholder", "observer", "moderator"])
def test_who_names_nobody_sees_no_addresses_here(space: Space, role: str) -> None:
    makers: dict[str, Callable[[], Actor]] = {
        "stakeholder": people.stakeholder,
        "observer": lambda: people.observer(space),
        "moderator": lambda: people.moderator(space),
    }
    client = signed_in(makers[role]())
    for address in (PORTAL, IN_SPACE):
        assert client.get(address).status_code == 403
        given = {"act": "give", "account": 1, "role": "moderator"}
        assert client.post(address, given).status_code == 403


@pytest.mark.parametrize("role", ["moderator", "observer"])
def test_somebody_is_named_by_address_after_a_question_and_the_right_is_taken_again(
    space: Space, paulo: Actor, role: str
) -> None:
    amina, client = people.stakeholder(), signed_in(paulo)
    page = named(client, IN_SPACE, "Stakeholder@TEST.example", role)
    told = page.content.decode()
    assert "Amina Otieno" in told
    assert "stakeholder@test.example" in told
    assert not SpaceRole.objects.exists()
    answer = client.post(IN_SPACE, asked(page), follow=True)
    assert f"Amina Otieno has the right “{role.capitalize()}” now." in answer.content.decode()
    row = SpaceRole.objects.get()
    assert (row.user, row.role, row.given_by) == (amina.user, role, paulo.user)

    again = client.post(IN_SPACE, asked(page), follow=True)
    assert "already. Nothing was changed." in again.content.decode()

    holder = client.get(IN_SPACE).context["page"].holders[0]
    assert (holder.name, holder.email) == ("Amina Otieno", "stakeholder@test.example")
    assert "given by Paulo Reyes" in holder.since
    page = client.get(holder.take_url.partition("#")[0])
    assert "Take the right" in page.content.decode()
    assert SpaceRole.objects.exists()
    answer = client.post(IN_SPACE, asked(page), follow=True)
    assert "no longer." in answer.content.decode()
    assert not SpaceRole.objects.exists()
    assert [record.act for record in Record.objects.order_by("pk")] == ["role-given", "role-taken"]


def test_an_address_without_an_account_and_a_closed_account_are_refused(
    space: Space, paulo: Actor
) -> None:
    User.objects.filter(pk=people.stakeholder().user.pk).update(is_active=False)
    client = signed_in(paulo)
    for address in ("nobody@test.example", "stakeholder@test.example", "no address"):
        response = named(client, IN_SPACE, address, "moderator")
        assert response.status_code == 400
        assert response.context["page"].confirmation is None
        assert address in response.content.decode()  # what was typed stands there still


def test_what_was_not_asked_on_the_page_is_not_done(space: Space, paulo: Actor) -> None:
    amina, client = people.stakeholder(), signed_in(paulo)
    for given in (
        {"act": "give", "account": amina.user.pk, "role": "secretariat"},
        {"act": "give", "account": 0, "role": "moderator"},
        {"act": "burn", "account": amina.user.pk, "role": "moderator"},
        {"act": "give", "account": 1 << 70, "role": "moderator"},
        {"act": "give", "account": amina.user.pk + 99, "role": "moderator"},
    ):
        assert client.post(IN_SPACE, given).status_code == 302
    assert client.get(f"{IN_SPACE}?act=take&account=nonsense&role=x").status_code == 302
    assert not SpaceRole.objects.exists()
    assert not Record.objects.exists()


def test_a_space_that_is_not_there_is_not_found(paulo: Actor) -> None:
    client = signed_in(paulo)
    assert client.get(IN_SPACE.replace("roundtable", "nowhere")).status_code == 404


def test_administrators_name_the_secretariat_and_the_secretariat_does_not(paulo: Actor) -> None:
    amina, elif_kaya = people.stakeholder(), people.administrator()
    client = signed_in(elif_kaya)
    page = named(client, PORTAL, amina.user.email, "secretariat")
    answer = client.post(PORTAL, asked(page), follow=True)
    assert "has the right “Secretariat” now." in answer.content.decode()
    assert User.objects.get(pk=amina.user.pk).is_secretariat

    secretary = signed_in(paulo)
    page = secretary.get(PORTAL)
    assert "given and taken by administrators" in page.content.decode()
    assert not any(holder.take_url for holder in page.context["page"].holders)
    refused = secretary.post(
        PORTAL, {"act": "give", "account": paulo.user.pk, "role": "administrator"}
    )
    assert refused.status_code == 403
    assert "Only administrators can do this." in refused.content.decode()
    assert not User.objects.get(pk=paulo.user.pk).is_administrator


def test_the_last_ones_and_one_s_own_right_are_kept_in_words(paulo: Actor) -> None:
    elif_kaya = people.administrator()
    client = signed_in(elif_kaya)
    holders = {holder.role: holder for holder in client.get(PORTAL).context["page"].holders}
    assert holders["Administrator"].take_url == ""
    assert "another administrator" in holders["Administrator"].note
    own = {"act": "take", "account": elif_kaya.user.pk, "role": "administrator"}
    response = client.post(PORTAL, own)
    assert response.status_code == 409
    assert "This is the last administrator" in response.content.decode()
    people.actor("second@test.example", "Sione Vea", is_administrator=True)
    assert "your own right as administrator" in client.post(PORTAL, own).content.decode()
    last = {"act": "take", "account": paulo.user.pk, "role": "secretariat"}
    assert "last account of the secretariat" in client.post(PORTAL, last).content.decode()
    assert not Record.objects.exists()


def test_an_administrator_whose_right_was_taken_meets_a_refusal_at_once(paulo: Actor) -> None:
    one = people.administrator()
    other = people.actor("second@test.example", "Sione Vea", is_administrator=True)
    theirs = signed_in(other)
    assert theirs.get(PORTAL).status_code == 200
    taking = {"act": "take", "account": other.user.pk, "role": "administrator"}
    assert signed_in(one).post(PORTAL, taking).status_code == 302
    assert theirs.get(PORTAL).status_code == 403
    assert theirs.get("/en/moderation/record/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "statements"), [(PORTAL, 9), (IN_SPACE, 8)])
def test_it_costs_the_same_however_many_hold_rights(
    space: Space,
    paulo: Actor,
    page: str,
    statements: int,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        people.moderator(space, f"m{number}@test.example", f"Moderator {number}")
        people.actor(f"s{number}@test.example", f"Secretary {number}", is_secretariat=True)
    client = signed_in(paulo)
    client.get(page)
    with django_assert_num_queries(statements):
        client.get(page)


def test_the_pages_are_kept_by_nobody(paulo: Actor) -> None:
    for address in (PORTAL, IN_SPACE):
        assert "no-store" in signed_in(paulo).get(address)["Cache-Control"]


def test_the_frame_shows_each_the_way_to_what_is_theirs(space: Space, paulo: Actor) -> None:
    record, roles = '"/en/moderation/record/"', '"/en/moderation/roles/"'
    expected = [
        (paulo, True, True),
        (people.administrator(), True, True),
        (people.moderator(space), True, False),
        (people.observer(space), False, False),
        (people.stakeholder(), False, False),
    ]
    for who, reads, names in expected:
        page = signed_in(who).get("/en/spaces/").content.decode()
        assert (record in page, roles in page) == (reads, names), who.person.name
    page = Client().get("/en/spaces/").content.decode()
    assert record not in page
    assert roles not in page
