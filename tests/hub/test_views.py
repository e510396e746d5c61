"""Doors of the composition."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.people import secretariat


@pytest.mark.parametrize(
    ("wanted", "language"), [("fr-CA,fr;q=0.9", "fr"), ("en", "en"), ("ru", "en"), ("", "en")]
)
def test_the_front_door_leads_to_the_spaces_in_the_reader_s_language(
    client: Client, wanted: str, language: str
) -> None:
    answer = client.get("/", headers={"accept-language": wanted})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{language}/spaces/"


def test_the_front_door_tells_caches_that_it_depends_on_the_language(client: Client) -> None:
    assert "Accept-Language" in client.get("/")["Vary"]


def test_a_process_that_lives_says_so_without_any_server(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_it_is_ready_when_the_database_answers(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "there", "redis": "there"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_without_redis_and_tells(client: Client, settings: Any) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (200, "away")


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_while_the_database_is_away(client: Client) -> None:
    connection.close()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], "1"
    try:
        answer = client.get("/readyz")
    finally:
        connection.settings_dict["PORT"] = port
        connection.close()
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


@pytest.mark.django_db
def test_error_pages_are_kept_by_nobody_as_they_name_who_is_signed_in(client: Client) -> None:
    client.force_login(secretariat().user)
    for path, status in (("/en/admin/accounts/user/", 403), ("/en/nowhere/", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
