"""What an address that the secretariat gave away opens: an export of what every reader may see, without an account.

The address is a secret: no answer is kept by anyone, listed by anyone, or told to another site. Each use stands on
record; a link that is taken back or has expired answers 410.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from discussions.access.spaces import check_see_space
from discussions.access.viewer import VISITOR
from discussions.errors import NotFound
from discussions.selectors.spaces import Found, find_space
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal, refusal_response
from moderation.errors import NoLongerShown, NotInList, TooManyFetches
from moderation.exports.held import posts_held
from moderation.exports.reading import public_inputs
from moderation.exports.wanted import ExportFilter
from moderation.forms.shared import ReadingForm
from moderation.models import ExportLink
from moderation.pages.exports_shared import Asked, Readable, reading_page, shared_page
from moderation.selectors.exports import prompts_of, windows_of
from moderation.services.links import OPENED, fetch_by_link, use_link
from moderation.views.export_doors import download_of

Door = Callable[..., HttpResponseBase]


def secret(view: Door) -> Door:
    """A page whose address is a secret, refusals of it and of a method included."""
    by_reading = require_safe(view)

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            response = by_reading(request, token)
        except Refusal as refusal:
            response = refusal_response(request, refusal)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@secret
def without_slash(_request: HttpRequest, token: str) -> HttpResponse:
    """On to the page: left to the framework, browsers would keep the way there, secret and all."""
    return redirect("shared", token=token)


@secret
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the export is, and where to fetch or read it. Raises NotFound, LinkOver, TooManyFetches."""
    link = use_link(token, act=OPENED, is_look=request.method == "HEAD")
    page = shared_page(link, token, database_now())
    return render(request, "moderation/shared.html", {"page": page})


@secret
def shared_download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, byte for byte. Raises NotFound, LinkOver, NoLongerShown, TooManyFetches."""
    try:
        return download_of(*fetch_by_link(token, is_look=request.method == "HEAD"))
    except (NoLongerShown, TooManyFetches) as refusal:
        refusal.url = reverse("shared", args=[token])
        refusal.url_text = _("Back to what was given to you")
        raise


@secret
def shared_reading(request: HttpRequest, token: str) -> HttpResponse:
    """The texts that the export let through, as they are public now.

    Raises NotFound, LinkOver, TooManyFetches, NotInList for an address that names what is not there.
    """
    link = use_link(token, act=OPENED, is_look=request.method == "HEAD")
    found = find_space(link.export.space.slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, VISITOR, found.at)
    readable, form = _readable(request, link, found)
    try:
        asked = Asked(form.chosen, form.query, request.GET.get("after", ""))
        page = reading_page(link, token, readable, asked)
    except NotInList as refusal:
        refusal.url = reverse("shared-reading", args=[token])
        refusal.url_text = _("To all the texts")
        raise
    return render(request, "moderation/shared_reading.html", {"page": page, "form": form})


def _readable(
    request: HttpRequest, link: ExportLink, found: Found
) -> tuple[Readable, ReadingForm]:
    """What the export lets through now, and the form that narrows it."""
    bound = ExportFilter.from_json(link.export.filter)
    only = posts_held(link.export) if bound.changed_since or link.export.since_id else None
    inputs = public_inputs(found.space, bound, get_language() or "en", only)
    prompts, windows = prompts_of(found.space), windows_of(found.space)
    form = ReadingForm(request.GET, inputs=inputs, prompts=prompts, windows=windows)
    return Readable(found, prompts, inputs), form
