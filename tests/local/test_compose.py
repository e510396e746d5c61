"""The files for containers are honest: whatever they name exists, and no secret stands in them."""

import ast
import http.server
import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from celery.bin.beat import beat
from celery.bin.worker import worker
from django.conf import settings
from django.core.management import get_commands

from hub.local.binaries import find_postgres
from hub.local.place import PROJECT, Place
from hub.local.postgres import ADMINISTRATOR, PORT
from hub.local.process import Supervisor
from hub.local.servers import start_servers, take_place

TEXT = (PROJECT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
NGINX = (PROJECT / "deploy" / "proxy" / "nginx.conf").read_text()
OF_IMAGES = {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "HUB_OWNER_PASSWORD", "HUB_WEB_PASSWORD"}
SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|KEY")
REQUIRED_VALUE = re.compile(r"\$\{[A-Z_]+:\?[^}]+\}")


def _settings_names() -> set[str]:
    """The environment variables that hub/settings.py reads."""
    tree = ast.parse((PROJECT / "hub" / "settings.py").read_text())
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def _image_names() -> set[str]:
    """The variables that the Dockerfile sets for the portal's own containers."""
    final = DOCKERFILE.rpartition("FROM ")[2]
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", final, flags=re.MULTILINE)
    assert block is not None
    return set(re.findall(r"\b([A-Z_]+)=", block.group(1)))


def _command_words() -> Iterator[tuple[str, list[str]]]:
    for name in OURS:
        for command in (
            SERVICES[name].get("command", []),
            SERVICES[name].get("healthcheck", {}).get("test", []),
        ):
            yield name, [str(word) for word in command]


def test_the_services_of_the_portal_are_all_there() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "redis", "proxy"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_that_stays_has_a_health_check_and_starts_again(name: str) -> None:
    if name == "migrate":
        assert SERVICES[name]["restart"] == "no"
    else:
        assert SERVICES[name]["healthcheck"]["test"]
        assert SERVICES[name]["restart"] == "unless-stopped"


def test_every_service_waits_only_for_services_that_can_tell_they_are_ready() -> None:
    for service in SERVICES.values():
        for awaited, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[awaited]
            else:
                assert how["condition"] == "service_completed_successfully"
                assert SERVICES[awaited]["restart"] == "no"


def test_every_variable_is_one_that_the_settings_or_the_images_read() -> None:
    read = _settings_names()
    assert "DATABASE_URL" in read
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= read, name
    for name in set(SERVICES) - set(OURS):
        assert set(SERVICES[name].get("environment", {})) <= OF_IMAGES, name
    assert {"STATIC_ROOT", "STORAGE_URL"} <= read & _image_names()


def test_every_setting_without_a_default_is_given() -> None:
    tree = ast.parse((PROJECT / "hub" / "settings.py").read_text())
    needed = {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and len(node.args) == 1
        and not node.keywords
        and isinstance(node.args[0], ast.Constant)
    }
    assert needed >= {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"}
    for name in OURS:
        assert needed <= set(SERVICES[name]["environment"])


def test_what_the_operator_fills_in_is_listed_in_the_example_and_nothing_else() -> None:
    named = set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    example = (PROJECT / ".env.example").read_text()
    listed = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, flags=re.MULTILINE))
    assert set(listed) == named
    assert not any(value for name, value in listed.items() if not name.endswith("_PORT"))


def test_no_secret_stands_in_the_file_and_none_may_be_left_out() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRET_NAME.search(name):
                assert REQUIRED_VALUE.fullmatch(str(value)), name
            password = re.search(r"://[^:/]+:(.+)@", str(value))
            if password:
                assert REQUIRED_VALUE.fullmatch(password.group(1)), name


def test_web_worker_and_beat_connect_as_the_role_that_owns_nothing() -> None:
    for name in OURS:
        role = "hub_owner" if name == "migrate" else "hub_web"
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith(f"postgres://{role}:")
    assert "grant_rights --role hub_web" in SERVICES["migrate"]["command"][-1]


def test_every_command_exists() -> None:
    commands = get_commands()
    line = " ".join(word for _, words in _command_words() for word in words) + DOCKERFILE
    for command in re.findall(r"manage\.py ([a-z_]+)", line):
        assert command in commands
    for module in re.findall(r"(?:--app |-m )(hub\.[a-z_.]+)", line):
        assert importlib.util.find_spec(module) is not None
    for script in re.findall(r"python (deploy/[a-z_/]+\.py)", line):
        assert (PROJECT / script).is_file()
    assert "gunicorn hub.wsgi:application" in line
    assert importlib.util.find_spec("hub.wsgi") is not None


