"""Asking for an export, and counting what it would hold before it is asked for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discussions.access.viewer import Viewer
from discussions.models import Space
from moderation.enums import ExportVariant
from moderation.exports.changes import earlier_of
from moderation.exports.gathered import Order
from moderation.exports.wanted import ExportFilter
from moderation.forms.export_offers import Offers
from moderation.forms.exports import ExportForm, filled_in
from moderation.models import Export
from moderation.pages.export_count import count_view
from moderation.pages.exports import Shown, exports_page
from moderation.selectors.export_counts import comparable_exports, languages_of
from moderation.selectors.exports import prompts_of, windows_of
from moderation.services.export import request_export
from moderation.views.export_doors import admitted, page_number, private

_PRESETS = ("public", "restricted", "since")


def ask_for_export(request: HttpRequest, viewer: Viewer, space: Space) -> HttpResponse:
    """Ask for an export, or count what it would hold; the form begins as a preset, as the address says, or as before."""
    again = _made_before(request, space)
    offers = _offers(space, str(again.since_id) if again else _named(request))
    preset = "" if again else _preset(request, offers)
    is_sent = request.method == "POST"
    begun = _as_in(again, offers) if again else _asked(request, preset, offers)
    form = ExportForm(request.POST if is_sent else begun, offers=offers)
    is_valid = form.is_valid()
    if is_sent and request.POST.get("action") == "count":
        return redirect(f"{reverse('exports', args=[space.slug])}?{_query(request)}#count")
    if is_sent and is_valid:
        export = request_export(
            by=viewer,
            space=space,
            wanted=form.wanted,
            variant=form.chosen_variant,
            parts=form.chosen_parts,
            since=form.chosen_since,
        )
        return redirect("export", slug=space.slug, export_id=export.pk)
    order = _order(form, viewer, space) if is_valid else None
    shown = Shown(preset, page_number(request), offers.last_given, bool(offers.bases))
    page = exports_page(space, viewer, order, shown)
    context = {"page": page, "form": form}
    return render(request, "moderation/exports.html", context, status=200 if is_valid else 400)


@private
@require_safe
def export_count(request: HttpRequest, slug: str) -> HttpResponse:
    """What an export with these choices would hold, for js/export-count.js."""
    viewer, space = admitted(request, slug)
    form = ExportForm(request.GET, offers=_offers(space, _named(request)))
    is_valid = form.is_valid()
    count = count_view(_order(form, viewer, space)) if is_valid else None
    context = {"count": count, "form": form}
    return render(
        request, "moderation/parts/export_count.html", context, status=200 if is_valid else 400
    )


def _offers(space: Space, named: str) -> Offers:
    return Offers(
        prompts=prompts_of(space),
        windows=windows_of(space),
        languages=languages_of(space),
        earlier=comparable_exports(space),
        named=named,
    )


def _named(request: HttpRequest) -> str:
    """The id of the earlier export that the form or the address names, or ""."""
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("since") or request.GET.get("base", "")


def _preset(request: HttpRequest, offers: Offers) -> str:
    """Which preset the form is: the first one unless told otherwise, none where somebody has chosen."""
    if request.method == "POST" or "variant" in request.GET:
        return ""
    asked = request.GET.get("preset", "")
    is_there = asked in _PRESETS and (asked != "since" or _base(request, offers) is not None)
    return asked if is_there else _PRESETS[0]


def _made_before(request: HttpRequest, space: Space) -> Export | None:
    """An export of the space that is asked for once more, with the same choices."""
    try:
        asked = UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    return Export.objects.select_related("since").filter(space=space, pk=asked).first()


def _as_in(export: Export, offers: Offers) -> Mapping[str, Any]:
    since = export.since if export.since in offers.bases else None
    wanted = ExportFilter.from_json(export.filter)
    return filled_in(wanted, export.variant, since, export.chosen_parts)


def _asked(request: HttpRequest, preset: str, offers: Offers) -> Mapping[str, Any]:
    if not preset:
        return request.GET
    if preset == "since":
        base = _base(request, offers)
        assert base is not None, "a preset only where there is one"
        return filled_in(ExportFilter.from_json(base.filter), base.variant, base)
    return filled_in(ExportFilter(language=get_language() or "en"), ExportVariant(preset).value)


def _base(request: HttpRequest, offers: Offers) -> Export | None:
    """The export to compare with: the one that the address names, else the last that was given."""
    named = request.GET.get("base", "")
    return offers.base_of(named) if named else offers.last_given


def _query(request: HttpRequest) -> str:
    """What was chosen, as part of an address."""
    chosen = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "action"):
        chosen.pop(name, None)
    return chosen.urlencode()


def _order(form: ExportForm, viewer: Viewer, space: Space) -> Order:
    """What a valid form asks for."""
    since = form.chosen_since
    return Order(
        space,
        form.wanted,
        form.chosen_variant,
        viewer,
        form.chosen_parts,
        earlier_of(since.pk if since else None),
    )
