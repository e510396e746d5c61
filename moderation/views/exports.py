"""Doors to exports: for the secretariat, and for observers to those that were given to them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discussions.access.viewer import check_secretariat, viewer_of
from hub.kit.clock import database_now
from moderation.access.exports import check_see_exports
from moderation.errors import NoLongerShown
from moderation.forms.links import LinkForm
from moderation.pages.export_progress import status
from moderation.pages.given_exports import observer_page
from moderation.pages.one_export import export_page
from moderation.services.export import cancel_export, check_handed_out, fetch
from moderation.views.export_doors import (
    admitted,
    download_of,
    etag_of,
    export_in,
    private,
    space_of,
)
from moderation.views.new_export import ask_for_export
from moderation.views.staff import staff_page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an export, and see those that were made; observers see those that were given to them."""
    viewer = viewer_of(request.user)
    if not viewer.is_secretariat and viewer.observes:
        return _for_observers(request, slug)
    viewer, space = admitted(request, slug)
    return ask_for_export(request, viewer, space)


def _for_observers(request: HttpRequest, slug: str) -> HttpResponse:
    viewer, space = viewer_of(request.user), space_of(slug)
    check_see_exports(viewer, space, database_now())
    if request.method == "POST":
        check_secretariat(viewer)
    page = observer_page(space, viewer)
    return render(request, "moderation/exports_given.html", {"page": page})


@staff_page
@require_safe
def export(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """One export: how far it is, what came of it, whom it was given to."""
    viewer, space = admitted(request, slug)
    page = export_page(space, viewer, export_in(space, export_id))
    return render(request, "moderation/exports_one.html", {"page": page, "form": LinkForm()})


@private
@require_safe
def export_status(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """How far it is, for js/progress.js."""
    _viewer, space = admitted(request, slug)
    return JsonResponse(status(space, export_in(space, export_id)))


@staff_page
@require_POST
def export_cancel(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """Nobody goes on with it."""
    viewer, space = admitted(request, slug)
    cancel_export(by=viewer, export=export_in(space, export_id))
    return redirect("export", slug=slug, export_id=export_id)


@login_required
@private
@require_safe
def export_download(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponseBase:
    """The file itself, byte for byte, for the secretariat and for observers to whom it was given; on record."""
    viewer, space = viewer_of(request.user), space_of(slug)
    check_see_exports(viewer, space, database_now())
    made = export_in(space, export_id)
    try:
        check_handed_out(by=viewer, export=made)
    except NoLongerShown as refusal:
        refusal.url = reverse("exports", args=[space.slug])
        refusal.url_text = _("All exports that were given to you")
        raise
    unchanged = get_conditional_response(request, etag=etag_of(made))
    if unchanged is not None:
        return unchanged
    content = fetch(by=viewer, export=made, is_look=request.method == "HEAD")
    return download_of(made, content)
