"""A wire between a browser and the portal that breaks where a test says.

`with cutting_proxy(port) as wire` carries every request to the portal's port, one on a connection.
`wire.cut_next(Cut("body", 0.5))` breaks it once, under the next form (of some kind);
`wire.is_down = True` takes the whole connection away.
"""

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 20
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CONNECTION = re.compile(rb"\r\n(?:keep-alive|connection):[^\r]*", re.IGNORECASE)
_RESET = struct.pack("ii", 1, 0)  # linger for no time at all: the other side is told of a reset

Stage = Literal["head", "body", "answer", "hold"]


@dataclass(frozen=True)
class Cut:
    """Where it breaks: after this share (0 to 1) of the request's head, of its body, or of the answer.

    "hold" passes the request on and keeps the answer back, until `wire.let_go()`. `reset`: both
    sides are told by a reset, as by a phone's network; otherwise each sees an orderly end.
    """

    stage: Stage
    share: float = 0.0
    reset: bool = False


class Wire:
    """See the module."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.is_down = False
        self.cuts = 0
        self._next: tuple[Cut, bytes] | None = None
        self._lock = threading.Lock()
        self._held = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listening.getsockname()[1]

    @property
    def url(self) -> str:
        """Where browsers find it; without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def cut_next(self, cut: Cut, kind: bytes = b"") -> None:
        """Break the wire once, under the next POST with such a content type, in lower case."""
        self._held.clear()
        with self._lock:
            self._next = cut, kind

    def let_go(self) -> None:
        """End the connections that are held."""
        self._held.set()

    def close(self) -> None:
        """Carry no more."""
        self._held.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def carry(self) -> None:
        """Take connections until closed, each in a thread of its own."""
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            if self.is_down:
                _reset(client)
                return
            head, begun = _head(client)
            if not head:
                return  # opened in advance, never used
            with socket.create_connection(("127.0.0.1", self.server)) as server:
                cut = self._taken(head) if head.startswith(b"POST ") else None
                _Exchange(client, server, head, begun).run(cut, self._held)

    def _taken(self, head: bytes) -> Cut | None:
        with self._lock:
            if self._next is None or self._next[1] not in head.lower():
                return None
            (cut, _), self._next = self._next, None
            self.cuts += 1
            return cut


class _Exchange:
    """One request and its answer."""

    def __init__(
        self, client: socket.socket, server: socket.socket, head: bytes, begun: bytes
    ) -> None:
        self.client, self.server = client, server
        found = _LENGTH.search(head)
        self.length = int(found.group(1)) if found else 0
        # One request on a connection: its end is the end of the answer.
        self.head = _CONNECTION.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"
        self.begun = begun

    def run(self, cut: Cut | None, held: threading.Event) -> None:
        if cut is None:
            self._pass_on(self.length)
            self._answer()
            return
        if cut.stage == "head":
            self.server.sendall(self.head[: int(len(self.head) * cut.share)])
        elif cut.stage == "body":
            self._pass_on(int(self.length * cut.share))
        else:
            self._pass_on(self.length)
            answer = b"".join(_pieces(self.server))
            if cut.stage == "hold":
                held.wait()
            else:
                self.client.sendall(answer[: int(len(answer) * cut.share)])
        if cut.reset:
            _reset(self.server)
            _reset(self.client)

    def _pass_on(self, most: int) -> None:
        """The head, and so many bytes of the body."""
        self.server.sendall(self.head + self.begun[:most])
        left = most - len(self.begun)
        while left > 0 and (piece := self.client.recv(min(_PIECE, left))):
            self.server.sendall(piece)
            left -= len(piece)

    def _answer(self) -> None:
        for piece in _pieces(self.server):
            self.client.sendall(piece)


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    """The head of a request with the empty line that ends it, and what came of the body with it."""
    read = b""
    while b"\r\n\r\n" not in read and len(read) < _LONGEST_HEAD:
        piece = client.recv(_PIECE)
        if not piece:
            return b"", b""
        read += piece
    end = read.index(b"\r\n\r\n") + 4
    return read[:end], read[end:]


def _pieces(server: socket.socket) -> Iterator[bytes]:
    while piece := server.recv(_PIECE):
        yield piece


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()


@contextmanager
def cutting_proxy(server: int) -> Iterator[Wire]:
    """A wire to the port of a portal on this machine."""
    wire = Wire(server)
    thread = threading.Thread(target=wire.carry, daemon=True)
    thread.start()
    yield wire
    wire.close()
    thread.join(10)
