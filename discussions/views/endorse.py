"""Where somebody endorses a post, for an organisation or themselves, takes it back, or confirms it anew."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.selectors.members import memberships_of
from discussions.access.signatures import check_endorse
from discussions.access.viewer import Viewer
from discussions.enums import PostState
from discussions.errors import (
    AlreadyDecided,
    EndorsingClosed,
    NotFound,
    NotPossibleNow,
    NotYourOrganisation,
    VersionChanged,
)
from discussions.forms.endorsement import EndorsementForm
from discussions.pages.endorse import Endorsing, endorse_page
from discussions.selectors.signatures import given_unconfirmed, standing_endorsements
from discussions.selectors.spaces import FoundPost
from discussions.selectors.threads import with_everything
from discussions.selectors.writing import window_for
from discussions.services.endorse import (
    GivenEndorsement,
    confirm_endorsement,
    endorse,
    withdraw_endorsement,
)
from discussions.views.writing_doors import SeeOther, by_reference, private_door
from discussions.views.writing_refusals import signed_out
from hub.kit.refusals import Refusal

_MOST_DIGITS: Final = 15
#: Refusals after which the page is shown as it stands now, with what was typed.
_SHOWN_AGAIN: Final = (
    VersionChanged,
    AlreadyDecided,
    NotPossibleNow,
    NotYourOrganisation,
    EndorsingClosed,
)


@private_door
@by_reference
def endorse_post(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Show the opening of the post, and endorse it. A refusal shows what was typed."""
    if not viewer.is_signed_in:
        return signed_out(request)
    endorsing = _endorsing(found, viewer)
    if found.post.state != PostState.PUBLISHED:
        check_endorse(viewer, found.post, endorsing.window, endorsing.at)
    if request.method != "POST":
        return _shown(request, endorsing, viewer, _form(endorsing, viewer))
    form = _form(endorsing, viewer, request)
    if not form.is_valid():
        return _shown(request, endorsing, viewer, form, status=400)
    data = form.cleaned_data
    given = GivenEndorsement(data["version"], data["endorse_as"], data["reservation"])
    try:
        endorse(by=viewer, post_id=found.post.pk, given=given)
    except _SHOWN_AGAIN as refusal:
        return _refused(request, found, viewer, refusal)
    return SeeOther(request.path)


@never_cache
@require_POST
@by_reference
def endorsement_withdraw(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Take an endorsement back (`endorsement`, its id)."""
    row = _number(request, "endorsement")
    withdraw_endorsement(by=viewer, post_id=found.post.pk, endorsement_id=row)
    return SeeOther(_address(found))


@never_cache
@require_POST
@by_reference
def endorsement_confirm(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Say that an endorsement holds for the version (`version`, its number) that is public now."""
    row, version = _number(request, "endorsement"), _number(request, "version")
    post = found.post.pk
    try:
        confirm_endorsement(by=viewer, post_id=post, endorsement_id=row, version=version)
    except VersionChanged as refusal:
        return _refused(request, found, viewer, refusal)
    return SeeOther(_address(found))


def _endorsing(found: FoundPost, viewer: Viewer) -> Endorsing:
    post = with_everything(found.post)
    standing = standing_endorsements(post)
    return Endorsing(
        post=post,
        window=window_for(post.space, post.prompt),
        at=found.found.at,
        memberships=memberships_of(viewer.person_id or 0),
        standing=standing,
        unconfirmed=given_unconfirmed(standing),
    )


def _form(
    endorsing: Endorsing, viewer: Viewer, request: HttpRequest | None = None
) -> EndorsementForm:
    public = endorsing.post.public_version
    return EndorsementForm(
        request.POST if request is not None else None,
        choices=endorsing.choices(viewer),
        version=public.number if public is not None else 0,
    )


def _shown(
    request: HttpRequest,
    endorsing: Endorsing,
    viewer: Viewer,
    form: EndorsementForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"page": endorse_page(endorsing, viewer), "form": form, "refusal": refusal}
    return render(request, "discussions/endorse.html", context, status=status)


def _refused(
    request: HttpRequest, found: FoundPost, viewer: Viewer, refusal: Refusal
) -> HttpResponse:
    """The page as it stands now, with the reason; what was typed stays in it."""
    endorsing = _endorsing(found, viewer)
    if endorsing.post.state != PostState.PUBLISHED:  # it went while the form was open
        raise refusal
    form = _form(endorsing, viewer)
    form.initial["reservation"] = request.POST.get("reservation", "")
    return _shown(request, endorsing, viewer, form, refusal=refusal, status=refusal.status)


def _number(request: HttpRequest, name: str) -> int:
    """A number of the form. Raises NotFound for what is none."""
    value = request.POST.get(name, "")
    if not (value.isascii() and value.isdecimal()) or len(value) > _MOST_DIGITS:
        raise NotFound
    return int(value)


def _address(found: FoundPost) -> str:
    return reverse("endorse", args=[found.post.reference])
