"""Keeping words and files of a post from readers, and showing them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.viewer import Viewer, viewer_of
from discussions.errors import PassageNotFound, TooManyPlaces
from discussions.models import Post
from discussions.services.redactions import places_to_withhold
from hub.kit.refusals import Refusal
from moderation.access.decisions import check_decide
from moderation.enums import DecisionAct
from moderation.forms.redact import RedactForm, SeenForm, ShowAgainForm
from moderation.pages.conflicts import Tried, conflict_of
from moderation.pages.redact import (
    Preview,
    file_choices,
    preview_of,
    redact_page,
    shown_choices,
)
from moderation.services.redact import redact
from moderation.services.unredact import unredact
from moderation.validators.decisions import DecisionWords
from moderation.views.staff import staff_page
from moderation.views.subject import reads_of, subject_now, subject_of


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def redact_post(request: HttpRequest, reference: str) -> HttpResponse:
    """The text with what is withheld, and the two forms; `act` in what is sent says which of them it is."""
    viewer = viewer_of(request.user)
    post = subject_of(reference, viewer)
    if request.method != "POST":
        return _page(request, viewer, post)
    if request.POST.get("act") == DecisionAct.UNREDACT:
        return _show_again(request, viewer, post)
    return _withhold(request, viewer, post)


def _withhold(request: HttpRequest, viewer: Viewer, post: Post) -> HttpResponse:
    files = file_choices(post, viewer)
    form = RedactForm(request.POST, files=files, reads=reads_of(post))
    if not form.is_valid():
        return _page(request, viewer, post, form)
    try:
        if not form.is_confirmed:
            check_decide(viewer, post, DecisionAct.REDACT)
            places = places_to_withhold(list(post.versions.all()), post, form.what, viewer)
            preview = preview_of(post, form.what, form.cleaned_data["reason"], places, files)
            form.await_confirmation()
            return _page(request, viewer, post, form, preview)
        redact(by=viewer, seen=form.seen(post.pk), what=form.what, words=form.words)
    except (PassageNotFound, TooManyPlaces) as refusal:
        form.add_error("passages", str(refusal))
        return _page(request, viewer, post, form)
    except Refusal as refusal:
        return _refused(request, viewer, post, form, refusal)
    messages.success(request, _("Readers do not see this any more. The author is told."))
    return redirect("redact", reference=post.reference)


def _show_again(request: HttpRequest, viewer: Viewer, post: Post) -> HttpResponse:
    which = shown_choices(redact_page(post, viewer))
    form = ShowAgainForm(request.POST, which=which, reads=reads_of(post))
    if not form.is_valid():
        return _page(request, viewer, post, form)
    try:
        unredact(by=viewer, seen=form.seen(post.pk), redactions=form.redactions, words=form.words)
    except Refusal as refusal:
        return _refused(request, viewer, post, form, refusal)
    messages.success(request, _("Readers see this again. The author is told."))
    return redirect("redact", reference=post.reference)


def _refused(
    request: HttpRequest,
    viewer: Viewer,
    post: Post,
    form: RedactForm | ShowAgainForm,
    refusal: Refusal,
) -> HttpResponse:
    """What others did meanwhile; what was typed stays in the form, for what stands there now."""
    seen, now = form.seen(post.pk), subject_now(post, viewer)
    conflict = conflict_of(refusal, Tried(seen, "", DecisionWords()), now, viewer)
    page = redact_page(now, viewer)
    form.renew(page.version_id, page.decision_id)
    response = _page(request, viewer, now, form, conflict=conflict)
    response.status_code = refusal.status
    return response


def _page(
    request: HttpRequest,
    viewer: Viewer,
    post: Post,
    form: SeenForm | None = None,
    preview: Preview | None = None,
    **more: object,
) -> HttpResponse:
    what = form.what if isinstance(form, RedactForm) and preview is not None else None
    page = redact_page(post, viewer, what)
    seen = {"version": page.version_id, "decision": page.decision_id}
    context = {
        "page": page,
        "form": form
        if isinstance(form, RedactForm)
        else RedactForm(initial=seen, files=file_choices(post, viewer), reads=reads_of(post)),
        "again": form
        if isinstance(form, ShowAgainForm)
        else ShowAgainForm(initial=seen, which=shown_choices(page), reads=reads_of(post)),
        "preview": preview,
        **more,
    }
    is_wrong = form is not None and bool(form.errors)
    return render(request, "moderation/redact.html", context, status=400 if is_wrong else 200)
