"""Saving a draft, the same for its author and for colleagues: 303 to the page, or JSON for its script; both texts where they meet."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.errors import DraftChanged
from discussions.forms.drafts import (
    DraftTextForm,
    RefusedFormFile,
    draft_content,
    draft_revision,
    files_of_draft_form,
)
from discussions.models import Draft, Upload
from discussions.pages.compose import ComposePage
from discussions.pages.draft_bar import beside_words, left_out_words, saved_words
from discussions.pages.drafts import draft_changed_page
from discussions.services.drafts import SavedDraft
from discussions.services.receive import Received, receive
from discussions.services.submit import Receipt
from discussions.validators.drafts import DraftContent
from discussions.views.writing_doors import SeeOther
from hub.kit.clock import database_now
from hub.kit.refusals import wants_json

#: Saves a content that was built on a revision.
Save = Callable[[DraftContent, int], SavedDraft]
#: The page of two texts, with the files that came with the form.
TwoTexts = Callable[[DraftChanged, Sequence[Upload]], HttpResponse]


def answer_save(
    request: HttpRequest, viewer: Viewer, organisations: Sequence[int], save: Save, two: TwoTexts
) -> HttpResponse:
    """Keep a form as it is. `organisations` are the ids of those that its author may speak for.

    Raises what the save is refused with, but for DraftChanged, which is answered here.
    """
    accepted, refused = files_of_draft_form(request.FILES)
    received = receive(by=viewer, files=accepted, act=_nothing)
    try:
        content = draft_content(
            request.POST, organisations, [upload.pk for upload in received.uploads]
        )
        saved = save(content, draft_revision(request.POST))
    except DraftChanged as refusal:
        return _json_changed(refusal) if wants_json(request) else two(refusal, received.uploads)
    if wants_json(request):
        return JsonResponse(_saved(saved))
    _tell_refused(request, refused, received)
    for words in left_out_words(saved.left_out, saved.gone):
        messages.error(request, words)
    return SeeOther(request.path)


def both_texts(
    request: HttpRequest,
    viewer: Viewer,
    page: ComposePage,
    draft: Draft,
    refusal: DraftChanged,
    uploads: Sequence[Upload],
) -> HttpResponse:
    """The saved text and the one that came after it, with the choice (409). Nothing was overwritten or sent."""
    posted = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    for upload in uploads:
        posted += [("keep", str(upload.pk)), (f"name_{upload.pk}", upload.name)]
    context = {
        "page": draft_changed_page(page, draft, viewer, refusal, posted),
        "form": DraftTextForm(request.POST),
    }
    return render(request, "discussions/draft_changed.html", context, status=refusal.status)


def _saved(saved: SavedDraft) -> dict[str, str | int]:
    draft, at = saved.draft, database_now()
    return {
        "saved": saved_words(draft.saved_at, at),
        "savedAt": draft.saved_at.isoformat(),
        "revision": draft.revision,
        "beside": beside_words(saved.beside, at),
        "leftOut": " ".join(left_out_words(saved.left_out, saved.gone)),
        "discardUrl": reverse("draft-discard", args=[draft.pk]),
        "textUrl": reverse("draft-text", args=[draft.pk]),
    }


def _json_changed(refusal: DraftChanged) -> HttpResponse:
    content = {
        "code": refusal.code,
        "message": str(refusal),
        "revision": refusal.revision,
        "page": str(refusal.page) if refusal.page is not None else "",
    }
    return JsonResponse(content, status=refusal.status)


def _tell_refused(
    request: HttpRequest, refused: Sequence[RefusedFormFile], received: Received
) -> None:
    """Files that were not taken, each with its reason, shown on the page that follows."""
    said = [(file.name, file.refusal) for file in refused]
    said += [(file.name, file.refusal) for file in received.refused_files]
    for name, refusal in said:
        messages.error(request, _("%(name)s: %(reason)s") % {"name": name, "reason": refusal})
    if received.refusal is not None:
        messages.error(request, str(received.refusal))


def _nothing(uploads: list[Upload]) -> Receipt:
    """Keep the files and send nothing."""
    return Receipt("", len(uploads))
