"""A real Chromium for the journeys. Where there is none, they are skipped and say how to get it.

`new_page` opens a page as a given reader would; at the end of the test it fails if any page broke
the content security policy or left an error uncaught. `axe` looks for barriers (WCAG 2.0 to 2.2, A
and AA).
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-back-forward-cache",  # going back loads the page anew, as it does on small phones
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip(
            "no Chromium found: install Debian's package chromium to run the browser journeys"
        )
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # playwright keeps an event loop in this thread
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _nothing_on_its_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that was closed may still have been saving its draft: that ends before the tables are emptied."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue(
        "live_server"
    )  # before the pages, so that they are closed before this ends
    yield
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    until, calm = time.monotonic() + 5, 0
    while calm < 3 and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            calm = calm + 1 if cursor.fetchone() == (0,) else 0
        time.sleep(0.03)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """`new_page(width=360, locale="fr", javascript=False)` opens a page as on a new device."""
    contexts = []
    faults: list[str] = []

    def open_page(
        *,
        width: int = 1280,
        locale: str = "en",
        zone: str = "UTC",
        javascript: bool = True,
        dark: bool = False,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            timezone_id=zone,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
        if javascript:
            page.expose_function("reportViolation", lambda what: faults.append(f"policy: {what}"))
            page.add_init_script(REPORT_VIOLATIONS)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)` lists the barriers of a page, each as "rule: the elements"."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    source = (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")

    def barriers(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", list(WCAG))
        return [
            f"{barrier['id']}: {', '.join(str(node['target']) for node in barrier['nodes'])}"
            for barrier in found["violations"]
        ]

    return barriers
