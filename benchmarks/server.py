"""The portal as it is served, with a hello-world view beside it and the statements of each answer counted."""

import os
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django.setup()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.server_names import STATEMENTS_HEADER
from hub import urls as portal


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse("Hello, world.", content_type="text/plain")


urlpatterns = [path("hello", hello), *portal.urlpatterns]


def count_statements(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: says in a header how many statements went to the database."""

    def answer(request: HttpRequest) -> HttpResponse:
        statements = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response[STATEMENTS_HEADER] = str(statements)
        return response

    return answer


settings.ROOT_URLCONF = "benchmarks.server"
settings.MIDDLEWARE = ["benchmarks.server.count_statements", *settings.MIDDLEWARE]
application = get_wsgi_application()
