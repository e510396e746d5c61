"""The receipt of what was sent, and taking it back."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from discussions.access.posts import check_author, check_withdraw
from discussions.access.viewer import Viewer
from discussions.access.words import text_for
from discussions.enums import PostState
from discussions.errors import NotFound, NotYours
from discussions.models import Version
from discussions.pages.receipt import Filed, ReceiptPage, receipt_page
from discussions.pages.receipt_document import receipt_document
from discussions.selectors.spaces import FoundPost
from discussions.selectors.writing import version_of, window_for
from discussions.services.withdraw import withdraw
from discussions.views.writing_doors import SeeOther, by_reference, private_door
from discussions.views.writing_refusals import signed_out
from hub.kit.typeset import typeset_once

_MOST_DIGITS: Final = 9  # of the number of a version


@private_door
@by_reference
def post_receipt(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """The receipt of a version (`?version=2`, else the latest), or with `?text=1` the bytes of its text."""
    if not viewer.is_signed_in:
        return signed_out(request)
    version = _own_version(request, found, viewer)
    if request.GET.get("text"):
        return _text(found, version, viewer)
    page = _page(found, version, viewer)
    context = {"page": page, "is_author": viewer.is_author(found.post.author_id)}
    return render(request, "discussions/receipt.html", context)


@private_door
@by_reference
def receipt_pdf(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """The receipt of a version as a document, in the language of the address."""
    if not viewer.is_signed_in:
        return signed_out(request)
    version = _own_version(request, found, viewer)
    page = _page(found, version, viewer)
    document = typeset_once("receipt", receipt_document(page))
    name = f"{page.reference}-v{page.version}.pdf"
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
    context = {
        "reference": post.reference,
        "was_public": post.has_been_public,
        "is_author": viewer.is_author(post.author_id),
    }
    return render(request, "discussions/withdraw.html", context)


def _own_version(request: HttpRequest, found: FoundPost, viewer: Viewer) -> Version:
    """The version that the address asks for. Raises NotYours for all but the author and staff, NotFound."""
    post = found.post
    if not (viewer.is_author(post.author_id) or viewer.is_staff_of(post.space_id)):
        raise NotYours
    number = request.GET.get("version", "")
    if not number:
        return found.post.latest_version
    is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
    version = version_of(found.post.pk, int(number)) if is_number else None
    if version is None:
        raise NotFound
    return version


def _page(found: FoundPost, version: Version, viewer: Viewer) -> ReceiptPage:
    window = window_for(found.post.space, found.post.prompt)
    page = receipt_page(Filed(found.post, version, window, found.found.at), viewer)
    if page is None:
        raise NotFound
    return page


def _text(found: FoundPost, version: Version, viewer: Viewer) -> HttpResponse:
    """The very bytes of which the receipt names the hash."""
    text = text_for(version, found.post, viewer)
    if text is None or not text.is_whole:
        raise NotFound
    name = f"{found.post.reference}-v{version.number}.html"
    response = HttpResponse(text.html.encode(), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
