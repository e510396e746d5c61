"""The words for the codes of reasons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access.spaces import check_set_up
from discussions.access.viewer import viewer_of
from discussions.services.reword_reason import reword_reason
from hub.kit.refusals import Refusal
from moderation.forms.reasons import ReasonForm
from moderation.pages.reasons import present_setting, reason_page, reasons_page
from moderation.views.staff import staff_page


@staff_page
@require_safe
def reasons(request: HttpRequest) -> HttpResponse:
    """All of them."""
    check_set_up(viewer_of(request.user))
    return render(request, "moderation/reasons.html", {"lines": reasons_page()})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, code: str) -> HttpResponse:
    """One of them in every language, and the letter in which authors read it."""
    viewer = viewer_of(request.user)
    check_set_up(viewer)
    known, present = present_setting(code)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, setting=present)
    page = reason_page(known, None if form.is_bound else present)
    context = {"page": page, "form": form, "refusal": None}
    if not form.is_bound or not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "moderation/reason.html", context, status=status)
    if form.wants_preview:
        context["page"] = reason_page(known, form.setting)
        return render(request, "moderation/reason.html", context)
    try:
        reword_reason(by=viewer, code=known, setting=form.setting, seen=form.cleaned_data["seen"])
    except Refusal as refusal:
        return _refused(request, known.value, form, refusal)
    messages.success(request, _("Saved. Pages and mails say it from now on."))
    return redirect("reasons")


def _refused(request: HttpRequest, code: str, form: ReasonForm, refusal: Refusal) -> HttpResponse:
    """What was typed stays in the form, beside what stands there now."""
    known, present = present_setting(code)
    page = reason_page(known, form.setting, saved=present)
    form.merge_with(present)
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, "moderation/reason.html", context, status=refusal.status)
