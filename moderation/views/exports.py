"""Doors of the secretariat to exports."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access.viewer import Viewer, check_secretariat, viewer_of
from discussions.errors import NotFound
from discussions.models import Space
from hub.kit.storage import opened
from moderation.forms.exports import ExportForm
from moderation.models import Export
from moderation.pages.exports import export_page, exports_page, status
from moderation.selectors.exports import exports_of, prompts_of, windows_of
from moderation.services.export import record_fetch, request_export

private = cache_control(private=True, no_store=True)


def _admitted(request: HttpRequest, slug: str) -> tuple[Viewer, Space]:
    """The viewer and the space. Raises NotSecretariat, NotFound."""
    viewer = viewer_of(request.user)
    check_secretariat(viewer)
    space = Space.objects.filter(slug=slug).first()
    if space is None:
        raise NotFound
    return viewer, space


def _export(space: Space, export_id: UUID) -> Export:
    export = exports_of(space).filter(pk=export_id).first()
    if export is None:
        raise NotFound
    return export


@login_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an export, and see those that were made."""
    viewer, space = _admitted(request, slug)
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        prompts=prompts_of(space),
        windows=windows_of(space),
    )
    if form.is_bound and form.is_valid():
        export = request_export(
            by=viewer, space=space, wanted=form.wanted, variant=form.chosen_variant
        )
        return redirect("export", slug=space.slug, export_id=export.pk)
    status_code = 400 if form.is_bound else 200
    page = exports_page(space, viewer)
    return render(
        request, "moderation/exports.html", {"page": page, "form": form}, status=status_code
    )


@login_required
@private
@require_safe
def export(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """One export: how far it is, what came of it."""
    viewer, space = _admitted(request, slug)
    page = export_page(space, viewer, _export(space, export_id))
    return render(request, "moderation/exports_one.html", {"page": page})


@private
@require_safe
def export_status(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """How far it is, for js/progress.js."""
    _viewer, space = _admitted(request, slug)
    return JsonResponse(status(space, _export(space, export_id)))


@login_required
@private
@require_safe
def export_download(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponseBase:
    """The package itself, byte for byte; each fetch is on record."""
    viewer, space = _admitted(request, slug)
    made = _export(space, export_id)
    if not made.stored_as:
        raise NotFound(
            _("This export is not there: it is not finished, failed, or no longer kept.")
        )
    etag = f'"{made.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    if request.method == "GET":
        record_fetch(by=viewer, export=made)
    return FileResponse(
        opened(made.stored_as),
        as_attachment=True,
        filename=made.file_name,
        content_type="application/zip",
        headers={"ETag": etag, "X-Content-Type-Options": "nosniff"},
    )
