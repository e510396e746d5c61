"""A site of one page for trying a script alone.

Real HTTP, the portal's policy and static files, no database.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HASH = re.compile(r"\.[0-9a-f]{12}\.")
StartResponse = Callable[..., Any]


class SmallSite:
    """Answers `/static/…` from the portal's files and leaves every other address to `answer`.

    Static files may be asked for under hashed names, as the portal serves them. Remembers which were
    fetched and which of them there was no file for.
    """

    def __init__(self) -> None:
        self.fetched: set[str] = set()
        self.missing: list[str] = []
        self.url = ""

    def answer(self, request: WSGIRequest) -> tuple[str, str]:
        """The content type and the body for a request."""
        raise NotImplementedError

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        request = WSGIRequest(environ)
        if request.path.startswith("/static/"):
            return self._static(request.path.removeprefix("/static/"), start_response)
        content_type, body = self.answer(request)
        start_response(
            "200 OK", [("Content-Type", content_type), ("Content-Security-Policy", POLICY)]
        )
        return [body.encode()]

    def _static(self, path: str, start_response: StartResponse) -> Iterable[bytes]:
        path = HASH.sub(".", path)
        self.fetched.add(path)
        place = finders.find(path)
        if place is None:
            self.missing.append(path)
            start_response("404 Not Found", [])
            return [b""]
        start_response("200 OK", [("Content-Type", guess_type(path)[0] or "text/plain")])
        return [Path(place).read_bytes()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name for it
        pass


@contextmanager
def served(site: SmallSite) -> Iterator[None]:
    """Serve the site on a free port of this machine, its address in `url`.

    At the end no static file may have been missing.
    """
    server = make_server("127.0.0.1", 0, site, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}/"
    yield
    server.shutdown()
    server.server_close()
    thread.join()
    assert site.missing == []
