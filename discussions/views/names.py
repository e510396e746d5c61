"""Keeping one's name from readers, and looking behind what is kept from them."""

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discussions.access.posts import check_author, check_look_behind
from discussions.access.scans import check_scanned
from discussions.access.viewer import Viewer, viewer_of
from discussions.access.words import files_for
from discussions.enums import LookReason
from discussions.errors import NotFound
from discussions.forms.names import LookForm, WithholdForm
from discussions.pages.addresses import act_url, post_url
from discussions.pages.looked import looked_page
from discussions.selectors.files import find_attachment
from discussions.selectors.spaces import FoundPost
from discussions.services.look_behind import look_behind
from discussions.services.withhold_name import withhold_name
from discussions.views.files import download
from discussions.views.writing_doors import SeeOther, by_reference, now_called, private_door
from discussions.views.writing_refusals import signed_out


@private_door
@by_reference
def withhold(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """The author's choice for a text that was sent, at any time."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    check_author(viewer, post)
    form = WithholdForm(request.POST or None, initial={"name_withheld": post.name_withheld})
    if request.method == "POST" and form.is_valid():
        withhold_name(by=viewer, post_id=post.pk, withheld=form.chosen)
        messages.success(request, _("Saved. Every page shows it from now on."))
        return SeeOther(act_url("receipt", post))
    context = {"form": form, "reference": post.reference, "back_url": act_url("receipt", post)}
    status = 400 if form.is_bound else 200
    return render(request, "discussions/withhold_name.html", context, status=status)


@private_door
@by_reference
def behind(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Ask first; each POST is one look, one record, and its answer shows it once."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    check_look_behind(viewer, post)
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "reference": post.reference, "back_url": post_url(post)}
        status = 400 if form.is_bound else 200
        return render(request, "discussions/look_behind.html", context, status=status)
    reason = form.cleaned_data["reason"]
    eyes = look_behind(by=viewer, post_id=post.pk, reason=LookReason(reason) if reason else None)
    context = {
        "page": looked_page(post, eyes, get_language() or "en"),
        "review_url": _review(request),
    }
    return render(request, "discussions/looked.html", context)


def _review(request: HttpRequest) -> str:
    """The page of moderators from which the look was asked for, with its list and filters; "" for another."""
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc != request.get_host() or not told.path.startswith(reverse("review-queue")):
        return ""
    return f"{told.path}?{told.query}" if told.query else told.path


@require_POST
@private_door
def file_behind(request: HttpRequest, reference: str, identifier: UUID) -> HttpResponseBase:
    """A file that is kept from readers: each POST is one look, one record, and one download.

    Its post may be named by a former reference. Raises NotFound, NotCheckedYet, VirusInFile.
    """
    viewer, attachment = viewer_of(request.user), find_attachment(identifier)
    if not viewer.is_signed_in:
        return signed_out(request)
    found = now_called(reference).post
    if attachment is None or attachment.version.post_id != found.pk:
        raise NotFound
    version, post = attachment.version, attachment.version.post
    eyes = look_behind(by=viewer, post_id=post.pk, file=attachment.pk)  # asks whether they may
    files = files_for(version, post, eyes)
    shown = next(file for file in files if file.attachment.pk == attachment.pk)
    check_scanned(shown.scan)
    return download(attachment, shown.name)
