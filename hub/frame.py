"""What the frame of every page shows (templates/base.html)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi

from accounts.models import User
from discussions.access.viewer import viewer_of
from hub.kit.bilingual import text_in
from hub.kit.models import FramePart, FrameText
from hub.kit.sanitise import sanitise


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; two statements when signed out and not cached."""
    language = get_language() or settings.LANGUAGE_CODE
    user = getattr(request, "user", None)
    account = None
    if isinstance(user, User) and user.is_authenticated:
        account = {"name": _name_of(user), "email": user.email}
    return {
        "site_name": settings.SITE_NAME,
        "page_language": language,
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "languages": [
            {
                "code": code,
                "name": name,
                "url": translate_url(request.get_full_path(), code),
                "current": code == language,
            }
            for code, name in settings.LANGUAGES
        ],
        "frame": _parts(language),
        "account": account,
        "is_moderator": account is not None
        and isinstance(user, User)
        and viewer_of(user).is_moderator_anywhere,
    }


def _name_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person is not None else user.email


def _parts(language: str) -> dict[str, dict[str, str]]:
    rows = {row.key: row for row in FrameText.objects.all()}
    parts = {}
    for key in FramePart.values:
        if key in rows:
            text = text_in(rows[key], "text", language)
            if text.value:
                parts[key] = {"html": mark_safe(sanitise(text.value)), "lang": text.language}
    return parts
