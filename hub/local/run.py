"""``make run``: the whole portal on this machine, until Ctrl-C."""

import contextlib
import ctypes
import errno
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from hub.local.environment import DEFAULT_PORT, Addresses, portal_environment
from hub.local.place import PROJECT, Place
from hub.local.process import Interrupted, Running, Service, Supervisor
from hub.local.refusal import Refusal, refusal_for
from hub.local.servers import start_servers, stop_on_signals, take_place

HOST: Final = "127.0.0.1"
STOP_ORDER: Final = ("the web server", "the worker", "the clock", "the mail sink", "Redis")
"""PostgreSQL comes last."""

ACCOUNTS: Final = (
    ("stakeholder@example.org", "writes for an organisation"),
    ("colleague@example.org", "writes for the same organisation"),
    ("member@example.org", "writes for another organisation"),
    ("moderator@example.org", "moderates the spaces of the demonstration"),
    ("secretariat@example.org", "creates spaces and exports them"),
    ("admin@example.org", "administers accounts and settings"),
)
PASSWORD: Final = "consultation"  # noqa: S105 - of the demonstration, served on this machine alone

_PR_SET_PDEATHSIG: Final = 1
_UNREADY: Final = 500


@dataclass(frozen=True)
class Portal:
    """What the processes of the portal share."""

    place: Place
    environment: Mapping[str, str]

    @property
    def keeps_mails(self) -> bool:
        """Whether mails go to our own sink: the caller has named no other mail server."""
        return not os.environ.get("EMAIL_URL")

    def service(
        self,
        name: str,
        *arguments: str,
        sockets: tuple[socket.socket, ...] = (),
        patience: float = 10.0,
        is_ready: Callable[[], bool] | None = None,
    ) -> Service:
        """A Python module that runs in this portal, with a log named like its program."""
        return Service(
            name=name,
            command=[sys.executable, "-m", *arguments],
            log=self.place.log / f"{name.removeprefix('the ').replace(' ', '-')}.log",
            environment=self.environment,
            place=self.place.root,
            folder=PROJECT,
            sockets=tuple(open_socket.fileno() for open_socket in sockets),
            patience=patience,
            is_ready=is_ready,
        )


def run_portal(place: Place) -> None:
    """Start everything, say where it is, look after it until asked to stop. Raises Refusal."""
    _end_with_parent()
    started = time.monotonic()
    port = wanted_port(os.environ.get("PORT", ""))
    with stop_on_signals() as asked_to_stop, contextlib.ExitStack() as at_end:
        take_place(place)
        web = at_end.enter_context(listen(port))
        mail = at_end.enter_context(listen(0))
        supervisor = Supervisor(_say, asked_to_stop)
        try:
            addresses = start_servers(place, supervisor, durable=True)
            environment = portal_environment(
                place, addresses=addresses, port=port, mail_port=mail.getsockname()[1]
            )
            portal = Portal(place=place, environment=environment)
            demonstrated = prepare(portal, addresses, asked_to_stop)
            for service in portal_services(portal, web=web, mail=mail):
                supervisor.start(service)
            _say(_welcome(portal, port, demonstrated, time.monotonic() - started))
            while not asked_to_stop():
                supervisor.look_after()
                time.sleep(0.2)
        except Interrupted:
            pass
        except OSError as error:
            raise refusal_for(error, place.root) from error
        finally:
            if asked_to_stop():
                _say("Stopping.")
            supervisor.stop(order=STOP_ORDER)
            place.leave()


def wanted_port(written: str) -> int:
    """The port that PORT names, or 8000. Raises Refusal for what is no port."""
    if not written:
        return DEFAULT_PORT
    number = int(written) if written.isascii() and written.isdecimal() else 0
    if not 0 < number < 65536:
        raise Refusal(f"PORT is {written!r}, which is not the number of a port (1 to 65535).")
    return number


