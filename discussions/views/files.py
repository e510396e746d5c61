"""The one way to a file: through the access check, as a download, byte for byte as it was sent."""

from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from discussions.access.scans import check_scanned
from discussions.access.spaces import can_see_space, check_see_space
from discussions.access.viewer import VISITOR, Viewer, viewer_of
from discussions.access.words import ShownFile, files_for
from discussions.errors import NotFound
from discussions.models import Attachment, DocumentFile
from discussions.models.document import StoredFile
from discussions.selectors.files import find_attachment, find_document_file
from hub.kit.clock import database_now
from hub.kit.storage import opened


@dataclass(frozen=True)
class _Served:
    """A file that a viewer may have, by the name that it has for them."""

    file: StoredFile
    name: str
    is_public: bool


@require_safe
def file(request: HttpRequest, identifier: UUID, name: str) -> HttpResponseBase:
    """A file of a post or of a document; another name than its own leads to the right one.

    Public ones may be kept if they are asked about each time; all others by nobody. Raises NotFound, and for one that the
    virus scanner keeps from everybody NotCheckedYet and VirusInFile.
    """
    viewer = viewer_of(request.user)
    served = _of_post(identifier, viewer) or _of_document(identifier, viewer)
    if served is None:
        raise NotFound
    if name != served.name:
        answer: HttpResponseBase = redirect("file", identifier, served.name)
    else:
        etag = f'"{served.file.sha256}"'
        answer = get_conditional_response(request, etag=etag) or download(served.file, served.name)
        answer["ETag"] = etag
    answer["Cache-Control"] = "public, no-cache" if served.is_public else "private, no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _of_post(identifier: UUID, viewer: Viewer) -> _Served | None:
    attachment = find_attachment(identifier)
    if attachment is None:
        return None
    at = database_now()
    space = attachment.version.post.space
    check_see_space(space, viewer, at)
    shown = _shown(attachment, viewer)
    if shown is None or shown.mask_reason is not None:
        raise NotFound
    check_scanned(shown.scan)
    public = _shown(attachment, VISITOR) if can_see_space(space, VISITOR, at) else None
    return _Served(
        file=attachment,
        name=_in_address(shown.name),
        is_public=public is not None and not public.is_masked and public.name == shown.name,
    )


def _of_document(identifier: UUID, viewer: Viewer) -> _Served | None:
    found: DocumentFile | None = find_document_file(identifier)
    if found is None:
        return None
    at = database_now()
    check_see_space(found.document.space, viewer, at)
    is_public = can_see_space(found.document.space, VISITOR, at)
    return _Served(found, _in_address(found.name), is_public)


def _shown(attachment: Attachment, viewer: Viewer) -> ShownFile | None:
    """What the one door says of this file."""
    version = attachment.version
    files = files_for(version, version.post, viewer)
    return next((one for one in files if one.attachment.pk == attachment.pk), None)


def _in_address(name: str) -> str:
    """Imported names may hold what would part an address."""
    return name.replace("/", "_")


def download(file: StoredFile, name: str) -> FileResponse:
    """The bytes of a file that the reader may have, under a name, never to be shown in the page."""
    response = FileResponse(
        opened(file.stored_as),
        as_attachment=True,
        filename=name,
        content_type=file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
