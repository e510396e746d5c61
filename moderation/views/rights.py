"""Who may do what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from moderation.pages.rights import rights_page


@never_cache
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The rules of the portal, for everybody to read; `?role=` shows what one role may."""
    page = rights_page(request.GET.get("role", ""))
    return render(request, "moderation/rights.html", {"page": page})
