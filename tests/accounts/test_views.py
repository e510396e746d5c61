"""Organisations found while typing."""

from typing import Any

import pytest
from django.test import Client

from accounts import views
from tests.people import organisation

pytestmark = pytest.mark.django_db

LOOKUP = "/en/accounts/organisations/"


def test_what_is_typed_finds_names_with_what_tells_them_apart(client: Client) -> None:
    organisation("Harbour Cities Forum", name_fr="Forum des villes portuaires")
    organisation("Harbour Watch", stakeholder_group="un-entity", country="")
    answer = client.get(LOOKUP, {"q": "HÂRBOUR"})
    assert answer.json() == {
        "results": [
            {"name": "Harbour Cities Forum", "detail": "Civil society, Kenya"},
            {"name": "Harbour Watch", "detail": "UN system entity"},
        ]
    }
    assert "no-store" in answer["Cache-Control"]
    french = client.get(LOOKUP.replace("/en/", "/fr/"), {"q": "villes"}).json()["results"]
    assert french[0]["name"] == "Forum des villes portuaires"


@pytest.mark.parametrize("words", ["", "h", " h ", "nothing like it"])
def test_too_little_or_unknown_finds_nothing(client: Client, words: str) -> None:
    organisation("Harbour Cities Forum")
    assert client.get(LOOKUP, {"q": words}).json() == {"results": []}


def test_looking_up_writes_nothing_and_takes_no_post(client: Client) -> None:
    assert client.post(LOOKUP, {"q": "harbour"}).status_code == 405


def test_too_many_look_ups_of_one_address_are_refused_for_a_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_LOOKUPS", {"organisation_lookup": "2/m/ip"})
    answers: list[Any] = [client.get(LOOKUP, {"q": "harbour"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
