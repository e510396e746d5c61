"""What every answer says to a browser, and what an installation behind https switches on."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import factories, people

PAGES = (
    "/",
    "/healthz",
    "/offline.js",
    "/en/offline/",
    "/en/spaces/",
    "/en/spaces/roundtable/",
    "/en/spaces/roundtable/register/",
    "/en/spaces/roundtable/submit/",
    "/en/posts/RT-0001/",
    "/en/posts/rt-0001/",
    "/en/accounts/login/",
    "/en/accounts/organisations/?q=ab",
    "/en/moderation/",
    "/en/admin/",
    "/en/nowhere/",
    "/static/css/hub.css",
)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_no_answer_leaves_the_browser_to_guess(page: str, signed_in: bool, client: Client) -> None:
    factories.post(factories.space())
    if signed_in:
        client.force_login(people.administrator().user)
    answer = client.get(page)
    answer.close()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    if page.startswith("/static/"):
        return
    assert answer["X-Frame-Options"] == "DENY"
    scripts = next(
        part.split()
        for part in answer["Content-Security-Policy"].split("; ")
        if "script-src" in part
    )
    assert scripts == ["script-src", "'self'"]
    for promised in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert promised in answer["Content-Security-Policy"]


def read_settings(*names: str, **environment: str) -> dict[str, Any]:
    """The settings of a process of its own, started with an environment."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, sys; from hub import settings;"
            "print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))",
            *names,
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "HUB_TESTING": "0", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(names, json.loads(done.stdout), strict=True))


HTTPS_ALONE = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")


def test_https_switches_on_secure_cookies_the_redirect_and_hsts() -> None:
    behind = read_settings(
        *HTTPS_ALONE, "SECURE_HSTS_SECONDS", SITE_URL="https://consultations.example.org"
    )
    assert behind == {**dict.fromkeys(HTTPS_ALONE, True), "SECURE_HSTS_SECONDS": 365 * 24 * 3600}
    plain = read_settings(*HTTPS_ALONE, "SECURE_HSTS_SECONDS", SITE_URL="http://127.0.0.1:8000")
    assert plain == {**dict.fromkeys(HTTPS_ALONE, False), "SECURE_HSTS_SECONDS": 0}


def test_a_reader_says_https_only_through_a_proxy_that_is_named() -> None:
    header = "SECURE_PROXY_SSL_HEADER"
    assert read_settings(header, TRUSTED_PROXY_COUNT="0") == {header: None}
    assert read_settings(header, TRUSTED_PROXY_COUNT="1") == {
        header: ["HTTP_X_FORWARDED_PROTO", "https"]
    }


def test_nothing_of_a_debugger_is_ever_switched_on() -> None:
    assert read_settings("DEBUG", DEBUG="1", DJANGO_DEBUG="1") == {"DEBUG": False}
