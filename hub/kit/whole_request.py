"""A request that breaks off on its way counts as none: never as the shorter form that it looks like.

Django takes the end of the stream for the end of the form, so a text cut in its middle by a lost
connection would be a text, sent and received. What a request says of its length must have come.

`WholeRequests` stands before Django and sees it; `WholeRequestMiddleware` stands behind the check of
tokens, which overlooks it, and keeps such a request from every view.
"""

import contextlib
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal, refusal_response

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
_TO_THE_END: Final = -1
_BROKE_OFF: Final = "hub.kit.whole_request.broke_off"


class _Input(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


class BrokeOff(Refusal):
    """A part of the request is missing; hardly anybody is left to read this."""

    code = "broke-off"
    status = 400
    message = _("The form did not arrive whole, so nothing was done with it. Send it again.")


class WholeRequests:
    """Wraps a WSGI application: reading a body that breaks off raises ConnectionResetError, an OSError."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(
        self, environment: Environment, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        length = environment.get("CONTENT_LENGTH", "")
        if str(length).isdecimal():
            environment["wsgi.input"] = _WholeInput(environment, int(length))
        return self.application(environment, start_response)


class _WholeInput:
    """So many bytes of a stream, or an error."""

    def __init__(self, environment: Environment, length: int) -> None:
        self._environment = environment
        self._stream: _Input = environment["wsgi.input"]
        self._left = length

    def read(self, size: int | None = _TO_THE_END) -> bytes:
        """As many bytes as asked for, or as are left."""
        wanted = self._wanted(size)
        pieces: list[bytes] = []
        while wanted > 0:
            piece = self._counted(self._stream.read(wanted))
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int | None = _TO_THE_END) -> bytes:
        """A line, or as much of it as asked for."""
        wanted = self._wanted(size)
        return self._counted(self._stream.readline(wanted)) if wanted else b""

    def _wanted(self, size: int | None) -> int:
        return self._left if size is None or size < 0 else min(size, self._left)

    def _counted(self, piece: bytes) -> bytes:
        if not piece:
            self._environment[_BROKE_OFF] = True
            raise ConnectionResetError("the request broke off")
        self._left -= len(piece)
        return piece


class WholeRequestMiddleware:
    """Keeps what broke off from every view: to them it would be an empty form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Read the form, if the check of tokens did not; refuse it if it broke off for either."""
        if request.method == "POST":
            with contextlib.suppress(UnreadablePostError):
                request.POST.get("key")
        if _BROKE_OFF not in request.META:
            return None
        return refusal_response(
            request, BrokeOff(), kept_text=""
        )  # nothing more can be read of it
