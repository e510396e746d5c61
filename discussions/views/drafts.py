"""A draft at an address of its own: for colleagues who were let in, to be downloaded, to be discarded."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access.drafts import check_edit_draft, check_own_draft
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, viewer_of
from discussions.errors import DraftChanged, DraftGone, DraftSent, NotFound, SignInFirst
from discussions.forms.fields import KeyField
from discussions.forms.submission import SubmissionForm, Writer
from discussions.models import Draft, Upload
from discussions.pages.compose import Subject, compose_page
from discussions.pages.drafts import (
    discard_page,
    draft_beginning,
    draft_file_text,
    draft_url,
    shared_draft_page,
)
from discussions.selectors.drafts import find_draft, sent_by_colleague
from discussions.selectors.writing import window_for
from discussions.services.drafts import discard_draft, edit_shared_draft
from discussions.views.draft_steps import answer_save, both_texts
from discussions.views.writing_doors import SeeOther, private_door, writing_door
from discussions.views.writing_refusals import signed_out
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal, json_refusal, wants_json


@writing_door
def draft(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Its author is led to where they write; a colleague who was let in edits and saves here."""
    viewer = viewer_of(request.user)
    if not viewer.is_signed_in:
        return json_refusal(SignInFirst()) if wants_json(request) else signed_out(request)
    try:
        return _draft(request, viewer, find_draft(identifier))
    except NotFound:
        if request.method != "POST":
            raise
        raise _gone(request, viewer) from None


def _draft(request: HttpRequest, viewer: Viewer, found: Draft | None) -> HttpResponse:
    if found is None:
        raise NotFound
    check_edit_draft(found, viewer)
    if viewer.is_author(found.author_id):
        return redirect(draft_url(found))
    subject = _subject(found, viewer)
    check_see_space(found.space, viewer, subject.at)
    if request.method == "POST":
        return _save(request, subject, found)
    form = SubmissionForm(
        writer=Writer(),
        limit=found.space.length_limit,
        initial=draft_beginning(found, viewer),
    )
    context = {"page": shared_draft_page(subject, found), "form": form}
    return render(request, "discussions/draft.html", context)


@private_door
def discard(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Ask whether its author means it; then throw the draft away."""
    viewer, found = viewer_of(request.user), find_draft(identifier)
    if not viewer.is_signed_in:
        return signed_out(request)
    if found is None and request.method != "POST":
        raise NotFound
    page = None
    if found is not None:
        check_own_draft(found, viewer)
        page = discard_page(found, viewer)
    if request.method != "POST":
        return render(request, "discussions/draft_discard.html", {"page": page})
    discard_draft(by=viewer, draft_id=identifier)
    messages.success(request, _("The draft was thrown away."))
    return SeeOther(page.back_url if page is not None else reverse("space-index"))


@private_door
def text(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The draft as a file: plain, or with `?as=html` with its formatting."""
    viewer, found = viewer_of(request.user), find_draft(identifier)
    if not viewer.is_signed_in:
        return signed_out(request)
    if found is None:
        raise NotFound
    file = draft_file_text(found, viewer, as_html=request.GET.get("as") == "html")
    response = HttpResponse(file.content, content_type=f"{file.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _gone(request: HttpRequest, viewer: Viewer) -> Refusal:
    """Why a colleague's save comes too late, as far as it is theirs to know."""
    key = KeyField().to_python(request.POST.get("key", ""))
    if key is None or viewer.person_id is None:
        return DraftGone()
    post = sent_by_colleague(viewer.person_id, key)
    return DraftSent(post.reference, is_author=False) if post is not None else DraftGone()


def _subject(found: Draft, viewer: Viewer) -> Subject:
    post = found.corrected or found.parent
    prompt = post.prompt if post is not None else found.prompt
    window = window_for(found.space, prompt)
    return Subject(
        found.space, database_now(), viewer, window, prompt, found.parent, found.corrected
    )


def _save(request: HttpRequest, subject: Subject, found: Draft) -> HttpResponse:
    def two_texts(refusal: DraftChanged, uploads: Sequence[Upload]) -> HttpResponse:
        return both_texts(
            request,
            subject.viewer,
            compose_page(subject),
            find_draft(found.pk) or found,
            refusal,
            uploads,
        )

    return answer_save(
        request,
        subject.viewer,
        (),
        lambda content, revision: edit_shared_draft(
            by=subject.viewer, draft_id=found.pk, content=content, revision=revision
        ),
        two_texts,
    )
