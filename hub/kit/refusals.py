"""Typed refusals, and the one place that turns them into HTTP."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import select_template
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.kit.kept_text import kept_text_of

#: The title of a refusal of what came second.
SOMEBODY_WAS_FASTER: Final = _("Somebody was faster, or this was sent before")


class Refusal(Exception):
    """Something that was asked for and is not done, with a code for programs and words for the reader.

    `status` is the HTTP status; `retry_after` the seconds after which the same request may succeed. `url`, with
    its words `url_text`, is where the reader finds what they need now, "" where there is no such place. `title` heads the
    page, "" for what the pages of its status say.
    """

    code = "refused"
    status = 403
    message: str | Promise = ""
    retry_after: int | None = None
    url: str = ""
    url_text: str = ""
    title: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) or self.code


class RefusalMiddleware:
    """Answers a refusal that no view dealt with by the page of its status, in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; None lets Django deal with every other exception."""
        if not isinstance(error, Refusal):
            return None
        return refusal_response(request, error)


def refusal_response(request: HttpRequest, refusal: Refusal, **context: object) -> HttpResponse:
    """The answer to a refused request: JSON where the reader asked for it, otherwise the page of its status.

    Whatever words the form held are on that page, to be copied. `context` goes to it (see templates/errors/error.html);
    with a `kept_text` of its own the form is not read.
    """
    if wants_json(request):
        return json_refusal(refusal)
    template = select_template([f"errors/{refusal.status}.html", "errors/403.html"])
    if "kept_text" not in context:
        context["kept_text"] = kept_text_of(request)
    page = template.render({"refusal": refusal, "status": refusal.status, **context}, request)
    return _with_time(HttpResponse(page, status=refusal.status), refusal)


def json_refusal(refusal: Refusal) -> HttpResponse:
    """The answer for a script: code and words, with the place to go on where there is one."""
    content = {"code": refusal.code, "message": str(refusal)}
    if refusal.url:
        content |= {"url": refusal.url, "urlText": refusal.url_text}
    return _with_time(JsonResponse(content, status=refusal.status), refusal)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and no reader."""
    return request.headers.get("Accept", "").startswith("application/json")


def _with_time(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    add_never_cache_headers(response)
    return response
