"""Our own Redis (or Valkey): its data in the place's folder, reached by a private socket alone."""

import os
import signal
import socket
from pathlib import Path
from typing import Final

from hub.local.binaries import find_redis
from hub.local.place import Place
from hub.local.process import Service

SOCKET_NAME: Final = "redis.sock"


def prepare_redis(place: Place, *, durable: bool, said: list[str]) -> tuple[Service, str]:
    """How to run Redis, and the address that settings read. Raises Refusal.

    What it was sent is on disk within a second (`durable`), or nowhere.
    """
    program = find_redis()
    address = place.socket_folder("redis") / SOCKET_NAME
    said.append(f"Redis ({program})")
    kept = ("--appendonly", "yes", "--appendfsync", "everysec") if durable else ()
    service = Service(
        name="Redis",
        command=[
            *(program, "--port", "0", "--unixsocket", address, "--unixsocketperm", "700"),
            *("--dir", place.redis, "--save", "", *kept),
        ],
        log=place.log / "redis.log",
        environment={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        place=place.root,
        stop_signal=signal.SIGTERM,
        patience=20.0,
        is_ready=lambda: _answers(address),
    )
    return service, f"unix://{address}?db=0"


def _answers(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2.0)
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
