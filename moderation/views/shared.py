"""What an address that the secretariat gave away opens: an export of what every reader may see, without an account.

The address is a secret: no answer is kept by anyone, listed by anyone, or told to another site. Each use stands on
record; a link that is taken back or has expired answers 410.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from discussions.access.spaces import can_see_space, check_see_space
from discussions.access.viewer import VISITOR
from discussions.errors import NotFound
from discussions.selectors.spaces import find_space
from hub.kit.refusals import Refusal, refusal_response
from moderation.exports.reading import public_inputs
from moderation.exports.wanted import ExportFilter
from moderation.forms.shared import ReadingForm
from moderation.pages.exports_shared import Asked, reading_page, shared_page
from moderation.services.links import FETCHED, OPENED, use_link
from moderation.views.export_doors import download_of

Door = Callable[..., HttpResponseBase]


def secret(view: Door) -> Door:
    """A page whose address is a secret, refusals included."""

    @require_safe
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            response = view(request, token)
        except Refusal as refusal:
            response = refusal_response(request, refusal)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@secret
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the export is, and where to fetch or read it. Raises NotFound, LinkOver, TooManyFetches."""
    link = use_link(token, act=OPENED)
    found = find_space(link.export.space.slug)
    is_shown = found is not None and can_see_space(found.space, VISITOR, found.at)
    page = shared_page(link, token, is_shown=is_shown)
    return render(request, "moderation/shared.html", {"page": page})


@secret
def shared_download(_request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, byte for byte. Raises NotFound, LinkOver, TooManyFetches."""
    return download_of(use_link(token, act=FETCHED).export)


@secret
def shared_reading(request: HttpRequest, token: str) -> HttpResponse:
    """The texts that the export let through, as they are public now. Raises NotFound, LinkOver, TooManyFetches."""
    link = use_link(token, act=OPENED)
    found = find_space(link.export.space.slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, VISITOR, found.at)
    bound = ExportFilter.from_json(link.export.filter)
    inputs = public_inputs(found.space, bound, get_language() or "en")
    form = ReadingForm(request.GET, inputs=inputs)
    asked = Asked(form.chosen, form.query, _page_number(request))
    page = reading_page(link, token, found, inputs, asked)
    return render(request, "moderation/shared_reading.html", {"page": page, "form": form})


def _page_number(request: HttpRequest) -> int:
    """From 1; what is no number is the first."""
    value = request.GET.get("page", "1")
    return max(int(value[:6]), 1) if value.isascii() and value.isdecimal() else 1
