"""Forms sent over HTTP as a browser sends them, without one: many at a time, or over a wire that breaks."""

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.people import Actor, signed_in

TOKEN = "t" * 32
URLENCODED = "application/x-www-form-urlencoded"
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    page: str


@dataclass(frozen=True)
class Sender:
    """Somebody who has signed in, with a browser's cookies; may be used by many threads at once."""

    session: str

    @property
    def headers(self) -> dict[str, str]:
        """Of every request."""
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "Connection": "close",
            "User-Agent": "tests",
        }

    def get(self, url: str) -> Answer:
        """Read a page."""
        return _answered(url, "GET", None, self.headers)

    def save(self, url: str, fields: dict[str, Any]) -> Answer:
        """Save a draft as the script of its page does. Raises like `post`."""
        headers = {"Content-Type": URLENCODED, "X-CSRFToken": TOKEN, "Accept": "application/json"}
        body = urlencode({**fields, "action": "save"}, doseq=True).encode()
        return _answered(url, "POST", body, {**self.headers, **headers})

    def post(self, url: str, fields: dict[str, Any]) -> Answer:
        """Send a form, as multipart where it has `files` (SimpleUploadedFile), else urlencoded.

        Raises OSError or HTTPException where the connection breaks.
        """
        filled_in = {"csrfmiddlewaretoken": TOKEN, **fields}
        if "files" in fields:
            body, kind = _multipart(filled_in), MULTIPART_CONTENT
        else:
            body, kind = urlencode(filled_in, doseq=True).encode(), URLENCODED
        return _answered(url, "POST", body, {**self.headers, "Content-Type": kind})


def sender(actor: Actor) -> Sender:
    """The actor, signed in."""
    return Sender(signed_in(actor).cookies["sessionid"].value)


def _multipart(fields: dict[str, Any]) -> bytes:
    for file in fields["files"]:
        file.seek(0)  # the same form may be sent again
    return encode_multipart(BOUNDARY, fields)


def _answered(url: str, method: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    try:
        query = f"?{parts.query}" if parts.query else ""
        connection.request(method, parts.path + query, body, headers)
        response = connection.getresponse()
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            response.read().decode(errors="replace"),
        )
    finally:
        connection.close()
