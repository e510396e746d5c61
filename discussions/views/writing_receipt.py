"""The receipt of what was sent, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from discussions.access.posts import check_author, check_withdraw
from discussions.access.viewer import Viewer
from discussions.access.words import text_for
from discussions.enums import PostState
from discussions.errors import NotFound, NotYours
from discussions.models import Version
from discussions.pages.receipt import Filed, receipt_page
from discussions.selectors.spaces import FoundPost
from discussions.selectors.writing import version_of, window_for
from discussions.services.withdraw import withdraw
from discussions.views.writing_doors import by_reference, private_door
from discussions.views.writing_refusals import signed_out
from discussions.views.writing_steps import SeeOther


@private_door
@by_reference
def post_receipt(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """The receipt of a version (`?version=2`, else the latest), or with `?text=1` the bytes of its text."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    if not (viewer.is_author(post.author_id) or viewer.is_staff_of(post.space_id)):
        raise NotYours
    version = _version(request, found)
    if request.GET.get("text"):
        return _text(found, version, viewer)
    window = window_for(post.space, post.prompt)
    page = receipt_page(Filed(post, version, window, found.found.at), viewer)
    if page is None:
        raise NotFound
    context = {"page": page, "is_author": viewer.is_author(post.author_id)}
    return render(request, "discussions/receipt.html", context)


@private_door
@by_reference
def post_withdraw(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Ask whether the author means it; then take the post back and show the receipt."""
    if not viewer.is_signed_in:
        return signed_out(request)
    post = found.post
    address = reverse("post-receipt", args=[post.reference])
    if request.method == "POST":
        withdraw(by=viewer, post_id=post.pk)
        return SeeOther(address)
    check_author(viewer, post)
    if post.state == PostState.WITHDRAWN:
        return SeeOther(address)
    check_withdraw(viewer, post)
    context = {"reference": post.reference, "was_public": post.has_been_public}
    return render(request, "discussions/withdraw.html", context)


def _version(request: HttpRequest, found: FoundPost) -> Version:
    number = request.GET.get("version", "")
    if not number:
        return found.post.latest_version
    version = version_of(found.post.pk, int(number)) if number.isdecimal() else None
    if version is None:
        raise NotFound
    return version


def _text(found: FoundPost, version: Version, viewer: Viewer) -> HttpResponse:
    """The very bytes of which the receipt names the hash."""
    text = text_for(version, found.post, viewer)
    if text is None or text.mask_reason is not None:
        raise NotFound
    name = f"{found.post.reference}-v{version.number}.html"
    response = HttpResponse(text.html.encode(), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