def listen(port: int) -> socket.socket:
    """A socket of this machine alone that listens on `port`, or on any free one for 0.

    The launcher keeps it open: who connects while a server is started again waits, and is served.
    Raises Refusal when the port is taken.
    """
    try:
        return socket.create_server((HOST, port), backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} is taken by another program: end that one, or choose another port,"
                f" as in: PORT={port + 1 if port < 65535 else DEFAULT_PORT} make run"
            ) from error
        if error.errno == errno.EACCES:
            raise Refusal(
                f"This user may not serve on port {port}: choose one above 1023."
            ) from error
        raise


def prepare(portal: Portal, addresses: Addresses, asked_to_stop: Callable[[], bool]) -> bool:
    """Migrate, load the demonstration where it fits; answer whether its accounts are there.

    Raises Refusal, Interrupted.
    """
    report = portal.place.run / "prepared.json"
    web_role = urlsplit(addresses.database).username or ""
    arguments = ["hub.local.prepare", "--report", str(report)]
    if web_role and addresses.database != addresses.owner:
        arguments += ["--role", web_role]
    if portal.environment["DEMONSTRATION"].lower() in {"1", "true", "yes", "on"}:
        arguments += ["--demonstration"]
    as_owner = {**portal.environment, "DATABASE_URL": addresses.owner}
    step = Portal(portal.place, as_owner)
    Running(step.service("the preparation", *arguments), asked_to_stop).run_to_end()
    return bool(json.loads(report.read_text())["demonstration"])


def portal_services(portal: Portal, *, web: socket.socket, mail: socket.socket) -> list[Service]:
    """The processes of the portal, in the order in which they start."""
    scratch = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(portal.place.run)  # noqa: S108 - gunicorn makes files of its own in it
    celery = ("celery", "--app", "hub.celery")
    services = [
        portal.service(
            "the worker",
            *(*celery, "worker", "--loglevel", "INFO", "--concurrency", "3"),
            *("--without-gossip", "--without-mingle"),
            patience=20.0,
        ),
        portal.service(
            "the clock",
            *(*celery, "beat", "--loglevel", "INFO", "--pidfile", ""),
            *("--schedule", str(portal.place.run / "beat")),
        ),
        portal.service(
            "the web server",
            *("gunicorn", "hub.wsgi:application", "--bind", f"fd://{web.fileno()}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload"),
            *("--no-control-socket", "--worker-tmp-dir", scratch),
            *("--timeout", "120", "--graceful-timeout", "8"),
            sockets=(web,),
            patience=12.0,
            is_ready=lambda: _serves(web),
        ),
    ]
    if portal.keeps_mails:
        sink = portal.service(
            "the mail sink",
            *("hub.local.mail_sink", "--descriptor", str(mail.fileno())),
            *("--folder", str(portal.place.mail)),
            sockets=(mail,),
        )
        services.insert(0, sink)
    return services


def _serves(web: socket.socket) -> bool:
    connection = http.client.HTTPConnection(HOST, web.getsockname()[1], timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < _UNREADY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end_with_parent() -> None:
    """Stop as if by Ctrl-C when ``make`` is killed: nothing is to go on unseen (Linux alone)."""
    if sys.platform == "linux" and os.getppid() != 1:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def _say(text: str) -> None:
    # Who reads may be gone: then nobody is told, and the portal still has to stop in order.
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)


def _welcome(portal: Portal, port: int, demonstrated: bool, seconds: float) -> str:
    lines = ["", f"The portal runs at http://{HOST}:{port}/ (started in {seconds:.1f} s)."]
    if demonstrated:
        lines += ["", f"Accounts of the demonstration, password {PASSWORD!r}:"]
        lines += [f"  {email:26}{what}" for email, what in ACCOUNTS]
    mails = _seen(portal.place.mail) if portal.keeps_mails else "the server of EMAIL_URL"
    lines += ["", f"Mails land in {mails}, logs in {_seen(portal.place.log)}."]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


def _seen(folder: Path) -> str:
    """The folder as seen from the project."""
    return f"{os.path.relpath(folder, PROJECT)}/"
