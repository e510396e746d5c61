"""Renderings for readers who are not signed in, kept and shared (PRODUCT, section 6, "Caching").

A rendering is kept under a key that holds the revision of what it shows, as the database gave it in this very
request before anything else was read. An act raises the revision in its own transaction, so a request begun after
the act was answered asks for another key and never meets the rendering from before, whether Redis was there
meanwhile or not. Content that is newer than its key's revision can be kept for a moment, and only requests begun
before the act can meet it. What a rendering says about time is checked against the database's clock each time.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from discussions.access.viewer import VISITOR, Viewer, viewer_of
from hub.kit.release import release

#: A rendering is made anew after this, so that words that no revision speaks of (the texts of the reasons) do not
#: stay old for long.
LONGEST: Final = timedelta(seconds=60)
_VERSION: Final = re.compile("[1-9][0-9]{0,5}")


class Page(Protocol):
    """A prepared page, and the instant until which its words about time are true (None: for ever)."""

    @property
    def true_until(self) -> datetime | None:
        """The instant, UTC."""


@dataclass(frozen=True)
class State:
    """What a page is about to be made from: a name with its revision, the frame's texts, the database's clock."""

    revision: str
    frame: str
    at: datetime


@dataclass(frozen=True)
class _Kept:
    """A rendering: gzip, its mark, and the instant from which it is no longer to be used."""

    body: bytes
    etag: str
    until: datetime


def reader_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request. Without a session's cookie nobody is signed in, and the session is not touched."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        request.user = AnonymousUser()
        return VISITOR
    return viewer_of(request.user)


def answer(
    request: HttpRequest, state: State, template: str, build: Callable[[], Page]
) -> HttpResponseBase:
    """A reading page: made for the viewer alone when signed in, else from what is kept or to be kept.

    `state` must have been read in this request, before `build` reads what the page shows.
    """
    if request.user.is_authenticated:
        response = render(request, template, {"page": build()})
        response["Cache-Control"] = "private, no-store"
        return response
    kept = _kept(request, state, template, build)
    response = HttpResponse(_body_for(request, kept.body), headers=_headers(request, kept.etag))
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def _kept(request: HttpRequest, state: State, template: str, build: Callable[[], Page]) -> _Kept:
    key = _key(request, state, template)
    found: Any = cache.get(key) if key else None
    if isinstance(found, _Kept) and state.at < found.until:
        return found
    page = build()
    html = render(request, template, {"page": page}).content
    until = min(page.true_until or state.at + LONGEST, state.at + LONGEST)
    etag = f'W/"{hashlib.sha256(html).hexdigest()[:32]}"'
    made = _Kept(gzip.compress(html, compresslevel=6, mtime=0), etag, until)
    if key and until > state.at:
        cache.set(key, made, timeout=LONGEST.seconds)
    return made


def _key(request: HttpRequest, state: State, template: str) -> str:
    """The name of the rendering; "" for an address with words of somebody else's, which the page would repeat."""
    query = request.META.get("QUERY_STRING", "")
    if query and not _is_plain(query, request.GET):
        return ""
    parts = [request.get_full_path(), get_language() or "", template]
    parts += [state.revision, state.frame, release()]
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_plain(query: str, given: QueryDict) -> bool:
    """Whether the query is written as the pages write it: where a list begins, or which two versions are compared."""
    after, pair = given.get("after", ""), (given.get("from", ""), given.get("to", ""))
    return query == urlencode({"after": after}) or (
        all(map(_VERSION.fullmatch, pair)) and query == urlencode({"from": pair[0], "to": pair[1]})
    )


def _headers(request: HttpRequest, etag: str) -> dict[str, str]:
    """Anyone may keep the page, and must ask each time whether it is still the one to show."""
    headers = {
        "Cache-Control": "public, no-cache",
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
    return headers


def _body_for(request: HttpRequest, body: bytes) -> bytes:
    return body if _takes_gzip(request) else gzip.decompress(body)


def _takes_gzip(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
    return "gzip" in accepted or any(
        coding.startswith("gzip;q=") and coding.strip("0.") != "gzip;q=" for coding in accepted
    )
