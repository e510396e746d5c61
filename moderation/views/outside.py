"""Staff enter what came from outside the portal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_signed_in, check_staff_of, viewer_of
from discussions.errors import KeyReused, NotFound
from discussions.forms.fields import KeptField
from discussions.forms.files import sent_files
from discussions.models import Upload
from discussions.pages.compose import arranged, kept_uploads
from discussions.selectors.spaces import Found, find_space, prompts_of, windows_of
from discussions.selectors.writing import uploads_of
from discussions.services.outside import enter_outside_input
from discussions.services.receive import Received, receive
from discussions.services.submit import Receipt, SubmissionPlace
from discussions.views.writing_refusals import signed_out
from hub.kit.editor import with_editor
from hub.kit.refusals import Refusal
from moderation.forms.outside import Desk, OutsideForm
from moderation.pages.outside import Checked, outside_page


class SeeOther(HttpResponseRedirect):
    """303: it is done; look there."""

    status_code = 303


@dataclass(frozen=True)
class Asked:
    """Who asks, and what was found."""

    request: HttpRequest
    viewer: Viewer
    found: Found


@with_editor
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def outside_input(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; with `action` preview how it would stand, else it is entered. A refusal keeps the text."""
    viewer = viewer_of(request.user)
    if not viewer.is_signed_in:
        return signed_out(request)
    asked = Asked(request, viewer, _found(viewer, slug))
    if request.method != "POST":
        return _page(asked, _form(asked, []))
    earlier = uploads_of(viewer.person_id or 0, KeptField().clean(request.POST.getlist("keep")))
    return _take_in(asked, _form(asked, earlier), earlier)


def _found(viewer: Viewer, slug: str) -> Found:
    found = find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_staff_of(viewer, found.space.pk)
    check_signed_in(viewer)
    return found


def _take_in(asked: Asked, form: OutsideForm, earlier: Sequence[Upload]) -> HttpResponse:
    """A form came in: its files are kept first, whatever becomes of it."""
    sends = form.is_valid() and asked.request.POST.get("action", "send") == "send"
    received = receive(
        by=asked.viewer,
        files=form.accepted,
        act=lambda uploads: _enter(asked, form, uploads) if sends else Receipt("", 0),
    )
    for file in received.refused_files:
        form.refuse_file(file.name, file.refusal)
    if received.receipt is not None and sends:
        reference = received.receipt.reference
        messages.success(asked.request, _("%(reference)s is entered.") % {"reference": reference})
        return SeeOther(reverse("post-receipt", args=[reference]))
    return _page(asked, form, [*earlier, *received.uploads], received)


def _enter(asked: Asked, form: OutsideForm, uploads: Sequence[Upload]) -> Receipt:
    return enter_outside_input(
        by=asked.viewer,
        to=SubmissionPlace(asked.found.space, form.prompt, form.parent),
        entity=form.origin,
        source=form.source,
        sent=form.sent([upload.pk for upload in uploads]),
    )


def _page(
    asked: Asked,
    form: OutsideForm,
    uploads: Sequence[Upload] = (),
    received: Received | None = None,
) -> HttpResponse:
    """The form as it came, with what is wrong, or with how it would stand."""
    refusal = received.refusal if received is not None else None
    if refusal is not None:
        form.add_error(None, str(refusal))
    is_in_order = form.is_bound and form.is_valid()
    found = asked.found
    page = outside_page(
        found,
        asked.viewer,
        windows_of(found.space),
        arranged(kept_uploads(uploads), sent_files(asked.request.POST)),
        checked=_checked(form, uploads) if is_in_order else None,
        sent_before=refusal.reference if isinstance(refusal, KeyReused) else "",
    )
    context = {"page": page, "form": form}
    return render(asked.request, "moderation/outside.html", context, status=_status(form, refusal))


def _status(form: OutsideForm, refusal: Refusal | None) -> int:
    if refusal is not None:
        return refusal.status
    return 400 if form.errors else 200


def _checked(form: OutsideForm, uploads: Sequence[Upload]) -> Checked:
    return Checked(
        form.prompt,
        form.parent,
        form.window,
        form.known,
        form.origin,
        form.source,
        form.sent([upload.pk for upload in uploads]),
    )


def _form(asked: Asked, earlier: Sequence[Upload]) -> OutsideForm:
    request, found = asked.request, asked.found
    desk = Desk(
        found.space,
        prompts_of(found.space),
        found.at,
        frozenset(upload.pk for upload in earlier),
    )
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return OutsideForm(*data, desk=desk)
