"""Doors of the composition: health, the front door, and failures that belong to no application."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_from_path,
    get_language_from_request,
    override,
)
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from hub.kit.kept_text import kept_form_of, kept_text_of
from hub.kit.refusals import Refusal, json_refusal, wants_json


class FormExpired(Refusal):
    """A token that is missing or old: somebody signed in or out meanwhile, or cookies are off."""

    code = "form-expired"
    status = 403
    message = _("The session has ended. Sign in again in another tab, then try again here.")


private = cache_control(private=True, no_store=True)


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the spaces, in the language the reader's browser asks for."""
    language = get_language_from_request(request, check_path=True) or get_language()
    return redirect(f"/{language}/spaces/")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process lives."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503; Redis is told but not required (pages come without it)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unready", "database": "away"}, status=503)
    cache.set("readyz", "1", 10)
    redis = "there" if cache.get("readyz") == "1" else "away"
    return JsonResponse({"status": "ready", "database": "there", "redis": redis})


@private
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for what is not permitted; kept by nobody, as it names who is signed in."""
    return defaults.permission_denied(request, exception)


@private
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for what is not there; kept by nobody, as it names who is signed in."""
    return defaults.page_not_found(request, exception)


@private
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old: nothing is done, and the text can be sent once more."""
    if wants_json(request):
        return json_refusal(FormExpired())
    context = {
        "status": 403,
        "csrf": True,
        "kept_form": kept_form_of(request),
        "kept_text": kept_text_of(request),
        "sign_in_next": _where_it_stood(request),
    }
    return render(request, "errors/403.html", context, status=403)


def _where_it_stood(request: HttpRequest) -> str:
    """The address of the page that held the form, as the browser tells it; else that to which it was sent."""
    told = request.headers.get("Referer", "")
    hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    if url_has_allowed_host_and_scheme(told, hosts) and urlsplit(told).netloc in hosts:
        return urlunsplit(("", "", *urlsplit(told)[2:4], ""))
    return request.get_full_path()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read; 413 where it is for its size, as the text is still in the form."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "errors/413.html", {"status": 413}, status=413)
    return defaults.bad_request(request, exception)


@private
def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a failure of ours: a form of writing to be sent again, other words to be copied. Asks nothing of the database."""
    form, text = kept_form_of(request), kept_text_of(request)
    with override(get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        context: dict[str, object] = {"site_name": settings.SITE_NAME}
        if text:
            context |= {
                "page_language": get_language(),
                "page_direction": "rtl" if get_language_bidi() else "ltr",
                "kept_form": form,
                "kept_text": text,
                "csrf_token": get_token(request) if form is not None else "",
            }
        return HttpResponse(render_to_string("500.html", context), status=500)
