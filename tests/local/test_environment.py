"""The settings of a portal on this machine: ours, unless the environment says otherwise."""

from pathlib import Path

import dj_database_url
import pytest

from hub.environment import storage_folder
from hub.local.environment import (
    Addresses,
    environment_of_tests,
    given_database,
    portal_environment,
)
from hub.local.place import Place
from hub.local.postgres import database_url

ADDRESSES = Addresses(
    database="postgres://hub_web@%2Ftmp%2Fx/hub",
    owner="postgres://hub_owner@%2Ftmp%2Fx/hub",
    redis="unix:///tmp/x/redis.sock?db=0",
)


def test_every_setting_has_a_value_and_the_folder_of_files_is_read_back_whole(
    place: Place,
) -> None:
    settings = portal_environment(place, addresses=ADDRESSES, port=8001, mail_port=2525)
    assert settings["SITE_URL"] == "http://127.0.0.1:8001"
    assert settings["EMAIL_URL"] == "smtp://127.0.0.1:2525"
    assert settings["DATABASE_URL"] == ADDRESSES.database
    assert settings["DATABASE_OWNER_URL"] == ADDRESSES.owner
    assert settings["REDIS_URL"] == ADDRESSES.redis
    assert settings["SECRET_KEY"] == place.secret_key()
    assert Path(storage_folder(settings["STORAGE_URL"])) == place.media


def test_what_the_caller_sets_wins(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "hub.example.org",
        "SITE_URL": "https://hub.example.org",
        "EMAIL_URL": "smtp://mail.example.org",
        "STORAGE_URL": "file:///srv/media",
        "DEMONSTRATION": "0",
        "CLAMAV_URL": "unix:///run/clamd.sock",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = portal_environment(place, addresses=ADDRESSES, port=8001, mail_port=2525)
    assert {name: settings[name] for name in given} == given


def test_an_empty_variable_counts_as_not_set(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "")
    settings = portal_environment(place, addresses=ADDRESSES, port=8001, mail_port=2525)
    assert settings["SECRET_KEY"] == place.secret_key()


def test_tests_own_the_database_and_load_no_demonstration(place: Place) -> None:
    settings = environment_of_tests(place, addresses=ADDRESSES, port=8000)
    assert settings["DATABASE_URL"] == ADDRESSES.owner
    assert settings["HUB_WEB_ROLE"] == "hub_web"
    assert settings["DEMONSTRATION"] == "0"


def test_a_named_database_overrides_ours_and_is_its_own_owner_unless_told() -> None:
    assert given_database({}) is None
    assert given_database({"DATABASE_URL": ""}) is None
    assert given_database({"DATABASE_URL": "postgres://a/x"}) == ("postgres://a/x",) * 2
    both = {"DATABASE_URL": "postgres://a/x", "DATABASE_OWNER_URL": "postgres://b/x"}
    assert given_database(both) == ("postgres://a/x", "postgres://b/x")


def test_the_address_of_a_database_behind_a_socket_is_read_back_whole() -> None:
    read = dj_database_url.parse(database_url("/tmp/Short-1", role="hub_web"))
    assert (read["HOST"], read["USER"], read["NAME"]) == ("/tmp/Short-1", "hub_web", "hub")


def test_another_database_on_the_same_servers_has_another_name_only() -> None:
    assert ADDRESSES.named("hub_2") == Addresses(
        database="postgres://hub_web@%2Ftmp%2Fx/hub_2",
        owner="postgres://hub_owner@%2Ftmp%2Fx/hub_2",
        redis=ADDRESSES.redis,
    )
