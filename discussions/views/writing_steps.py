"""The steps that every form of writing shares: show, preview, send, and what stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from discussions.errors import (
    FileGone,
    KeyReused,
    NotYourOrganisation,
    SignInFirst,
    TooManyPosts,
    WindowRefusal,
)
from discussions.forms.fields import KeptField
from discussions.forms.submission import SubmissionForm, Writer
from discussions.models import Upload
from discussions.pages.compose import (
    KeptFile,
    Subject,
    compose_page,
    kept_attachments,
    kept_uploads,
)
from discussions.pages.preview import preview_page, sent_before_page
from discussions.selectors.writing import name_of, organisations_of, uploads_of
from discussions.services.receive import Received, receive
from discussions.services.submit import Receipt
from discussions.validators.sent import SubmittedText
from discussions.views.writing_refusals import (
    refused,
    signed_out,
    window_closed,
)
from hub.kit.kept_text import kept_text_of
from hub.kit.refusals import Refusal

#: Refusals after which the same form can be sent again: it is shown once more, with its reason.
_MENDABLE = (TooManyPosts, FileGone, NotYourOrganisation)


@dataclass(frozen=True)
class Task:
    """One form of writing: what it is about, whether it may be sent now, and what sends it.

    `check` raises what sending would be refused with; `initial` is what the form begins with;
    `new_url` is where the same text would be sent as a new one.
    """

    subject: Subject
    check: Callable[[], object]
    act: Callable[[SubmittedText], Receipt]
    new_url: str
    initial: dict[str, Any] = field(default_factory=dict)


class SeeOther(HttpResponseRedirect):
    """303: it is done; look there."""

    status_code = 303


def write(request: HttpRequest, task: Task) -> HttpResponse:
    """Answer a request to a page of writing. Raises Refusals that have no page of their own."""
    viewer = task.subject.viewer
    if not viewer.is_signed_in:
        return signed_out(request)
    if viewer.person_id is None:  # an account that speaks for nobody
        return refused(request, SignInFirst())
    return _take_in(request, task) if request.method == "POST" else _show(request, task)


def _take_in(request: HttpRequest, task: Task) -> HttpResponse:
    """A form came in: its files are kept first, whatever becomes of it."""
    viewer = task.subject.viewer
    chosen = KeptField().clean(request.POST.getlist("keep"))
    earlier = uploads_of(viewer.person_id or 0, chosen)
    form = _form(task, earlier, request)
    if form.is_valid() and request.POST.get("action", "send") == "send":
        return _send(request, task, form, earlier)
    received = receive(by=viewer, files=form.accepted, act=_nothing)
    kept = _kept(task, chosen, [*earlier, *received.uploads])
    page = compose_page(task.subject, kept)
    if received.refusal is not None:
        return _once_more(request, form, page=page, refusal=received.refusal)
    if form.is_valid() and request.POST.get("action") == "preview":
        sent = form.sent([upload.pk for upload in received.uploads])
        context = {"page": preview_page(page, sent, form.speaker_names, kept)}
        return render(request, "discussions/preview.html", context)
    status = 200 if form.is_valid() else 400
    return render(request, "discussions/compose.html", {"page": page, "form": form}, status=status)


def _show(request: HttpRequest, task: Task) -> HttpResponse:
    kept = _kept(task, None, [])
    page = compose_page(task.subject, kept)
    try:
        task.check()
    except WindowRefusal as refusal:
        return window_closed(request, page, refusal)
    context = {"page": page, "form": _form(task, [])}
    return render(request, "discussions/compose.html", context)


def _send(
    request: HttpRequest, task: Task, form: SubmissionForm, earlier: Sequence[Upload]
) -> HttpResponse:
    received = receive(
        by=task.subject.viewer,
        files=form.accepted,
        act=lambda uploads: task.act(form.sent([upload.pk for upload in uploads])),
    )
    if received.receipt is None:
        return _not_sent(request, task, form, received, earlier)
    receipt = received.receipt
    address = reverse("post-receipt", args=[receipt.reference])
    return SeeOther(address if receipt.version == 1 else f"{address}?version={receipt.version}")


def _not_sent(
    request: HttpRequest,
    task: Task,
    form: SubmissionForm,
    received: Received,
    earlier: Sequence[Upload],
) -> HttpResponse:
    refusal = received.refusal
    assert refusal is not None
    kept = _kept(task, form.cleaned_data["keep"], [*earlier, *received.uploads])
    page = compose_page(task.subject, kept)
    if isinstance(refusal, WindowRefusal):
        return window_closed(request, page, refusal)
    if isinstance(refusal, KeyReused):
        sent = form.sent([upload.pk for upload in received.uploads])
        context = {
            "page": sent_before_page(page, sent, refusal.reference, task.new_url, kept),
            "kept_text": kept_text_of(request),
        }
        return render(request, "discussions/key_reused.html", context, status=refusal.status)
    if isinstance(refusal, _MENDABLE):
        return _once_more(request, form, page=page, refusal=refusal)
    return refused(request, refusal)


def _once_more(
    request: HttpRequest, form: SubmissionForm, *, page: object, refusal: Refusal
) -> HttpResponse:
    form.add_error(None, str(refusal))
    context = {"page": page, "form": form}
    response = render(request, "discussions/compose.html", context, status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _form(
    task: Task, earlier: Sequence[Upload], request: HttpRequest | None = None
) -> SubmissionForm:
    subject, person_id = task.subject, task.subject.viewer.person_id or 0
    attachments = kept_attachments(subject.corrected, subject.viewer, None)
    writer = Writer(
        name=name_of(person_id),
        organisations=organisations_of(person_id, get_language() or "en"),
        uploads=frozenset(upload.pk for upload in earlier),
        attachments=frozenset(file.id for file in attachments),
    )
    data, files = (request.POST, request.FILES) if request is not None else (None, None)
    limit = subject.space.length_limit
    return SubmissionForm(data, files, writer=writer, limit=limit, initial=task.initial)


def _kept(task: Task, chosen: Sequence[UUID] | None, uploads: Sequence[Upload]) -> list[KeptFile]:
    subject = task.subject
    attachments = kept_attachments(subject.corrected, subject.viewer, chosen)
    return [*attachments, *kept_uploads(uploads)]


def _nothing(uploads: list[Upload]) -> Receipt:
    """Keep the files and send nothing."""
    return Receipt("", len(uploads))
