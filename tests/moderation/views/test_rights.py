"""Who may do what, for everybody to read."""

from typing import Any

import pytest
from django.test import Client

from moderation.access.rights import RIGHTS
from moderation.enums import RightsRole

pytestmark = pytest.mark.django_db

PAGE = "/en/moderation/rights/"


def test_everybody_reads_every_act_of_the_table_once(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 200
    acts = [line.act for area in response.context["page"].areas for line in area.lines]
    assert acts == [
        str(right.label)
        for area in dict.fromkeys(right.area for right in RIGHTS.values())
        for right in RIGHTS.values()
        if right.area == area
    ]
    assert len(acts) == len(set(acts)) == len(RIGHTS)


def test_it_says_who_in_which_state_and_when(client: Client) -> None:
    page = client.get(PAGE).context["page"]
    lines = {line.act: line.rules for area in page.areas for line in area.lines}
    for_all, for_staff = lines["Reply to a text"]
    assert for_all.who == ["Whoever is signed in"]
    assert for_all.states == ["Published"]
    assert for_all.moments == [
        "while it is open",
        "in the grace",
        "after closing, where late texts are taken",
    ]
    assert for_staff.who == ["Moderator of the space", "Secretariat"]
    assert for_staff.moments == ["at any time"]
    (hiding,) = lines["Hide what readers see"]
    assert (hiding.states, hiding.moments) == (["Published"], [])
    assert hiding.who == ["Moderator of the space", "Secretariat"]
    assert hiding.note == "texts of others alone"


@pytest.mark.parametrize("role", RightsRole)
def test_one_role_is_shown_with_what_it_may_and_nothing_else(
    client: Client, role: RightsRole
) -> None:
    response = client.get(PAGE, {"role": role.value})
    acts = {line.act for area in response.context["page"].areas for line in area.lines}
    assert acts == {
        str(right.label)
        for right in RIGHTS.values()
        if any(role in rule.roles for rule in right.rules)
    }
    assert response.context["page"].role == role.label


def test_for_one_role_a_narrower_rule_is_not_said_beside_a_wider_one(client: Client) -> None:
    page = client.get(PAGE, {"role": "moderator"}).context["page"]
    lines = {line.act: line.rules for area in page.areas for line in area.lines}
    (replying,) = lines["Reply to a text"]
    assert (replying.who, replying.moments) == ([], ["at any time"])
    page = client.get(PAGE, {"role": "author"}).context["page"]
    lines = {line.act: line.rules for area in page.areas for line in area.lines}
    assert len(lines["Correct a text of one's own"]) == 3


def test_a_role_that_is_none_shows_all(client: Client) -> None:
    assert client.get(PAGE, {"role": "emperor"}).context["page"].role == ""


def test_it_costs_no_statement_but_the_frame_s(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get(PAGE)
    assert "no-store" in client.get(PAGE)["Cache-Control"]
