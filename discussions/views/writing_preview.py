"""A text before it is sent: the preview and the form again, each at an address, so that Back asks for nothing to be sent twice."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from discussions.access.posts import acts_for_author
from discussions.forms.fields import KeyField
from discussions.forms.submission import SubmissionForm
from discussions.models import Draft, Upload, Version
from discussions.pages.compose import ComposePage, KeptFile, Subject, compose_page
from discussions.pages.drafts import draft_files
from discussions.pages.preview import preview_page, sent_page
from discussions.selectors.writing import version_sent_as
from discussions.validators.sent import SubmittedText
from discussions.views import writing_drafts as drafts
from discussions.views.writing_doors import SeeOther
from discussions.views.writing_form import Task, form_of_draft


def not_sent_yet(
    request: HttpRequest,
    task: Task,
    form: SubmissionForm,
    page: ComposePage,
    uploads: Sequence[Upload],
) -> HttpResponse:
    """The preview or the form again. Both are found at an address, so that Back sends no form once more.

    A form that its draft does not wholly hold, because another text stands there, is answered at once.
    """
    sent = form.sent([upload.pk for upload in uploads])
    is_preview = request.POST.get("action") == "preview"
    draft = drafts.draft_of(task.subject)
    if draft is not None and _is_all(task, draft, sent, page.kept):
        return SeeOther(f"{request.path}?preview={sent.key}" if is_preview else request.path)
    if is_preview:
        return _preview(request, task, form, page, sent)
    return render(request, "discussions/compose.html", {"page": page, "form": form})


def _is_all(task: Task, draft: Draft, sent: SubmittedText, kept: Sequence[KeptFile]) -> bool:
    """Whether the draft alone would be sent as the very same text with the same files, by the same key."""
    form = form_of_draft(task, draft)
    return (
        form.is_valid()
        and replace(form.sent([]), files=()) == replace(sent, files=())
        and _told(draft_files(draft)) == _told(kept)
    )


def _told(files: Sequence[KeptFile]) -> list[tuple[UUID, str, str]]:
    """What is said of the files that are kept; one that has the name it came with says so or not."""
    return [(file.id, file.name, file.language) for file in files if file.is_kept]


def _preview(
    request: HttpRequest, task: Task, form: SubmissionForm, page: ComposePage, sent: SubmittedText
) -> HttpResponse:
    similar = task.compare(sent) if task.compare is not None else None
    context = {"page": preview_page(page, sent, form.speaker_names, page.kept, similar)}
    return render(request, "discussions/preview.html", context)


def show_preview(request: HttpRequest, task: Task) -> HttpResponse:
    """The preview of the draft that the address names by its key, or what became of it; else to the form."""
    subject, key = task.subject, KeyField().to_python(request.GET["preview"])
    draft, sent = drafts.draft_of(subject), key and _sent_version(subject, key)
    if sent:
        context = {"page": sent_page(compose_page(subject), sent)}
        return render(request, "discussions/sent_already.html", context)
    if draft is None or draft.key != key:
        return redirect(request.path)
    form = form_of_draft(task, draft)
    if not form.is_valid():
        return redirect(request.path)
    page = compose_page(subject, draft_files(draft), drafts.bar_of(subject, draft))
    return _preview(request, task, form, page, form.sent([]))


def _sent_version(subject: Subject, key: UUID) -> Version | None:
    """What the viewer sent by a key for this place."""
    corrected, person_id = subject.corrected, subject.viewer.person_id or 0
    if corrected is not None and not acts_for_author(subject.viewer, corrected):
        return None
    return version_sent_as(person_id, corrected.pk if corrected is not None else None, key)
