"""What holds for every template, and the frame around every page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template, render_to_string
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import override

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(place.relative_to(FOLDER)) for place in FOLDER.rglob("*.html"))
# Mail programs drop style sheets: there, and only there, styles stand on the elements.
PAGES = [name for name in TEMPLATES if not name.startswith(("mails/", "account/email/"))]
ERROR_PAGES = ["400", "403", "404", "409", "413", "429", "503"]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("spaces/", page, name="space-index"),
    path("login/", page, name="account_login"),
    path("logout/", page, name="account_logout"),
    path("queue/", page, name="review-queue"),
]


def frame(**more: Any) -> dict[str, Any]:
    """The context that the frame needs, signed out unless `account` is given."""
    text = {"html": mark_safe("<p>words</p>"), "lang": "en"}
    keys = ["about-the-hub", "what-the-hub-displays", "peer-review-roster", "contact"]
    return {
        "site_name": "Migration Network Hub",
        "languages": [
            {"code": "en", "name": "English", "url": "/en/", "current": True},
            {"code": "fr", "name": "Français", "url": "/fr/", "current": False},
        ],
        "frame": dict.fromkeys([*keys, "disclaimer", "kosovo-footnote"], text),
        "account": None,
        "is_moderator": False,
        "page_language": "en",
        "page_direction": "ltr",
        "messages": [{"message": "Saved", "level_tag": "success"}],
        **more,
    }


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read_and_holds_no_inline_style_script_or_handler(name: str) -> None:
    get_template(name)
    source = re.sub(
        r"{% comment %}.*?{% endcomment %}",
        "",
        (FOLDER / name).read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.startswith("components/")])
def test_a_component_says_what_it_needs(name: str) -> None:
    assert "{% comment %}" in (FOLDER / name).read_text("utf-8")


@pytest.mark.urls(__name__)
def test_signed_out_the_frame_holds_links_only() -> None:
    html = render_to_string("errors/404.html", frame())
    for never in ("<form", "<input", "csrf", "nonce", "Saved", "<script", "Sign out"):
        assert never not in html
    assert '<html lang="en" dir="ltr">' in html
    assert 'href="/login/?next=' in html
    assert '<a href="/fr/" lang="fr" hreflang="fr">Français</a>' in html
    assert "Discussion Spaces" in html
    assert "About the Migration Network Hub" in html


@pytest.mark.urls(__name__)
def test_signed_in_the_frame_says_who_what_happened_and_the_way_out() -> None:
    account = {"name": "Leila <Haddouche>", "email": "l@example.org"}
    html = render_to_string("errors/404.html", frame(account=account))
    assert "Leila &lt;Haddouche&gt;" in html
    assert 'href="/logout/"' in html
    assert "note good" in html
    assert "/queue/" not in html
    assert "/queue/" in render_to_string(
        "errors/404.html", frame(account=account, is_moderator=True)
    )


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", ERROR_PAGES)
def test_an_error_page_shows_the_kept_text_first_then_the_reason(code: str) -> None:
    html = render_to_string(
        f"errors/{code}.html",
        frame(refusal={"message": "This is why."}, kept_text="My <words>", kept_url="/kept/"),
    )
    assert f"Error {code}" in " ".join(html.split())
    assert -1 < html.index("My &lt;words&gt;") < html.index("This is why.")
    assert 'href="/kept/"' in html


@pytest.mark.urls(__name__)
def test_a_form_with_an_old_token_is_told_from_a_missing_right() -> None:
    assert "The form has expired" in render_to_string("errors/403.html", frame(csrf=True))
    assert "You are not signed in." in render_to_string("errors/403.html", frame())


@pytest.mark.parametrize("code", ["400", "500"])
def test_pages_for_when_nothing_works_need_no_context_and_speak_both_languages(code: str) -> None:
    with override("fr"):
        html = get_template(f"{code}.html").render({})
    assert '<html lang="en" dir="ltr">' in html
    assert 'lang="fr"' in html
    assert 'href="/en/spaces/"' in html
    assert 'href="/fr/spaces/"' in html
