"""What the frame of every page shows (templates/base.html)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi

from accounts.models import User
from discussions.access.roles import can_name_moderators
from discussions.access.viewer import VISITOR, viewer_of
from hub.kit.bilingual import text_in
from hub.kit.models import FramePart, FrameText
from hub.kit.sanitise import sanitise
from moderation.access.record import can_read_record


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; two statements when signed out and not cached."""
    language = get_language() or settings.LANGUAGE_CODE
    user = getattr(request, "user", None)
    account, viewer = None, VISITOR
    if isinstance(user, User) and user.is_authenticated:
        account, viewer = {"name": _name_of(user), "email": user.email}, viewer_of(user)
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
        "is_moderator": viewer.is_moderator_anywhere,
        "observes": bool(viewer.observes),
        "reads_record": can_read_record(viewer),
        "names_people": can_name_moderators(viewer),
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
                parts[key] = {"html": _safe(text.value), "lang": text.language}
    return parts


@lru_cache(maxsize=64)
def _safe(html: str) -> SafeString:
    """Sanitised once for each wording, of which there are few: each page shows them all."""
    return mark_safe(sanitise(html))
