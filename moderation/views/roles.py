"""Rights given and taken: what is about to be done is told first, then done, on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import PortalRole
from accounts.services.rights import give_portal_role, take_portal_role
from discussions.access.roles import check_name_moderators
from discussions.access.viewer import Viewer, viewer_of
from discussions.enums import SpaceRoleName
from discussions.errors import NotFound
from discussions.models import Space
from discussions.selectors.spaces import find_space
from discussions.services.roles import give_role, take_role
from hub.kit.refusals import Refusal
from moderation.enums import RoleAct
from moderation.forms.roles import NamingForm, RoleChoices, RoleForm
from moderation.pages.roles import (
    Confirmation,
    confirmation_of,
    done_words,
    roles_page,
    space_roles_page,
)
from moderation.views.staff import staff_page

#: Does it to an account and a right; answers whether anything changed by it.
_Do = Callable[[int, str], bool]


@dataclass(frozen=True)
class _Place:
    """Where rights are given: in the portal, or in a space."""

    url: str
    template: str
    roles: RoleChoices
    page: Callable[[Confirmation | None], Any]
    acts: Mapping[str, _Do]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """The secretariat and administrators; changed by administrators alone."""
    viewer = viewer_of(request.user)
    check_name_moderators(viewer)
    return _answer(request, _portal(viewer))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def space_roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Moderators and observers of a space."""
    viewer = viewer_of(request.user)
    check_name_moderators(viewer)
    found = find_space(slug)
    if found is None:
        raise NotFound
    return _answer(request, _space(viewer, found.space))


def _portal(viewer: Viewer) -> _Place:
    by = viewer.user_id or 0
    return _Place(
        url=reverse("roles"),
        template="moderation/roles.html",
        roles=PortalRole.choices,
        page=lambda confirmation: roles_page(viewer, confirmation),
        acts={
            RoleAct.GIVE: lambda account, role: give_portal_role(
                account_id=account, role=PortalRole(role), by=by
            ),
            RoleAct.TAKE: lambda account, role: take_portal_role(
                account_id=account, role=PortalRole(role), by=by
            ),
        },
    )


def _space(viewer: Viewer, space: Space) -> _Place:
    in_space: dict[str, Any] = {"by": viewer, "space_id": space.pk}
    return _Place(
        url=reverse("space-roles", args=[space.slug]),
        template="moderation/space_roles.html",
        roles=SpaceRoleName.choices,
        page=lambda confirmation: space_roles_page(space, viewer, confirmation),
        acts={
            RoleAct.GIVE: lambda account, role: (
                give_role(user_id=account, role=SpaceRoleName(role), **in_space).is_new
            ),
            RoleAct.TAKE: lambda account, role: take_role(
                user_id=account, role=SpaceRoleName(role), **in_space
            ),
        },
    )


def _answer(request: HttpRequest, place: _Place) -> HttpResponse:
    """The list; with `?act=` or a named account the question whether to do it; with a confirmed question, the act."""
    asked = RoleForm(
        request.POST if "act" in request.POST else request.GET or None, roles=place.roles
    )
    if request.method == "POST" and "act" in request.POST:
        return _do(request, place, asked)
    if request.method == "POST":
        return _name(request, place)
    if asked.is_bound and not asked.is_valid():
        return redirect(place.url)
    return _page(request, place, asked=asked if asked.is_bound else None)


def _name(request: HttpRequest, place: _Place) -> HttpResponse:
    naming = NamingForm(request.POST, roles=place.roles)
    if not naming.is_valid():
        return _page(request, place, naming=naming, status=400)
    given = {
        "act": RoleAct.GIVE.value,
        "account": naming.found.pk,
        "role": naming.cleaned_data["role"],
    }
    asked = RoleForm(given, roles=place.roles)
    return _page(request, place, naming=naming, asked=asked)


def _do(request: HttpRequest, place: _Place, asked: RoleForm) -> HttpResponse:
    if not asked.is_valid():
        return redirect(place.url)
    act, role = RoleAct(asked.cleaned_data["act"]), asked.cleaned_data["role"]
    try:
        is_new = place.acts[act](asked.cleaned_data["account"], role)
    except Refusal as refusal:
        return _page(request, place, refusal=refusal, status=refusal.status)
    messages.success(request, done_words(act, asked.found, role, is_new=is_new))
    return redirect(place.url)


def _page(
    request: HttpRequest,
    place: _Place,
    *,
    naming: NamingForm | None = None,
    asked: RoleForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    confirmation = None
    if asked is not None and asked.is_valid():
        given = asked.cleaned_data
        act = RoleAct(given["act"])
        confirmation = confirmation_of(act, asked.found, given["role"], place.url)
    context = {
        "page": place.page(confirmation),
        "form": naming or NamingForm(roles=place.roles),
        "asked": asked,
        "refusal": refusal,
    }
    return render(request, place.template, context, status=status)
