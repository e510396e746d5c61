"""Doors of the composition: health, the front door, and failures that belong to no application."""

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_from_request
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from hub.kit.kept_text import kept_text_of

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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old: nothing is done, and the text is shown to be copied."""
    context = {"status": 403, "csrf": True, "kept_text": kept_text_of(request)}
    return render(request, "errors/403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read; 413 where it is for its size, as the text is still in the form."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "errors/413.html", {"status": 413}, status=413)
    return defaults.bad_request(request, exception)
