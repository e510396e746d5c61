"""Files that are sent ahead of their text, one by one; asked by a script and answered in JSON alone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from discussions.access.scans import scan_note, scan_of
from discussions.access.viewer import check_signed_in, viewer_of
from discussions.forms.files import sent_upload
from discussions.pages.file_authors import authors_note, authors_of
from discussions.services.uploads import upload_file
from hub.kit.files import extension_of
from hub.kit.refusals import Refusal, json_refusal


@never_cache
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file: 201 with its id, name, kind, size and SHA-256, and a note where its properties name somebody, or where it waits for the virus scanner; or the refusal's status with its code and words.

    Sent again under the same `upload_key`, after an answer that was lost, it is the same file.
    """
    viewer = viewer_of(request.user)
    try:
        check_signed_in(viewer)
        file, key = sent_upload(request.POST, request.FILES)
        kept = upload_file(by=viewer, file=file, key=key)
    except Refusal as refusal:
        return json_refusal(refusal)
    answer = {
        "id": str(kept.pk),
        "name": kept.name,
        "kind": extension_of(kept.name).upper(),
        "size": kept.size,
        "sha256": kept.sha256,
    }
    if note := authors_note(authors_of(kept)):
        answer["note"] = note
    if waits := scan_note(scan_of(kept)):
        answer["scan"] = waits
    return JsonResponse(answer, status=201)
