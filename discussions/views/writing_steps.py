"""The steps that every form of writing shares: show, preview, send, and what stands in the way."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from discussions.errors import (
    DraftChanged,
    FileGone,
    KeyReused,
    LooksLikeDuplicate,
    NotYourOrganisation,
    SignInFirst,
    TooManyInvitations,
    TooManyPosts,
    TooManyUploads,
    TooMuchWaiting,
    VirusFound,
    WindowRefusal,
)
from discussions.forms.fields import KeptField
from discussions.forms.files import sent_files
from discussions.forms.submission import SubmissionForm
from discussions.models import Upload
from discussions.pages.compose import (
    compose_page,
)
from discussions.pages.drafts import draft_beginning, draft_files, with_left_out
from discussions.pages.preview import (
    sent_before_page,
)
from discussions.selectors.writing import (
    uploads_of,
)
from discussions.services.receive import Received, receive
from discussions.services.submit import Receipt
from discussions.views import writing_drafts as drafts
from discussions.views.writing_doors import SeeOther
from discussions.views.writing_duplicate import looks_like_duplicate
from discussions.views.writing_form import Task, form_for, kept_files
from discussions.views.writing_preview import not_sent_yet, show_preview
from discussions.views.writing_refusals import (
    signed_out,
    window_closed,
)
from hub.kit.kept_text import kept_text_of
from hub.kit.refusals import Refusal, json_refusal, wants_json

#: Refusals after which the same form can be sent again: it is shown once more, with its reason.
_MENDABLE = (
    TooManyPosts,
    TooManyInvitations,
    TooManyUploads,
    TooMuchWaiting,
    FileGone,
    VirusFound,
    NotYourOrganisation,
)


def write(request: HttpRequest, task: Task) -> HttpResponse:
    """Answer a request to a page of writing. Raises Refusals that have no page of their own."""
    viewer = task.subject.viewer
    if not viewer.is_signed_in:
        return json_refusal(SignInFirst()) if wants_json(request) else signed_out(request)
    if viewer.person_id is None:  # an account that speaks for nobody
        raise SignInFirst
    return _take_in(request, task) if request.method == "POST" else _show(request, task)


def _take_in(request: HttpRequest, task: Task) -> HttpResponse:
    """A form came in: its files are kept first, whatever becomes of it, and so is its text unless it is sent."""
    if request.POST.get("action") == "save":
        return drafts.save(request, task.subject)
    viewer = task.subject.viewer
    chosen = KeptField().clean(request.POST.getlist("keep"))
    earlier = uploads_of(viewer.person_id or 0, chosen)
    form = form_for(task, earlier, request.POST, request.FILES)
    if form.is_valid() and request.POST.get("action", "send") == "send":
        return _send(request, task, form, earlier)
    received = receive(by=viewer, files=form.accepted, act=_nothing)
    _show_refused_files(form, received)
    kept = kept_files(task, sent_files(request.POST), [*earlier, *received.uploads])
    bar = drafts.keep_along(request, task.subject, received.uploads)
    page = compose_page(task.subject, kept, bar)
    if received.refusal is not None:
        return _once_more(request, form, page=page, refusal=received.refusal)
    if form.is_valid():
        return not_sent_yet(request, task, form, page, received.uploads)
    return render(request, "discussions/compose.html", {"page": page, "form": form}, status=400)


def _show(request: HttpRequest, task: Task) -> HttpResponse:
    if "preview" in request.GET:
        return show_preview(request, task)
    viewer, draft = task.subject.viewer, drafts.draft_of(task.subject)
    kept = kept_files(task, None, [])
    so_far = draft_beginning(draft, viewer) if draft is not None else {}
    task = replace(task, initial={**task.initial, **so_far})
    if draft is not None:
        kept = with_left_out(draft_files(draft), kept)
    page = compose_page(task.subject, kept, drafts.bar_of(task.subject, draft))
    try:
        task.check()
    except Refusal as refusal:
        if draft is None and not isinstance(refusal, WindowRefusal):
            raise
        return window_closed(request, page, refusal, so_far.get("body", ""))
    context = {"page": page, "form": form_for(task, [])}
    return render(request, "discussions/compose.html", context)


def _send(
    request: HttpRequest, task: Task, form: SubmissionForm, earlier: Sequence[Upload]
) -> HttpResponse:
    received = receive(
        by=task.subject.viewer,
        files=form.accepted,
        act=lambda uploads: _act(request, task, form, uploads),
    )
    if isinstance(received.refusal, DraftChanged):
        return drafts.two_texts(request, task.subject, received.refusal, received.uploads)
    if received.receipt is None:
        return _not_sent(request, task, form, received, earlier)
    receipt = received.receipt
    address = reverse("post-receipt", args=[receipt.reference])
    return SeeOther(address if receipt.version == 1 else f"{address}?version={receipt.version}")


def _act(
    request: HttpRequest, task: Task, form: SubmissionForm, uploads: Sequence[Upload]
) -> Receipt:
    sent = form.sent([upload.pk for upload in uploads])
    if not drafts.knows_draft(request):
        return task.act(replace(sent, ends_draft=False))
    drafts.check_unseen(request, task.subject)
    return task.act(sent)


def _not_sent(
    request: HttpRequest,
    task: Task,
    form: SubmissionForm,
    received: Received,
    earlier: Sequence[Upload],
) -> HttpResponse:
    refusal = received.refusal
    key = uuid4() if isinstance(refusal, KeyReused) else None
    kept = kept_files(task, form.kept, [*earlier, *received.uploads])
    bar = drafts.keep_along(request, task.subject, received.uploads, key)
    page = compose_page(task.subject, kept, bar)
    if refusal is None:
        _show_refused_files(form, received)
        context = {"page": page, "form": form}
        return render(request, "discussions/compose.html", context, status=400)
    if isinstance(refusal, WindowRefusal):
        return window_closed(request, page, refusal)
    if isinstance(refusal, KeyReused) and key is not None:
        sent = replace(form.sent([upload.pk for upload in received.uploads]), key=key)
        context = {
            "page": sent_before_page(page, sent, refusal.reference, task.new_url, kept),
            "kept_text": kept_text_of(request),
        }
        return render(request, "discussions/key_reused.html", context, status=refusal.status)
    if isinstance(refusal, LooksLikeDuplicate):
        sent = form.sent([upload.pk for upload in received.uploads])
        return looks_like_duplicate(request, refusal, task.subject, page, sent, kept)
    if isinstance(refusal, _MENDABLE):
        return _once_more(request, form, page=page, refusal=refusal)
    raise refusal


def _once_more(
    request: HttpRequest, form: SubmissionForm, *, page: object, refusal: Refusal
) -> HttpResponse:
    form.add_error(None, str(refusal))
    context = {"page": page, "form": form}
    response = render(request, "discussions/compose.html", context, status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _show_refused_files(form: SubmissionForm, received: Received) -> None:
    for file in received.refused_files:
        form.refuse_file(file.name, file.refusal)


def _nothing(uploads: list[Upload]) -> Receipt:
    """Keep the files and send nothing."""
    return Receipt("", len(uploads))
