"""What all doors to exports have in common."""

from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.cache import cache_control

from discussions.access.viewer import Viewer, check_secretariat, viewer_of
from discussions.errors import NotFound
from discussions.models import Space
from moderation.models import Export
from moderation.selectors.exports import exports_of

private = cache_control(private=True, no_store=True)
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


def space_of(slug: str) -> Space:
    """The space. Raises NotFound."""
    space = Space.objects.filter(slug=slug).first()
    if space is None:
        raise NotFound
    return space


def admitted(request: HttpRequest, slug: str) -> tuple[Viewer, Space]:
    """Somebody of the secretariat, and the space. Raises NotSecretariat, NotFound."""
    viewer = viewer_of(request.user)
    check_secretariat(viewer)
    return viewer, space_of(slug)


def export_in(space: Space, export_id: UUID) -> Export:
    """An export of the space. Raises NotFound."""
    export = exports_of(space).filter(pk=export_id).first()
    if export is None:
        raise NotFound
    return export


def download_of(export: Export, content: BinaryIO) -> FileResponse:
    """The finished file, byte for byte, under its name."""
    ending = export.file_name.rpartition(".")[2]
    return FileResponse(
        content,
        as_attachment=True,
        filename=export.file_name,
        content_type=_TYPES.get(ending, "application/octet-stream"),
        headers={"ETag": etag_of(export), "X-Content-Type-Options": "nosniff"},
    )


def etag_of(export: Export) -> str:
    """Its hash: the same bytes, the same tag."""
    return f'"{export.sha256}"'


def page_number(request: HttpRequest) -> int:
    """From 1; what is no number is the first."""
    value = request.GET.get("page", "1")
    return max(int(value[:6]), 1) if value.isascii() and value.isdecimal() else 1
