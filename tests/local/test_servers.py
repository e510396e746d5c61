"""Our own PostgreSQL and Redis, started for real in a folder with a space in its path."""

import os
import signal
from collections.abc import Iterator

import psycopg2
import pytest
import redis

from hub.local.environment import Addresses
from hub.local.place import Place
from hub.local.process import Running, Supervisor
from hub.local.refusal import Refusal
from hub.local.servers import addresses_of, start_servers, take_place


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    """A supervisor whose servers are stopped after the test."""
    made = Supervisor(print)
    yield made
    made.stop()


def _ask(url: str, *statements: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _start(place: Place, supervisor: Supervisor, *, durable: bool = True) -> Addresses:
    take_place(place)
    return start_servers(place, supervisor, durable=durable)


def _named(supervisor: Supervisor, name: str) -> Running:
    return next(running for running in supervisor.running if running.service.name == name)


def test_what_was_acknowledged_survives_kill_minus_nine_of_both_servers(
    place: Place, supervisor: Supervisor
) -> None:
    addresses = _start(place, supervisor)
    assert addresses_of(place) == addresses
    _ask(addresses.owner, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)")
    for running in supervisor.running:
        assert running.pid is not None
        os.kill(running.pid, signal.SIGKILL)
    while not all(running.ended() for running in supervisor.running):
        pass
    supervisor.look_after()
    assert _ask(addresses.owner, "SELECT id FROM kept") == [(7,)]
    assert redis.Redis.from_url(addresses.redis).ping()


def test_the_web_role_owns_nothing_and_the_owner_may_become_it(
    place: Place, supervisor: Supervisor
) -> None:
    addresses = _start(place, supervisor, durable=False)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        _ask(addresses.database, "CREATE TABLE mine (id int)")
    became = _ask(addresses.owner, "SET ROLE hub_web", "SELECT current_user, session_user")
    assert became == [("hub_web", "hub_owner")]
    rights = _ask(
        addresses.owner,
        "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname ~ '^hub_' ORDER BY 1",
    )
    assert rights == [("hub_owner", False, True), ("hub_web", False, False)]


def test_the_cluster_speaks_utf8_sorts_by_code_point_and_is_reached_by_its_socket_alone(
    place: Place, supervisor: Supervisor
) -> None:
    addresses = _start(place, supervisor)
    asked = (
        "SELECT current_setting('server_encoding'), current_setting('listen_addresses'),"
        " current_setting('fsync'), current_setting('max_connections'), lower('É'), 'Z' < 'a'"
    )
    assert _ask(addresses.owner, asked) == [("UTF8", "", "on", "100", "é", True)]


def test_the_packaged_servers_serve_as_well(
    place: Place, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_SERVERS", "wheels")
    addresses = _start(place, supervisor)
    assert _ask(addresses.owner, "SELECT lower('É'), 'Z' < 'a'") == [("é", True)]
    keeper = redis.Redis.from_url(addresses.redis)
    assert keeper.set("a", "b")
    assert "site-packages" in str(_named(supervisor, "PostgreSQL").service.command[0])


def test_databases_that_killed_test_runs_left_are_dropped_at_the_next_start(
    place: Place, supervisor: Supervisor
) -> None:
    addresses = _start(place, supervisor, durable=False)
    connection = psycopg2.connect(addresses.owner)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE test_hub_gw0")
    connection.close()
    supervisor.stop()
    start_servers(place, supervisor, durable=False)
    names = _ask(addresses.owner, "SELECT datname FROM pg_database WHERE datname ~ 'hub'")
    assert names == [("hub",)]


def test_servers_that_the_caller_names_are_used_and_none_is_started(
    place: Place, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = _start(place, supervisor, durable=False)
    monkeypatch.setenv("DATABASE_URL", ours.database)
    monkeypatch.setenv("REDIS_URL", ours.redis)
    second = Place(place.root.with_name("second"))
    second.make_ready()
    other = Supervisor(print)
    assert start_servers(second, other, durable=True) == Addresses(
        database=ours.database, owner=ours.database, redis=ours.redis
    )
    assert other.running == ()
    assert not second.postgres.exists()


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none", "database that DATABASE_URL names"),
        ("DATABASE_URL", "not an address", "database that DATABASE_URL names"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "Redis that REDIS_URL names"),
        ("REDIS_URL", "not an address", "Redis that REDIS_URL names"),
    ],
)
def test_a_named_server_that_does_not_answer_is_said_in_one_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch, name: str, url: str, sentence: str
) -> None:
    monkeypatch.setenv(name, url)
    monkeypatch.setenv("HUB_SERVERS", "wheels")
    supervisor = Supervisor(print)
    try:
        with pytest.raises(Refusal, match=f"^The {sentence} does not answer: .+"):
            start_servers(place, supervisor, durable=False)
    finally:
        supervisor.stop()


def test_data_that_cannot_be_read_is_never_laid_out_anew(place: Place) -> None:
    place.postgres.mkdir()
    (place.postgres / "something").write_text("of somebody")
    supervisor = Supervisor(print)
    try:
        with pytest.raises(Refusal, match="holds no PostgreSQL data that this user can read"):
            start_servers(place, supervisor, durable=True)
    finally:
        supervisor.stop()
    assert (place.postgres / "something").read_text() == "of somebody"
