"""Which questions of a space follow which window."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_staff_of, viewer_of
from discussions.errors import NotFound
from discussions.models import Space
from discussions.selectors.followers import people_told_now
from discussions.selectors.spaces import find_space
from discussions.services.window_questions import assign_questions, needs_reason
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.forms.window_questions import WindowQuestionsForm
from moderation.pages.window_questions import (
    Assignment,
    assignment_of,
    assignment_preview,
    window_questions_page,
)
from moderation.pages.window_words import Preview
from moderation.views.staff import staff_page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def window_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, each with its window; what is chosen is first shown, then done."""
    viewer, found = viewer_of(request.user), find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_staff_of(viewer, found.space.pk)
    of = assignment_of(found.space, found.at)
    form = _form(of, request)
    if request.method == "POST" and form.is_valid():
        return _change(request, viewer, of, form)
    return _page(request, viewer, of.space, form)


def _form(of: Assignment, request: HttpRequest) -> WindowQuestionsForm:
    return WindowQuestionsForm(
        request.POST if request.method == "POST" else None,
        present=of.present,
        windows=of.choices,
        questions=of.questions,
    )


def _change(
    request: HttpRequest, viewer: Viewer, of: Assignment, form: WindowQuestionsForm
) -> HttpResponse:
    if not form.is_confirmed:
        form.merge(of.present)
    wanted, reason = form.wanted, form.cleaned_data["reason"]
    try:
        if form.is_confirmed:
            space_id, seen = of.space.pk, form.seen
            assign_questions(by=viewer, space_id=space_id, seen=seen, wanted=wanted, reason=reason)
            messages.success(request, _("Each question follows the window that you chose."))
            return redirect("space-windows", slug=of.space.slug)
    except Refusal as refusal:
        now = assignment_of(of.space, database_now())
        form.merge(now.present)
        return _page(request, viewer, of.space, form, refusal=refusal)
    if not of.moved(wanted):
        form.add_error(None, _("Each question follows this window already."))
    elif needs_reason(of.touched(wanted)) and not reason.strip():
        form.add_error("reason", _("Give a reason: one of these windows has opened."))
    if form.errors:
        return _page(request, viewer, of.space, form)
    form.await_confirmation()
    preview = assignment_preview(of, wanted, people_told_now(of.space, of.at, viewer.user_id))
    return _page(request, viewer, of.space, form, preview=preview)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    space: Space,
    form: WindowQuestionsForm,
    *,
    preview: Preview | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "page": window_questions_page(space, viewer),
        "form": form,
        "preview": preview,
        "refusal": refusal,
    }
    status = 400 if form.errors else 200
    return render(
        request,
        "moderation/window_questions.html",
        context,
        status=refusal.status if refusal is not None else status,
    )
