"""What somebody wrote in a form that was refused: shown again, so that it is not lost."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from hub.kit.bilingual import column
from hub.kit.sanitise import body_from_form, to_plain_text
from hub.kit.sanitise.rough import rough_text

_KEPT: Final = "hub.kit.kept_text"
#: Bytes up to which a text is laid out: whoever is not known must not cost seconds. Longer ones only lose their tags.
_WORTH_LAYING_OUT: Final = 128 * 1024
#: Fields that hold words: of an editor, and as they were typed. Each of those in languages has one field for each language.
_RICH: Final = ("body",)
_RICH_IN_LANGUAGES: Final = ("text", "mandate")
_TYPED: Final = (
    *("reservation", "message", "internal_note", "again-message", "again-internal_note"),
    *("passages", "reason", "label", "addressee", "entity", "person"),
)
_TYPED_IN_LANGUAGES: Final = ("title", "advice")
#: What other forms send in fields of these names: the code of a reason, the id of a person. It was chosen, not written.
_CHOSEN: Final = re.compile(r"(reason:[a-z]+(-[a-z]+)*|person:[0-9]+)")
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
    """All words of a form, to be copied: plain, one field after the other as they were sent; "" where it holds none.

    Made once. Only fields that are known to be words are in it, so that no secret ever is.
    """
    if request.method != "POST":
        return ""
    if _KEPT not in request.META:
        words = (_words_of(name, str(value)) for name, value in request.POST.items())
        request.META[_KEPT] = "\n\n".join(filter(None, words))
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


def _words_of(name: str, value: str) -> str:
    """What was written in a field, plain; "" for a field that is none of words."""
    if name in _RICH or name in _columns(_RICH_IN_LANGUAGES):
        return _plain(value)
    is_typed = name in _TYPED or name in _columns(_TYPED_IN_LANGUAGES)
    return value.strip() if is_typed and not _CHOSEN.fullmatch(f"{name}:{value}") else ""


def _columns(names: tuple[str, ...]) -> set[str]:
    return {column(name, one) for name in names for one in settings.CONTENT_LANGUAGES}


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
