"""Asking for another look at what was decided against one's text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.appeals import check_appeal
from discussions.access.viewer import Viewer
from discussions.forms.appeal import AppealForm
from discussions.pages.addresses import post_url
from discussions.pages.appeal import appeal_page
from discussions.selectors.spaces import FoundPost
from discussions.services.appeal import appeal
from discussions.views.writing_doors import SeeOther, by_reference, private_door
from discussions.views.writing_refusals import signed_out


@private_door
@by_reference
def ask(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Its author says why; a refusal gives the words back."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        appeal(by=viewer, post_id=post.pk, words=form.words)
        messages.success(request, _("The moderators were asked to look at it once more."))
        return SeeOther(post_url(post))
    check_appeal(viewer, post)
    context = {"page": appeal_page(post, get_language() or "en"), "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "discussions/appeal.html", context, status=status)
