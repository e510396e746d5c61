"""Doors of the secretariat through which an export is given to others, and taken back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from discussions.errors import NotFound
from moderation.forms.links import LinkForm
from moderation.models import ExportLink
from moderation.pages.one_export import export_page, shared_url
from moderation.services.export import give_to_observers
from moderation.services.links import WantedLink, make_link, revoke_link
from moderation.views.export_doors import admitted, export_in
from moderation.views.staff import staff_page


@staff_page
@require_POST
def export_links(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """Make a link. Its address is in this answer alone."""
    viewer, space = admitted(request, slug)
    export, form, address = export_in(space, export_id), LinkForm(request.POST), ""
    if form.is_valid() and request.POST.get("action", "send") == "send":
        _link, token = make_link(by=viewer, export=export, wanted=WantedLink(**form.cleaned_data))
        form, address = LinkForm(), shared_url(token)
    page = export_page(space, viewer, export, address)
    context = {"page": page, "form": form}
    return render(
        request, "moderation/exports_one.html", context, status=400 if form.errors else 200
    )


@staff_page
@require_POST
def export_link_revoke(
    request: HttpRequest, slug: str, export_id: UUID, link_id: UUID
) -> HttpResponse:
    """Take a link back. Raises NotFound for one of another export."""
    viewer, space = admitted(request, slug)
    export = export_in(space, export_id)
    link = ExportLink.objects.filter(export=export, pk=link_id).first()
    if link is None:
        raise NotFound
    revoke_link(by=viewer, link=link)
    return redirect("export", slug=slug, export_id=export_id)


@staff_page
@require_POST
def export_observers(request: HttpRequest, slug: str, export_id: UUID) -> HttpResponse:
    """Give it to the observers of the space (`given` = 1), or take it back."""
    viewer, space = admitted(request, slug)
    export = export_in(space, export_id)
    give_to_observers(by=viewer, export=export, given=request.POST.get("given") == "1")
    return redirect("export", slug=slug, export_id=export_id)
