"""The record, to read and to take along. Looking at it writes nothing."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from discussions.access.viewer import Viewer, viewer_of
from hub.kit.tables import csv_pieces
from moderation.access.record import check_read_record
from moderation.forms.record import RecordForm
from moderation.pages.record import record_page
from moderation.pages.record_table import header, rows_of
from moderation.pages.record_words import act_choices, acts_called
from moderation.selectors.record import record_pieces, record_slice, record_spaces
from moderation.validators.record import RecordQuery
from moderation.views.staff import staff_page

_ENTRIES: Final = 50


@staff_page
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The newest entries of what is asked for, then `?before=`."""
    viewer, form = _asked(request)
    if not form.is_valid():
        return render(request, "moderation/record.html", {"form": form}, status=400)
    before = _number(request.GET.get("before", ""))
    piece = record_slice(viewer, _query(form), before, _ENTRIES)
    about = form.found_post.reference if form.found_post is not None else ""
    page = record_page(piece, viewer, query=urlencode(form.address), about=about, before=before)
    return render(request, "moderation/record.html", {"form": form, "page": page})


@staff_page
@require_safe
def record_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, all of it, sent while it is read."""
    viewer, form = _asked(request)
    if not form.is_valid():
        return render(request, "moderation/record.html", {"form": form}, status=400)
    return StreamingHttpResponse(  # type: ignore[return-value]  # an answer like any other
        _table(viewer, _query(form), get_language() or "en"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="record.csv"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _asked(request: HttpRequest) -> tuple[Viewer, RecordForm]:
    """The viewer and what they ask for. Raises NotModerator."""
    viewer = viewer_of(request.user)
    check_read_record(viewer)
    form = RecordForm(request.GET, viewer=viewer, spaces=record_spaces(viewer), acts=act_choices())
    return viewer, form


def _query(form: RecordForm) -> RecordQuery:
    return form.query(acts_called(form.cleaned_data["act"]))


def _table(viewer: Viewer, asked: RecordQuery, language: str) -> Iterator[bytes]:
    """The table in the language of the request, which another may have changed before the last piece is sent."""
    pieces = csv_pieces(
        header(), (rows_of(piece, viewer) for piece in record_pieces(viewer, asked))
    )
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
