"""What stands before the pages of writing: private, with an editor; a post found by its reference."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from discussions.access.spaces import check_see_space
from discussions.access.viewer import viewer_of
from discussions.errors import NotFound
from discussions.selectors.references import moved_post
from discussions.selectors.spaces import FoundPost, find_post
from hub.kit.editor import with_editor

View = Callable[..., HttpResponse]
Door = Callable[..., HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    """303: it is done; look there."""

    status_code = 303


def private_door(view: Door) -> Door:
    """A page of one's own: never kept by anybody."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))


def writing_door(view: View) -> Door:
    """The same with an editor."""
    return private_door(with_editor(view))


def now_called(reference: str) -> FoundPost:
    """The post of a reference, whatever the case; of a former one, the post that was moved. Raises NotFound."""
    found = find_post(reference)
    if found is None and (moved := moved_post(reference)) is not None:
        found = find_post(moved.reference)
    if found is None:
        raise NotFound
    return found


def by_reference(view: View) -> View:
    """Find the post of a reference for the view, whatever the case; of a former one, the post that was moved.

    Reading leads to the reference as it is now (301); what is posted is for that post.

    Raises NotFound where there is none, or its space is not the viewer's to see.
    """

    @wraps(view)
    def answer(request: HttpRequest, reference: str) -> HttpResponse:
        viewer = viewer_of(request.user)
        found = now_called(reference)
        check_see_space(found.found.space, viewer, found.found.at)
        if request.method != "POST" and reference != found.post.reference:
            name = request.resolver_match.url_name if request.resolver_match else None
            query = request.META["QUERY_STRING"]
            address = reverse(name or "post", args=[found.post.reference])
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return view(request, found, viewer)

    return answer