@pytest.mark.parametrize(("name", "command"), [("worker", worker), ("beat", beat)])
def test_celery_knows_every_option_it_is_given(name: str, command: Any) -> None:
    words = SERVICES[name]["command"]
    options = words[words.index(name) + 1 :]
    command.make_parser(command.context_class(command)).parse_args(args=list(options))


def test_every_volume_and_every_mounted_file_exists() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = re.sub(r"\$\{[^}]*\}", "${}", mount).split(":")[0]
            if source.startswith("./"):
                assert (PROJECT / source).is_file(), source
            elif source != "${}":
                assert source in COMPOSE["volumes"], source


def test_whatever_the_image_copies_exists_and_it_does_not_run_as_root() -> None:
    for sources in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, flags=re.MULTILINE):
        for source in sources.split():
            assert (PROJECT / source).exists(), source
    final = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER portal$", final, flags=re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE


def test_every_package_of_the_portal_is_in_the_image_and_reaches_its_builder() -> None:
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {
        "tests",
        "benchmarks",
    }
    sent = set(re.findall(r"^!(\S+)", (PROJECT / ".dockerignore").read_text(), flags=re.MULTILINE))
    for package in packages | {"templates", "static", "locale"}:
        assert f"COPY {package} {package}\n" in DOCKERFILE
        assert package in sent


def test_the_proxy_lets_the_largest_post_through_and_names_the_scheme_that_settings_trust() -> (
    None
):
    size = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert size is not None
    largest = settings.FILES_PER_POST * settings.FILE_SIZE_LIMIT
    assert int(size.group(1)) * 1024 * 1024 >= largest + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX
    assert "http://web:8000" in NGINX
    assert SERVICES["web"]["environment"]["TRUSTED_PROXY_COUNT"] == "1"


def test_the_roles_are_made_on_an_empty_cluster(place: Place) -> None:
    take_place(place)
    supervisor = Supervisor(print)
    try:
        start_servers(place, supervisor, durable=False)
        socket_folder = str(place.socket_folder("postgres"))
        connection = psycopg2.connect(
            host=socket_folder, port=PORT, user=ADMINISTRATOR, dbname="postgres"
        )
        connection.autocommit = True
        cursor = connection.cursor()
        for statement in ("DATABASE hub", "ROLE hub_web", "ROLE hub_owner"):
            cursor.execute(f"DROP {statement}")
        subprocess.run(
            [PROJECT / "deploy" / "postgres" / "roles.sh"],
            env={
                "PATH": f"{find_postgres().folder}:{os.environ['PATH']}",
                "PGHOST": socket_folder,
                "HUB_OWNER_PASSWORD": "it's one",
                "HUB_WEB_PASSWORD": "another",
            },
            check=True,
        )
        cursor.execute(
            "SELECT rolname, rolpassword IS NOT NULL, rolsuper,"
            " has_database_privilege(rolname, 'hub', 'CREATE') FROM pg_authid"
            " WHERE rolname ~ '^hub_' ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("hub_owner", True, False, True),
            ("hub_web", True, False, False),
        ]
        connection.close()
    finally:
        supervisor.stop()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (None, 1)])
def test_the_health_check_tells_a_ready_server_from_one_that_is_not(
    status: int | None, code: int
) -> None:
    asked: list[tuple[str, str | None]] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            self.send_response(status or 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is to be said."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        if status is None:
            server.shutdown()
            server.server_close()
        answer = subprocess.run(
            [sys.executable, PROJECT / "deploy" / "healthcheck.py"],
            env={"PORT": str(port), "ALLOWED_HOSTS": "hub.example.org,other.example.org"},
            check=False,
        )
        assert answer.returncode == code
        if status is not None:
            assert asked == [("/readyz", "hub.example.org")]
            server.shutdown()


def test_the_text_of_the_example_names_no_path_of_a_machine() -> None:
    for file in ("docker-compose.yml", "Dockerfile", ".env.example"):
        assert str(Path.home()) + "/" not in (PROJECT / file).read_text()
