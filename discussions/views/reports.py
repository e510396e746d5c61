"""Reporting a post to the moderators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.reports import check_report
from discussions.access.viewer import Viewer
from discussions.forms.report import ReportForm
from discussions.pages.addresses import post_url
from discussions.pages.report import report_page
from discussions.selectors.reports import latest_report
from discussions.selectors.spaces import FoundPost
from discussions.services.report import GivenReport, report
from discussions.views.writing_doors import SeeOther, by_reference, private_door
from discussions.views.writing_refusals import signed_out


@private_door
@by_reference
def report_post(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """A reader says what is wrong; a refusal gives the words back."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = GivenReport(form.chosen_reason, form.words)
        report(by=viewer, post_id=post.pk, given=given)
        messages.success(request, _("Thank you. The moderators will look at it."))
        return SeeOther(post_url(post))
    check_report(viewer, post)
    page = report_page(post, latest_report(post, viewer.person_id), get_language() or "en")
    status = 400 if form.is_bound else 200
    return render(request, "discussions/report.html", {"page": page, "form": form}, status=status)
