"""The page for when the connection is away, and the service worker that keeps it in the browser."""

import json
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hub.kit.release import release

_LOOKS: Final = ("css/hub.css", "icons/mark.svg")

checked_each_time = cache_control(public=True, no_cache=True)


@checked_each_time
@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """The same for every reader of a language, whoever asks: it is kept on their device."""
    context = {
        "site_name": settings.SITE_NAME,
        "page_language": get_language(),
        "page_direction": "rtl" if get_language_bidi() else "ltr",
    }
    return HttpResponse(render_to_string("offline.html", context))


@checked_each_time
@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script of the service worker (static/js/offline-worker.js) with what it keeps.

    It stands at the root, as a worker answers for what lies under its own address alone.
    """
    kept = {
        "name": release(),
        "pages": {code: _address_in(code) for code, _ in settings.LANGUAGES},
        "looks": [static(path) for path in _LOOKS],
    }
    script = (
        f"self.offline = {json.dumps(kept)};\n"
        f"importScripts({json.dumps(static('js/offline-worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _address_in(language: str) -> str:
    with override(language):
        return reverse("offline")
