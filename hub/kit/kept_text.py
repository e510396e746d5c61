"""What somebody wrote in a form that was refused: shown again, so that it is not lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from hub.kit.bilingual import column
from hub.kit.sanitise import body_from_form, to_plain_text
from hub.kit.text_size import rough_text

_KEPT: Final = "hub.kit.kept_text"
#: Bytes up to which a text is laid out: whoever is not known must not cost seconds. Longer ones only lose their tags.
_WORTH_LAYING_OUT: Final = 128 * 1024
_TEXTS: Final = ("text", "mandate")
_OF_THE_PAGE: Final = frozenset({"csrfmiddlewaretoken", "action"})


@dataclass(frozen=True)
class KeptForm:
    """A form of writing as it came, to be sent once more from the page that refused it, its key included.

    Nothing of it is stored. `text` is the plain text, to be copied. Files are not in it: a form that
    had some (`had_files`), or that was not being sent, leads back to where it is filled in.
    """

    text: str
    url: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    was_sent: bool


def kept_text_of(request: HttpRequest) -> str:
    """What a form holds to be copied, plain, made once; "" where it holds nothing.

    Its text (`body`), else the `reservation` of an endorsement, else its texts in several languages, one after the other,
    else what a moderator wrote with a decision.
    """
    if request.method != "POST":
        return ""
    if _KEPT not in request.META:
        request.META[_KEPT] = (
            _plain(request.POST.get("body", ""))
            or request.POST.get("reservation", "").strip()
            or _in_languages(request.POST)
            or _with_a_decision(request.POST)
        )
    text: str = request.META[_KEPT]
    return text


def kept_form_of(request: HttpRequest) -> KeptForm | None:
    """The form of writing that came, if one of our own pages sent it; None for any other request."""
    if not _is_ours(request) or "key" not in request.POST:
        return None
    text = kept_text_of(request)
    if not text:
        return None
    return KeptForm(
        text=text,
        url=request.get_full_path(),
        fields=tuple(
            (name, str(value))
            for name, values in request.POST.lists()
            if name not in _OF_THE_PAGE
            for value in values
        ),
        had_files=bool(request.FILES),
        was_sent=request.POST.get("action") == "send",
    )


def _in_languages(data: Mapping[str, Any]) -> str:
    """Those of a question, or of the mandate of a space."""
    columns = [column(name, one) for name in _TEXTS for one in settings.CONTENT_LANGUAGES]
    return "\n\n".join(filter(None, (_plain(data.get(name, "")) for name in columns)))


def _with_a_decision(data: Mapping[str, Any]) -> str:
    """The message to the author, and the note among staff."""
    words = (data.get(name, "").strip() for name in ("message", "internal_note"))
    return "\n\n".join(filter(None, words))


def _plain(body: str) -> str:
    if len(body) > _WORTH_LAYING_OUT:
        return rough_text(body)
    return to_plain_text(body_from_form(body))


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site.

    Otherwise another site could lay its own words before somebody who is signed in, with a button
    that sends them.
    """
    if request.method != "POST":
        return False
    origin = request.headers.get("Origin", "")
    ours = {f"{request.scheme}://{request.get_host()}", _origin_of(settings.SITE_URL)}
    return origin in ours


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
