"""Where somebody follows a space, or stops; a letter to followers leads here too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.spaces import check_see_space
from discussions.access.viewer import viewer_of
from discussions.errors import NotFound
from discussions.pages.addresses import sign_in_url
from discussions.pages.follow import follow_page
from discussions.selectors.spaces import find_space
from discussions.services.follow import follow, stop_following
from discussions.views.writing_doors import SeeOther, private_door


@private_door
def follow_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whether one follows the space; POST `act` "follow" or "stop". Signed out it leads through sign-in and back."""
    viewer, found = viewer_of(request.user), find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    if not viewer.is_signed_in:
        return redirect(sign_in_url(request.path))
    if request.method != "POST":
        page = follow_page(found.space, viewer, get_language() or "en", _("Follow"))
        return render(request, "discussions/follow.html", {"page": page})
    if request.POST.get("act") == "stop":
        stop_following(by=viewer, space=found.space)
        messages.success(request, _("You no longer follow this space."))
    else:
        follow(by=viewer, space=found.space)
        messages.success(request, _("You follow this space now."))
    return SeeOther(reverse("space", args=[slug]))
