"""Where an organisation that is named in a joint submission answers: by a signed link, or signed in.

Looking changes nothing: programs that check mails follow every link (PRODUCT, section 4).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.selectors.members import memberships_of
from discussions.access.signatures import asked_reader, check_answer_joint, version_to_sign
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, viewer_of
from discussions.access.words import files_for
from discussions.errors import AlreadyDecided, NotFound, NotYourOrganisation, VersionChanged
from discussions.forms.joint_answer import JointAnswerForm
from discussions.models import CoSignatory
from discussions.pages.joint import AskedFor, joint_page
from discussions.selectors.signatures import find_co_signatory, invitations_to
from discussions.selectors.spaces import FoundPost
from discussions.selectors.writing import window_for
from discussions.services.answer_joint import (
    SeenInvitation,
    Signatory,
    answer_joint,
    check_link,
)
from discussions.validators.joint_links import JointLink, read_token
from discussions.views.files import download
from discussions.views.writing_doors import SeeOther, by_reference, private_door
from discussions.views.writing_refusals import signed_out
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal

Door = Callable[..., HttpResponseBase]


def unlisted(view: Door) -> Door:
    """A page whose address is a secret: kept by nobody, listed by nobody, told to no other site."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
        response = view(request, *arguments, **named)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


@unlisted
@private_door
def joint_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read the text and answer by a signed link, without an account. Raises NotFound for a link that is none."""
    link, row, asked = _asked_by(token)
    viewer = viewer_of(request.user)
    check_see_space(row.post.space, viewer, asked.at)
    return _page(request, asked, Signatory(viewer, link))


@unlisted
@require_safe
def joint_file(request: HttpRequest, token: str, identifier: UUID) -> HttpResponseBase:
    """A file of the text that a signed link asks to sign. Raises NotFound."""
    _link, row, asked = _asked_by(token)
    viewer = viewer_of(request.user)
    check_see_space(row.post.space, viewer, asked.at)
    version, eyes = version_to_sign(row.post), asked_reader(viewer, row)
    for file in files_for(version, row.post, eyes):
        if file.attachment.pk == identifier and not file.is_masked:
            response = download(file.attachment, file.name)
            response["Cache-Control"] = "private, no-store"
            return response
    raise NotFound


@private_door
@by_reference
def post_joint(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Read the text and answer, signed in, as a member whom staff have confirmed. Raises NotYourOrganisation."""
    if not viewer.is_signed_in:
        return signed_out(request)
    confirmed = [
        row.organisation_id
        for row in memberships_of(viewer.person_id or 0)
        if row.confirmed_at is not None
    ]
    rows = invitations_to(found.post, confirmed)
    if not rows:
        raise NotYourOrganisation
    post = rows[0].post
    window = window_for(post.space, post.prompt)
    return _page(request, AskedFor(post, rows, window, found.found.at), Signatory(viewer))


def _asked_by(token: str) -> tuple[JointLink, CoSignatory, AskedFor]:
    """What a link asks for. Raises NotFound, and why it may not be used any more."""
    link = read_token(token)
    row = find_co_signatory(link.co_signatory) if link is not None else None
    if link is None or row is None:
        raise NotFound
    at, window = database_now(), window_for(row.post.space, row.post.prompt)
    check_answer_joint(row, row.post, window, at)
    check_link(link, row)
    return link, row, AskedFor(row.post, [row], window, at, link)


def _page(request: HttpRequest, asked: AskedFor, by: Signatory) -> HttpResponse:
    """The page; or the answer is taken down, and the page is there again."""
    if request.method != "POST":
        return _shown(request, asked, by)
    form = JointAnswerForm(request.POST)
    rows = [row.pk for row in asked.rows]
    if not form.is_valid() or form.cleaned_data["co_signatory"] not in rows:
        return _shown(request, asked, by, status=400)
    given = form.cleaned_data
    seen = SeenInvitation(given["co_signatory"], given["version"], given["state"])
    try:
        answer_joint(by=by, seen=seen, agrees=given["answer"] == "agree")
    except (VersionChanged, AlreadyDecided) as refusal:
        anew = [row for row in map(find_co_signatory, rows) if row is not None]
        asked = replace(asked, post=anew[0].post, rows=anew)
        return _shown(request, asked, by, refusal=refusal, status=refusal.status)
    return SeeOther(request.path)


def _shown(
    request: HttpRequest,
    asked: AskedFor,
    by: Signatory,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    for row in asked.rows:
        check_answer_joint(row, asked.post, asked.window, asked.at)
    page = joint_page(asked, by.viewer)
    if page is None:
        raise NotFound
    context = {"page": page, "refusal": refusal}
    return render(request, "discussions/joint.html", context, status=status)
