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

from discussions.access.spaces import check_see_space
from discussions.access.viewer import VISITOR
from discussions.errors import NotFound
from discussions.selectors.spaces import find_space
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal, refusal_response
from moderation.exports.held import posts_held
from moderation.exports.reading import public_inputs
from moderation.exports.wanted import ExportFilter
from moderation.forms.shared import ReadingForm
from moderation.pages.exports_shared import Asked, reading_page, shared_page
from moderation.services.links import OPENED, fetch_by_link, use_link
from moderation.views.export_doors import download_of, page_number

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
    link = use_link(token, act=OPENED, is_look=request.method == "HEAD")
    page = shared_page(link, token, database_now())
    return render(request, "moderation/shared.html", {"page": page})


@secret
def shared_download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, byte for byte. Raises NotFound, LinkOver, NoLongerShown, TooManyFetches."""
    return download_of(*fetch_by_link(token, is_look=request.method == "HEAD"))


@secret
def shared_reading(request: HttpRequest, token: str) -> HttpResponse:
    """The texts that the export let through, as they are public now. Raises NotFound, LinkOver, TooManyFetches."""
    link = use_link(token, act=OPENED, is_look=request.method == "HEAD")
    found = find_space(link.export.space.slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, VISITOR, found.at)
    bound = ExportFilter.from_json(link.export.filter)
    only = posts_held(link.export) if bound.changed_since or link.export.since_id else None
    inputs = public_inputs(found.space, bound, get_language() or "en", only)
    form = ReadingForm(request.GET, inputs=inputs)
    asked = Asked(form.chosen, form.query, page_number(request))
    page = reading_page(link, token, found, inputs, asked)
    return render(request, "moderation/shared_reading.html", {"page": page, "form": form})
