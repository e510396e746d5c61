"""The steps that every form of writing shares: show, preview, send, and what stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from discussions.enums import NameWithheld
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
    WindowRefusal,
)
from discussions.forms.fields import KeptField, KeyField
from discussions.forms.files import sent_files
from discussions.forms.submission import SubmissionForm, Writer
from discussions.models import Upload
from discussions.pages.compose import (
    KeptFile,
    Subject,
    arranged,
    compose_page,
    kept_attachments,
    kept_uploads,
    speaker_name,
)
from discussions.pages.drafts import draft_beginning, draft_files, with_left_out
from discussions.pages.joint import already_named
from discussions.pages.preview import preview_page, sent_before_page
from discussions.selectors.writing import (
    attachments_of,
    name_of,
    organisations_of,
    sent_as,
    uploads_of,
)
from discussions.services.receive import Received, receive
from discussions.services.submit import Receipt
from discussions.validators.sent import NamedCoSignatory, SentFile, SubmittedText
from discussions.views import writing_drafts as drafts
from discussions.views.writing_doors import SeeOther
from discussions.views.writing_duplicate import looks_like_duplicate
from discussions.views.writing_refusals import (
    refused,
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
    NotYourOrganisation,
)


@dataclass(frozen=True)
class Task:
    """One form of writing: what it is about, whether it may be sent now, and what sends it.

    `check` raises what sending would be refused with; `initial` is what the form begins with;
    `new_url` is where the same text would be sent as a new one. `compare` says what sending a text would be asked
    about, for a preview.
    """

    subject: Subject
    check: Callable[[], object]
    act: Callable[[SubmittedText], Receipt]
    new_url: str
    initial: dict[str, Any] = field(default_factory=dict)
    compare: Callable[[SubmittedText], LooksLikeDuplicate | None] | None = None


def write(request: HttpRequest, task: Task) -> HttpResponse:
    """Answer a request to a page of writing. Raises Refusals that have no page of their own."""
    viewer = task.subject.viewer
    if not viewer.is_signed_in:
        return json_refusal(SignInFirst()) if wants_json(request) else signed_out(request)
    if viewer.person_id is None:  # an account that speaks for nobody
        return refused(request, SignInFirst())
    return _take_in(request, task) if request.method == "POST" else _show(request, task)


def _take_in(request: HttpRequest, task: Task) -> HttpResponse:
    """A form came in: its files are kept first, whatever becomes of it, and so is its text unless it is sent."""
    if request.POST.get("action") == "save":
        return drafts.save(request, task.subject)
    viewer = task.subject.viewer
    chosen = KeptField().clean(request.POST.getlist("keep"))
    earlier = uploads_of(viewer.person_id or 0, chosen)
    form = _form(task, earlier, request)
    if form.is_valid() and request.POST.get("action", "send") == "send":
        return _send(request, task, form, earlier)
    received = receive(by=viewer, files=form.accepted, act=_nothing)
    _show_refused_files(form, received)
    kept = _kept(task, sent_files(request.POST), [*earlier, *received.uploads])
    bar = drafts.keep_along(request, task.subject, received.uploads)
    page = compose_page(task.subject, kept, bar)
    if received.refusal is not None:
        return _once_more(request, form, page=page, refusal=received.refusal)
    if form.is_valid() and request.POST.get("action") == "preview":
        sent = form.sent([upload.pk for upload in received.uploads])
        similar = task.compare(sent) if task.compare is not None else None
        context = {"page": preview_page(page, sent, form.speaker_names, kept, similar)}
        return render(request, "discussions/preview.html", context)
    status = 200 if form.is_valid() else 400
    return render(request, "discussions/compose.html", {"page": page, "form": form}, status=status)


def _show(request: HttpRequest, task: Task) -> HttpResponse:
    viewer, draft = task.subject.viewer, drafts.draft_of(task.subject)
    kept = _kept(task, None, [])
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
    context = {"page": page, "form": _form(task, [])}
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
    kept = _kept(task, form.kept, [*earlier, *received.uploads])
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
    attachments = {file.id for file in kept_attachments(subject.corrected, subject.eyes, None)}
    was_sent = request is not None and _was_sent(request, subject)
    if was_sent and subject.corrected is not None:  # it named the files of the version before
        attachments.update(attachments_of(subject.corrected.pk))
    writer = Writer(
        name=speaker_name(subject) or name_of(person_id),
        organisations=()
        if subject.is_for_another
        else organisations_of(person_id, get_language() or "en"),
        uploads=frozenset(upload.pk for upload in earlier),
        attachments=frozenset(attachments),
        name_withheld=_withheld(subject),
        co_signatories=_named(subject),
        was_sent=was_sent,
    )
    data, files = (request.POST, request.FILES) if request is not None else (None, None)
    limit = subject.space.length_limit
    return SubmissionForm(data, files, writer=writer, limit=limit, initial=task.initial)


def _was_sent(request: HttpRequest, subject: Subject) -> bool:
    """Whether this very form was sent before; then it is answered with its receipt, whatever changed meanwhile."""
    key, corrected = KeyField().to_python(request.POST.get("key")), subject.corrected
    if key is None:
        return False
    person_id = subject.viewer.person_id or 0
    return sent_as(person_id, corrected.pk if corrected is not None else None, key) is not None


def _kept(
    task: Task, said: Sequence[SentFile] | None, uploads: Sequence[Upload]
) -> list[KeptFile]:
    """The files that wait, as the form lists them: in the order, by the names and in the languages that it said."""
    subject = task.subject
    chosen = None if said is None else [file.id for file in said]
    attachments = kept_attachments(subject.corrected, subject.eyes, chosen)
    return arranged([*attachments, *kept_uploads(uploads)], said or ())


def _show_refused_files(form: SubmissionForm, received: Received) -> None:
    for file in received.refused_files:
        form.refuse_file(file.name, file.refusal)


def _named(subject: Subject) -> tuple[NamedCoSignatory, ...] | None:
    """Whom the post that is corrected names to sign with it; None for a reply."""
    if subject.corrected is not None:
        return already_named(subject.corrected, subject.viewer)
    return () if subject.parent is None else None


def _withheld(subject: Subject) -> NameWithheld:
    """What the post that is corrected withholds already."""
    post = subject.corrected
    return NameWithheld.NO if post is None else NameWithheld(post.name_withheld)


def _nothing(uploads: list[Upload]) -> Receipt:
    """Keep the files and send nothing."""
    return Receipt("", len(uploads))
