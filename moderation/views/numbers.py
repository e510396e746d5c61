"""The numbers of a space: who has spoken, and that nothing was lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, viewer_of
from discussions.errors import NotFound
from discussions.selectors.spaces import Found, find_space
from hub.kit.tables import csv_pieces
from moderation.access.numbers import check_see_numbers, counts_what_is_not_public
from moderation.pages.participation import TABLE_HEADER, participation_page, table_rows
from moderation.pages.reconciliation import reconciliation_page
from moderation.pages.reconciliation_list import AskedEntry, reconciliation_list
from moderation.views.staff import staff_page


@staff_page
@require_safe
def participation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has spoken so far; with `?of=all` staff also count what is not public."""
    viewer, found = _admitted(request, slug)
    page = participation_page(found.space, viewer, found.at, of_all=_asks_for_all(request))
    return render(request, "moderation/participation.html", {"page": page})


@staff_page
@require_safe
def participation_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures as a table."""
    viewer, found = _admitted(request, slug)
    of_all = _asks_for_all(request) and counts_what_is_not_public(viewer, found.space.pk)
    rows = list(table_rows(found.space, of_all=of_all))
    name = f"participation-{found.space.reference_prefix}.csv"
    return HttpResponse(
        b"".join(csv_pieces(TABLE_HEADER, [rows])),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@staff_page
@require_safe
def reconciliation(request: HttpRequest, slug: str) -> HttpResponse:
    """What came is what became of it."""
    viewer, found = _admitted(request, slug)
    page = reconciliation_page(found.space, viewer, found.at)
    return render(request, "moderation/reconciliation.html", {"page": page})


@staff_page
@require_safe
def reconciliation_references(request: HttpRequest, slug: str) -> HttpResponse:
    """The references behind one number of it."""
    viewer, found = _admitted(request, slug)
    asked = AskedEntry(
        entry=request.GET.get("entry", ""),
        question=request.GET.get("question", ""),
        window=request.GET.get("window", ""),
        after=_number(request.GET.get("after", "")),
    )
    page = reconciliation_list(found, viewer, asked)
    return render(request, "moderation/reconciliation_list.html", {"page": page})


def _admitted(request: HttpRequest, slug: str) -> tuple[Viewer, Found]:
    """The viewer and the space. Raises NotFound, NotModerator."""
    viewer, found = viewer_of(request.user), find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_see_numbers(viewer, found.space.pk)
    return viewer, found


def _asks_for_all(request: HttpRequest) -> bool:
    return request.GET.get("of") == "all"


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0
