"""What readers reported."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from discussions.access.viewer import viewer_of
from discussions.errors import NotFound
from discussions.selectors.spaces import find_post
from moderation.access.decisions import check_queue
from moderation.pages.queue import DONE
from moderation.services.dismiss_reports import dismiss_reports
from moderation.views.staff import staff_page

_MOST_DIGITS = 15


@staff_page
@require_POST
def dismiss(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a post as it is: its reports that were seen (`seen`, ids) are closed."""
    viewer = viewer_of(request.user)
    check_queue(viewer)
    found = find_post(reference)
    if found is None:
        raise NotFound
    parts = request.POST.get("seen", "").split(",")
    seen = [int(part) for part in parts if part.isdecimal() and len(part) <= _MOST_DIGITS]
    closed = dismiss_reports(by=viewer, post_id=found.post.pk, seen=seen)
    words = ngettext("%(n)d report closed", "%(n)d reports closed", len(closed))
    done = words % {"n": len(closed)} if closed else _("The reports are closed already.")
    messages.success(request, done)
    query = f"?show=reported&post={found.post.reference}{DONE}"
    return redirect(reverse("review-queue") + query)
