"""The roles of the account that asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussions.access.viewer import viewer_of
from moderation.pages.my_roles import my_roles_page
from moderation.views.staff import staff_page


@staff_page
@require_safe
def my_roles(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: which rights their account has, what comes with each and where it leads."""
    page = my_roles_page(viewer_of(request.user))
    return render(request, "moderation/my_roles.html", {"page": page})
